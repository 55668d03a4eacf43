"""The content's version moves with whatever visitors can read, and with nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guides import loading, version
from guides.models import Claim, ContentVersion, Notice, Source
from tests.factories import ClaimFactory, GuideFactory, NoticeFactory, SourceFactory
from tests.guides.editing import change_page, edit

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_there_is_none_before_anything_was_saved():
    assert version.current() is None


def test_it_stays_until_it_is_moved():
    version.move()
    first = version.current()

    assert version.current() == first
    version.move()
    assert version.current() not in (first, None)


def test_it_is_asked_for_in_one_query(django_assert_num_queries: DjangoAssertNumQueries):
    GuideFactory()
    version.move()

    with django_assert_num_queries(1):
        version.current()


def test_it_is_moved_in_one_query(django_assert_num_queries: DjangoAssertNumQueries):
    version.move()

    with django_assert_num_queries(1):
        version.move()


def test_there_is_one_row():
    version.move()
    version.move()

    assert ContentVersion.objects.count() == 1
    with pytest.raises(IntegrityError, match="content_version_is_one_row"):
        ContentVersion.objects.create(id=2, token="other")


def test_whoever_locks_it_leaves_it_as_it_is():
    version.move()
    before = version.current()

    version.lock()

    assert version.lock_if_free()
    assert version.current() == before


def test_the_first_lock_makes_the_row():
    assert not version.lock_if_free()

    version.lock()

    assert version.lock_if_free()


def test_a_move_that_is_rolled_back_leaves_the_version_as_it_was():
    version.move()
    before = version.current()

    with transaction.atomic():
        version.move()
        during = version.current()
        transaction.set_rollback(True)

    assert version.current() == before
    version.move()
    assert version.current() not in (before, during)


@pytest.mark.django_db(transaction=True)
def test_a_move_counts_once_it_is_there_for_good():
    before = version.moves()

    with transaction.atomic():
        version.move()
        during = version.moves()

    assert during == before
    assert version.moves() > before


@pytest.mark.django_db(transaction=True)
def test_a_move_that_is_rolled_back_does_not_count():
    before = version.moves()

    with transaction.atomic():
        version.move()
        transaction.set_rollback(True)

    assert version.moves() == before


def test_a_guide_that_is_published_at_a_set_time_moves_it_then():
    GuideFactory(published_at=NOON)
    version.move()

    with time_machine.travel(NOON - timedelta(seconds=1), tick=False):
        before = version.current()
    with time_machine.travel(NOON, tick=False):
        at_noon = version.current()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        after = version.current()

    assert before != at_noon
    assert at_noon == after


# What an admin form needs that a factory leaves out.
WITH = {GuideFactory: {"published_at": None}}


@pytest.mark.parametrize("row", [NoticeFactory, ClaimFactory, SourceFactory, GuideFactory])
def test_an_edit_in_the_admin_moves_it(admin_client, row):
    row = row(**WITH.get(row, {}))
    if isinstance(row, Claim):
        row.sources.set([SourceFactory()])
    version.move()
    before = version.current()

    response = edit(admin_client, change_page(row))

    assert response.status_code == 302, response.context["errors"]
    assert version.current() != before


def test_a_new_row_in_the_admin_moves_it(admin_client):
    edit(
        admin_client,
        reverse("admin:guides_source_add"),
        key="trial",
        title="A trial",
        authors="Huestis MA",
        kind="review",
    )

    assert Source.objects.exists()
    assert version.current() is not None


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_a_deletion_in_the_admin_moves_it(admin_client, many):
    notice = NoticeFactory()

    if many:
        admin_client.post(
            reverse("admin:guides_notice_changelist"),
            {"action": "delete_selected", "_selected_action": [notice.pk], "post": "yes"},
        )
    else:
        admin_client.post(reverse("admin:guides_notice_delete", args=[notice.pk]), {"post": "yes"})

    assert not Notice.objects.exists()
    assert version.current() is not None


def test_an_edit_that_is_refused_does_not_move_it(admin_client):
    notice = NoticeFactory()
    version.move()
    before = version.current()

    response = edit(admin_client, change_page(notice), headline="")

    assert response.status_code == 200
    assert version.current() == before


def test_an_edit_that_fails_after_the_move_leaves_row_and_version(admin_client, monkeypatch):
    notice = NoticeFactory(headline="As it was.")
    version.move()
    before = version.current()

    def fail(*arguments):
        raise RuntimeError("the log is full")

    monkeypatch.setattr("guides.admin.notices.NoticeAdmin.log_change", fail)
    with pytest.raises(RuntimeError):
        edit(admin_client, change_page(notice), headline="Other words.")

    notice.refresh_from_db()
    assert notice.headline == "As it was."
    assert version.current() == before


def test_a_load_that_writes_moves_it_and_one_that_does_not_leaves_it():
    call_command("load_content", quiet=True)
    first = version.current()
    Notice.objects.first().delete()
    loading.LoadedRecord.objects.filter(kind="guides.notice").delete()

    call_command("load_content", quiet=True)
    second = version.current()
    call_command("load_content", quiet=True)

    assert first is not None
    assert second != first
    assert version.current() == second


def test_content_from_before_there_was_a_version_gets_one_at_the_next_load():
    call_command("load_content", quiet=True)
    ContentVersion.objects.all().delete()

    call_command("load_content", quiet=True)

    assert version.current() is not None
