"""What the planner knows is read once for each state of the content, and never outlives it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guides import version
from guides.models import Claim, LoadedRecord
from planner.core.evidence import LAST_LARGE_MEAL, Reason, WithheldError
from planner.evidence import REVIEW_GRACE, knowledge
from planner.models import SafetyFactor
from tests.factories import ClaimFactory
from tests.guides.editing import edit
from tests.planner.pages import PLANNER
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_served", "tuesday_morning")]

TUESDAY = date(2026, 11, 24)
FOUR_HOURS = timedelta(hours=4)


@pytest.fixture
def kept(content):
    """The shipped content under a version, read once."""
    version.move()
    return knowledge(TUESDAY)


def meal_gap(known):
    return known.evidence[LAST_LARGE_MEAL].high


def edit_meal_gap(editor, hours):
    claim = Claim.objects.get(key="large-meal-gap")
    page = reverse("admin:guides_claim_change", args=[claim.pk])
    response = edit(editor, page, low=hours, high=hours)
    assert response.status_code == 302, response.context["errors"]


@pytest.mark.parametrize(
    "typed",
    [
        EVENING_LIFTER,
        ASKING_ABOUT_LEAF,
        ASKING_ABOUT_LEAF | {"goal": ""},
        ASKING_ABOUT_LEAF | {"change": "yes"},
    ],
)
def test_an_answer_asks_nothing_of_the_database_once_all_is_known(
    client, kept, typed, django_assert_num_queries: DjangoAssertNumQueries
):
    client.post(PLANNER, typed)

    with django_assert_num_queries(0):
        client.post(PLANNER, typed)


def test_the_form_asks_nothing_of_the_database_once_all_is_known(
    client, kept, django_assert_num_queries: DjangoAssertNumQueries
):
    client.get(PLANNER)

    with django_assert_num_queries(0):
        client.get(PLANNER)


def test_what_was_read_is_kept_until_the_version_moves(kept):
    assert knowledge(TUESDAY) is kept

    version.move()

    assert knowledge(TUESDAY) is not kept


def test_without_a_version_every_question_reads_anew(content):
    before = knowledge(TUESDAY)
    Claim.objects.filter(key="large-meal-gap").update(low=4, high=4)

    assert meal_gap(before) != FOUR_HOURS
    assert meal_gap(knowledge(TUESDAY)) == FOUR_HOURS


def test_factors_stand_in_the_order_of_the_form(kept):
    assert [factor.key for factor in kept.factors] == list(
        SafetyFactor.objects.values_list("key", flat=True)
    )


def test_an_edit_in_the_admin_is_in_the_next_plan(admin_client, client, kept):
    edit_meal_gap(admin_client, 4)

    assert meal_gap(knowledge(TUESDAY)) == FOUR_HOURS
    assert "= Tue 18:30" in client.post(PLANNER, EVENING_LIFTER).content.decode()


def test_a_factor_that_was_edited_is_asked_about_in_the_next_form(admin_client, client, kept):
    factor = SafetyFactor.objects.get(key="alcohol")

    edit(
        admin_client,
        reverse("admin:planner_safetyfactor_change", args=[factor.pk]),
        examples="cider",
    )

    assert "cider" in client.get(PLANNER).content.decode()


def test_a_load_is_in_the_next_plan(content):
    # As if the files had become other than the rows that they were loaded into.
    claim = Claim.objects.get(key="large-meal-gap")
    Claim.objects.filter(pk=claim.pk).delete()
    version.move()
    before = knowledge(TUESDAY)
    LoadedRecord.objects.filter(kind="guides.claim", key=claim.key).delete()

    call_command("load_content", quiet=True)

    with pytest.raises(WithheldError):
        meal_gap(before)
    assert meal_gap(knowledge(TUESDAY)) == timedelta(hours=float(claim.high))


def test_a_change_that_is_rolled_back_is_not_in_the_next_plan(kept):
    with transaction.atomic():
        Claim.objects.filter(key="large-meal-gap").update(low=4, high=4)
        version.move()
        during = knowledge(TUESDAY)
        transaction.set_rollback(True)

    assert meal_gap(during) == FOUR_HOURS
    assert meal_gap(knowledge(TUESDAY)) == meal_gap(kept)
    version.move()
    assert meal_gap(knowledge(TUESDAY)) == meal_gap(kept)


def test_an_edit_that_fails_is_not_in_the_next_plan(admin_client, kept, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("the log is full")

    monkeypatch.setattr("guides.admin.evidence.ClaimAdmin.log_change", fail)
    with pytest.raises(RuntimeError):
        edit_meal_gap(admin_client, 4)

    assert meal_gap(knowledge(TUESDAY)) == meal_gap(kept)


def test_a_claim_becomes_overdue_at_midnight_though_nothing_moved(kept):
    claim = Claim.objects.get(key="large-meal-gap")
    last_day = claim.review_due_on + REVIEW_GRACE

    assert meal_gap(knowledge(last_day)) == meal_gap(kept)
    with pytest.raises(WithheldError) as gap:
        meal_gap(knowledge(last_day + timedelta(days=1)))
    assert gap.value.reason is Reason.OVERDUE


@pytest.fixture
def a_claim_for_threads(transactional_db):
    """One claim that a rule reads, where other threads see it too."""
    ClaimFactory(key="large-meal-gap", low=3, high=3, unit="hours", basis="evidence")
    version.move()


def in_threads(*questions):
    """What each question answers, all asked at once, each in a thread of its own."""
    together = Barrier(len(questions))

    def ask(question):
        try:
            together.wait()
            return question()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(questions)) as threads:
        return list(threads.map(ask, questions))


def test_threads_that_ask_at_once_get_the_same_answer(a_claim_for_threads):
    answers = in_threads(*[lambda: knowledge(TUESDAY)] * 3)

    assert {meal_gap(known) for known in answers} == {timedelta(hours=3)}


def test_what_one_thread_changes_the_others_see(a_claim_for_threads):
    before = knowledge(TUESDAY)

    def change():
        with transaction.atomic():
            Claim.objects.filter(key="large-meal-gap").update(low=4, high=4)
            version.move()

    in_threads(change)

    assert meal_gap(before) != FOUR_HOURS
    assert meal_gap(knowledge(TUESDAY)) == FOUR_HOURS
