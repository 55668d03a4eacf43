"""Rows that are reviewed, in the admin's lists: found by their next review, and marked."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guides import version
from guides.editing import reviewed
from guides.models import Claim, Guide
from guides.reviews import mark_reviewed
from tests.factories import PUBLISHED_AT, ClaimFactory, GuideFactory, NoticeFactory
from tests.guides.reviewing import LATER, NOON, OVERDUE, SOON, TODAY, reader
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOON, tick=False):
        yield


# --- In the lists ------------------------------------------------------------------------------

CLAIMS, GUIDES = "/admin/guides/claim/", "/admin/guides/guide/"


@pytest.mark.parametrize(
    ("choice", "reviewed_on"),
    [("overdue", OVERDUE), ("soon", SOON), ("later", LATER), ("never", None)],
)
def test_a_list_can_be_filtered_by_the_next_review(editor, choice, reviewed_on):
    for day in (OVERDUE, SOON, LATER, None):
        GuideFactory(reviewed_on=day, published_at=None)

    rows = editor.get(f"{GUIDES}?review={choice}").context["cl"].result_list

    assert [row.reviewed_on for row in rows] == [reviewed_on]


def test_only_what_may_wait_for_its_first_review_can_be_filtered_by_that(editor):
    assert "Never reviewed" in editor.get(GUIDES).text
    assert "Never reviewed" not in editor.get(CLAIMS).text


@pytest.mark.parametrize("model", ["guides_notice", "planner_safetyfactor"])
def test_the_other_lists_have_the_filter_too(editor, model):
    NoticeFactory()
    SafetyFactorFactory()

    page = editor.get(reverse(f"admin:{model}_changelist"))

    assert "Due within 60 days" in page.text


def test_a_list_is_ordered_by_the_day_of_the_next_review(editor):
    later = ClaimFactory(reviewed_on=date(2026, 1, 1), review_months=12)
    sooner = ClaimFactory(reviewed_on=date(2026, 5, 1), review_months=1)
    column = [*editor.get(CLAIMS).context["cl"].list_display].index("review_due")

    rows = editor.get(f"{CLAIMS}?o={column}").context["cl"].result_list

    assert list(rows) == [sooner, later]


# --- Marking -----------------------------------------------------------------------------------


def choose(editor, *rows, **sent):
    """Choose rows of a list and the action; with `post` confirm it."""
    chosen = {"action": "mark_as_reviewed", "_selected_action": [row.pk for row in rows]}
    return editor.post(CLAIMS, {**chosen, **sent})


def test_before_rows_are_marked_it_says_which_and_asks_for_the_day(editor):
    claims = [ClaimFactory(key=key, reviewed_on=OVERDUE) for key in ("heat", "cold")]

    page = choose(editor, *claims).text

    assert "evidence of 2 claims" in page
    assert all(f"{claim.key}</a>: {claim.statement}" in page for claim in claims)
    assert "(last checked on 20 November 2025)" in page
    assert re.search(r'<input type="date"[^>]* value="2026-11-26"', page)
    assert set(Claim.objects.values_list("reviewed_on", flat=True)) == {OVERDUE}


def test_marking_rows_notes_the_day_who_did_it_and_moves_the_version(editor):
    claims = [ClaimFactory(reviewed_on=OVERDUE) for _ in range(2)]
    others = ClaimFactory(reviewed_on=OVERDUE)
    before = version.current()

    response = choose(editor, *claims, post="yes", reviewed_on="2026-11-25")

    assert response["Location"] == CLAIMS
    assert "2 claims marked as reviewed on 25 November 2026." in editor.get(CLAIMS).text
    for claim in claims:
        claim.refresh_from_db()
        assert claim.reviewed_on == date(2026, 11, 25)
        [entry] = LogEntry.objects.filter(object_id=claim.pk)
        assert entry.user.username == "editor"
        assert "evidence checked on 25 November 2026" in entry.get_change_message()
    others.refresh_from_db()
    assert others.reviewed_on == OVERDUE
    assert version.current() != before


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-28", "cannot have been checked in the future"),
        ("", "This field is required"),
        ("soon", "Enter a valid date"),
        ("2025-11-19", "Already checked after that day: heat (20 November 2025)."),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_the_field(editor, day, said):
    claim = ClaimFactory(key="heat", reviewed_on=OVERDUE)

    page = choose(editor, claim, post="yes", reviewed_on=day)

    assert said in page.text
    claim.refresh_from_db()
    assert claim.reviewed_on == OVERDUE
    assert not LogEntry.objects.exists()


def test_rows_that_are_gone_meanwhile_cannot_be_marked(editor):
    claim = ClaimFactory()
    ClaimFactory()
    Claim.objects.filter(pk=claim.pk).delete()

    response = choose(editor, claim, post="yes", reviewed_on="2026-11-26")

    assert response.status_code == 302
    assert "None of them is there any longer." in editor.get(CLAIMS).text


def test_whoever_may_only_look_at_a_list_is_not_offered_the_action(client):
    claim = ClaimFactory(reviewed_on=OVERDUE)
    browser = reader(client, "view_claim")

    choose(browser, claim, post="yes", reviewed_on="2026-11-26")

    assert "mark_as_reviewed" not in browser.get(CLAIMS).text
    claim.refresh_from_db()
    assert claim.reviewed_on == OVERDUE


def test_what_somebody_else_saves_at_the_same_time_is_not_lost():
    row = ClaimFactory(statement="As it was.", reviewed_on=OVERDUE)
    Claim.objects.filter(pk=row.pk).update(statement="As it is now.")
    user = get_user_model().objects.create_user("editor")

    mark_reviewed([row], TODAY, user)

    kept = Claim.objects.get()
    assert (kept.statement, kept.reviewed_on) == ("As it is now.", TODAY)


def test_a_row_that_was_marked_changed_then():
    guide = GuideFactory(reviewed_on=OVERDUE)
    Guide.objects.update(changed_at=PUBLISHED_AT)
    user = get_user_model().objects.create_user("editor")

    mark_reviewed([guide], TODAY, user)

    assert Guide.objects.get().changed_at.date() == TODAY


def test_nothing_is_marked_as_reviewed_in_the_future():
    claim = ClaimFactory(reviewed_on=OVERDUE)
    user = get_user_model().objects.create_user("editor")

    with pytest.raises(ValidationError):
        mark_reviewed([claim], TODAY + timedelta(days=2), user)

    assert Claim.objects.get().reviewed_on == OVERDUE


def test_marking_many_rows_asks_as_many_queries_as_marking_two():
    user = get_user_model().objects.create_user("editor")
    counts = []

    # The first time Django also looks its kinds of content up.
    for many in (2, 2, 9):
        rows = [
            make(reviewed_on=OVERDUE)
            for make in (ClaimFactory, GuideFactory, NoticeFactory)
            for _ in range(many)
        ]
        with CaptureQueriesContext(connection) as queries:
            mark_reviewed(rows, TODAY, user)
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_more_rows_than_anybody_just_checked_are_not_marked_at_once(editor, monkeypatch):
    monkeypatch.setattr(reviewed, "MOST_AT_ONCE", 1)
    claims = [ClaimFactory(reviewed_on=OVERDUE) for _ in range(2)]

    response = choose(editor, *claims, post="yes", reviewed_on="2026-11-26")

    assert response["Location"] == CLAIMS
    assert "Choose at most 1 at once." in editor.get(CLAIMS).text
    assert set(Claim.objects.values_list("reviewed_on", flat=True)) == {OVERDUE}
