"""What editors keep of the evidence shows in the next plan: hours, checks, sources."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from guides.models import Claim
from planner.core.evidence import CLAIMS
from planner.evidence import REVIEW_GRACE
from planner.models import SafetyFactor
from tests.factories import SourceFactory
from tests.planner.pages import plan_page, words_of
from tests.planner.people import at
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday_morning")]


def test_evidence_covers_what_the_rules_read(content):
    assert set(Claim.objects.published().values_list("key", flat=True)) >= CLAIMS


def test_an_editor_s_hours_are_in_the_next_plan(client, content):
    Claim.objects.filter(key="large-meal-gap").update(low=4, high=4)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "22:30 − 4 h = Tue 18:30" in words


def test_an_editor_cannot_bring_kratom_closer_to_bed(client, content):
    claim = Claim.objects.filter(key="six-hours-before-bed-rule")
    claim.update(floor=None)
    claim.update(low=Decimal("1"), high=Decimal("1"))

    words = words_of(plan_page(client, ASKING_ABOUT_LEAF))

    assert "22:30 − 6 h = Tue 16:30" in words


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"is_published": False}, "is not published"),
        (
            {"unit": "minutes"},
            ", large-meal-gap, has no hours that can be used",
        ),
    ],
)
def test_a_line_whose_claim_cannot_be_used_is_left_out_and_said_so(client, content, change, why):
    Claim.objects.filter(key="large-meal-gap").update(**change)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "Left out" in words
    assert f"No large meal: the claim behind it {why}" in words
    assert "A large meal" not in words


def test_a_claim_carries_its_line_until_the_grace_after_its_review_has_passed(client, content):
    claim = Claim.objects.get(key="large-meal-gap")
    last_day = claim.review_due_on + REVIEW_GRACE

    pages = []
    for day in (last_day, last_day + timedelta(days=1)):
        with time_machine.travel(at(day.isoformat(), "09:00"), tick=False):
            pages.append(
                words_of(plan_page(client, EVENING_LIFTER | {"finished_at": f"{day}T18:00"}))
            )

    assert "A large meal" in pages[0]
    assert "the claim behind it , large-meal-gap, is overdue for review" in pages[1]


def test_a_plan_without_its_outlook_says_so_where_it_would_stand(client, content):
    Claim.objects.filter(key="doms-peak").update(is_published=False)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "We cannot say this today" in words


def test_the_day_to_see_a_doctor_stands_even_without_the_outlook(client, content):
    Claim.objects.filter(key="doms-onset").update(is_published=False)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "Still sore on Sunday 29 November" in words


OVERDUE = "The next check has been overdue since"


def test_in_the_time_of_grace_the_receipt_says_that_the_check_is_overdue(client, content):
    Claim.objects.update(reviewed_on="2026-11-22")
    Claim.objects.filter(key="large-meal-gap").update(reviewed_on="2025-11-20", review_months=12)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "A large meal" in words
    assert f"Checked on 20 November 2025. {OVERDUE} 20 November 2026." in words
    assert words.count(OVERDUE) == words.count("Checked on 20 November 2025.")


def test_the_receipts_of_a_plan_in_time_speak_of_no_overdue_check(client, content):
    assert OVERDUE not in words_of(plan_page(client, EVENING_LIFTER))


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_plan_marks_the_sources_that_were_not_checked(client, content, is_seen):
    new = SourceFactory(authors="Smith J", year=2001, doi="10.1000/new", seen=is_seen)
    for row in (Claim.objects.get(key="doms-peak"), SafetyFactor.objects.get(key="ssris-snris")):
        row.sources.set([new])

    html = plan_page(client, ASKING_ABOUT_LEAF | {"medicines": ["ssris-snris"]})

    link = '<a href="https://doi.org/10.1000/new" target="_blank" rel="noreferrer">Smith, 2001</a>'
    mark = ' <strong class="references__unseen">(not checked yet)</strong>'
    named = html.count(link)
    # In the receipt of the outlook, and beside the medicine.
    assert named >= 2
    assert html.count(f"{link}{mark}.") == (0 if is_seen else named)
