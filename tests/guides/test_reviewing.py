"""When something has to be checked again, asked of the database and of the row itself."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from guides.models import Claim, Guide
from guides.reviewing import LAST_DAY, LONGEST_MONTHS, ReviewDueOn
from tests.factories import ClaimFactory, GuideFactory

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(1990, 1, 1), LAST_DAY)
MONTHS = st.integers(1, LONGEST_MONTHS)
SIXTY_DAYS = timedelta(days=60)
TODAY = date(2026, 11, 26)

# Each example finds the rows of the one before: all are asked about at once.
on_the_same_rows = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@on_the_same_rows
@given(DAYS, MONTHS)
@example(date(2026, 1, 31), 1)
@example(date(2028, 1, 31), 1)
@example(date(2028, 2, 29), 12)
@example(date(2026, 8, 31), 6)
@example(date(2026, 12, 31), 2)
@example(LAST_DAY, LONGEST_MONTHS)
def test_the_database_reckons_the_day_of_the_next_review_as_the_row_does(db, reviewed_on, months):
    claim = ClaimFactory(reviewed_on=reviewed_on, review_months=months)

    reckoned = Claim.objects.annotate(due_on=ReviewDueOn()).get(pk=claim.pk).due_on

    assert reckoned == claim.review_due_on


@on_the_same_rows
@given(st.lists(st.tuples(DAYS, MONTHS), max_size=5), DAYS, st.integers(0, 400))
def test_what_is_asked_for_is_what_each_row_says_of_itself(db, reviews, on, days):
    within = timedelta(days=days)
    Claim.objects.all().delete()
    claims = [ClaimFactory(reviewed_on=day, review_months=months) for day, months in reviews]

    asked = (
        set(Claim.objects.overdue(on)),
        set(Claim.objects.due_soon(on, within)),
        set(Claim.objects.due_later(on, within)),
    )

    assert asked[0] == {claim for claim in claims if claim.is_overdue(on)}
    assert asked[1] == {claim for claim in claims if on <= claim.review_due_on <= on + within}
    assert asked[2] == {claim for claim in claims if claim.review_due_on > on + within}
    assert asked[0] | asked[1] == set(Claim.objects.due_between(date.min, on + within))


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29)])
def test_at_the_end_of_a_month_a_row_becomes_overdue_on_the_day_after(day):
    ClaimFactory(reviewed_on=day - timedelta(days=31), review_months=1)
    claim = Claim.objects.get()

    overdue = [Claim.objects.overdue(claim.review_due_on + timedelta(days=n)) for n in (0, 1)]

    assert [rows.exists() for rows in overdue] == [False, True]


def test_one_query_is_asked_however_many_lengths_of_review_there_are():
    for months in (1, 6, 12, 120):
        ClaimFactory(review_months=months)

    with CaptureQueriesContext(connection) as queries:
        list(Claim.objects.published().overdue(TODAY))

    assert len(queries) == 1


def test_a_guide_that_waits_for_its_first_review_is_neither_overdue_nor_due():
    GuideFactory(reviewed_on=None, published_at=None)

    assert not Guide.objects.overdue(TODAY).exists()
    assert not Guide.objects.due_soon(TODAY, SIXTY_DAYS).exists()
    assert not Guide.objects.due_later(TODAY, SIXTY_DAYS).exists()
    assert Guide.objects.never_reviewed().exists()


def test_rows_can_be_ordered_by_the_day_of_their_next_review():
    later = ClaimFactory(reviewed_on=date(2026, 1, 1), review_months=12)
    sooner = ClaimFactory(reviewed_on=date(2026, 5, 1), review_months=1)

    assert list(Claim.objects.order_by(ReviewDueOn())) == [sooner, later]
