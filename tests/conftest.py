"""Fixtures that tests of every room may ask for."""

from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from guides import lookout, version
from guides.models import ContentVersion, SearchEntry, SearchWord
from recovery_site import request_ids

# A busy machine is no reason for a property to fail.
settings.register_profile("handbook", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("handbook")


IN_A_BROWSER = "tests/browser/"
NO_CHROMIUM = "No Chromium was found"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make people` accept how the plans of the gallery read now."""
    parser.addoption(
        "--write-people", action="store_true", help="write the gallery's plans and docs/rules.md"
    )


@pytest.hookimpl(trylast=True)  # after pytest-randomly
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in a browser last.

    Playwright keeps an event loop in the thread until it ends, and Django refuses its database
    to a thread that has one.
    """
    items.sort(key=lambda item: item.nodeid.startswith(IN_A_BROWSER))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests wanted a browser that is not there."""
    skipped = [
        report
        for report in terminalreporter.getreports("skipped")
        if report.nodeid.startswith(IN_A_BROWSER) and NO_CHROMIUM in str(report.longrepr)
    ]
    if skipped:
        count = f"{len(skipped)} browser test{'s' * (len(skipped) > 1)} did not run"
        terminalreporter.write_line(
            f"{NO_CHROMIUM}: {count} (apt-get install chromium)", yellow=True
        )


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test knows what another saw of the content; nor, unless it is as_served, looks for it.

    The queries that a test counts are then the page's own.
    """
    monkeypatch.setattr(lookout, "of_this_process", lookout.Lookout())
    monkeypatch.setattr(lookout, "in_a_transaction", lambda: True)


@pytest.fixture(autouse=True)
def in_no_request() -> Iterator[None]:
    """No test is still in the request of one before, whose queries may not take their time."""
    yield
    request_ids.end()


@pytest.fixture
def as_served(nothing_kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read of the content is kept, as in a process that serves.

    The transaction that a test is counts for none, and what is done in it as committed.
    """

    def in_a_transaction() -> bool:
        return any(not block._from_testcase for block in connection.atomic_blocks)

    monkeypatch.setattr(lookout, "in_a_transaction", in_a_transaction)
    monkeypatch.setattr(version, "on_commit", lambda act: act())


INDEX = (SearchEntry, SearchWord)
# Tests change rows by ways that move no version: without one nothing is kept from test to test.
LEFT_OUT = (*INDEX, ContentVersion)
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
    _fill(rows for rows in content_rows if rows[0] not in LEFT_OUT)


@pytest.fixture
def searchable_content(content: None, content_rows: Rows) -> None:
    """The same, and the index that search looks through: most of the rows, for few of the tests."""
    _fill(rows for rows in content_rows if rows[0] in INDEX)


def _fill(content_rows: Iterable[tuple[type[models.Model], list[models.Model]]]) -> None:
    for model, rows in content_rows:
        model._base_manager.bulk_create(rows)
