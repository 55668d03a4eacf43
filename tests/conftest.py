"""Fixtures that tests of every room may ask for."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

# A busy machine is no reason for a property to fail.
settings.register_profile("handbook", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("handbook")

Rows = list[tuple[type[models.Model], list[models.Model]]]


@pytest.fixture(scope="session")
def content_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Rows:
    """Every row that load_content makes, read once; the database is left empty."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", quiet=True)
        rows = [
            (model, list(model._base_manager.all()))
            for app in ("guides", "planner")
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
        ]
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def content(db: None, content_rows: Rows) -> None:
    """The shipped guides, claims, sources, notices and safety factors, for one test."""
    for model, rows in content_rows:
        model._base_manager.bulk_create(rows)
