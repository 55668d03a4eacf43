"""What a guide costs: few queries, and none once it is drawn under a version of the content."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from guides import lookout, version
from guides.models import Claim, Guide
from tests.factories import SignOffFactory
from tests.guides.reading import SHIPPED, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_guide_asks_the_database_four_times_at_most(
    client, content, slug, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(4):
        text_of(client, f"/guides/{slug}/")


def test_a_guide_that_was_approved_asks_one_query_more(
    client, content, django_assert_max_num_queries: DjangoAssertNumQueries
):
    guide = Guide.objects.get(slug="muscle-soreness")
    SignOffFactory(invitation__guide=guide)

    with django_assert_max_num_queries(5):
        text_of(client, guide.get_absolute_url())


# Asked for with a query, a page is not answered from bytes that were kept of the whole.
@pytest.mark.usefixtures("as_served")
@pytest.mark.parametrize("page", ["", "sources/", "print/"])
def test_a_guide_is_drawn_once_for_each_version_of_the_content(
    client, guide_with_cards, page, monkeypatch, django_assert_num_queries: DjangoAssertNumQueries
):
    # So that no look falls between.
    monkeypatch.setattr(lookout, "time", lambda: 1_764_158_400.0)
    version.move()
    before = text_of(client, f"/guides/soreness/{page}?drawn")

    with django_assert_num_queries(0):
        again = text_of(client, f"/guides/soreness/{page}?drawn")

    assert again == before


@pytest.mark.usefixtures("as_served")
def test_each_page_of_a_guide_is_kept_for_itself(client, guide_with_cards):
    pages = [f"/guides/soreness/{page}?drawn" for page in ("", "sources/", "print/")]
    drawn = [text_of(client, page) for page in pages]
    version.move()

    kept = [text_of(client, page) for page in (*pages, *pages)]

    assert kept == [*drawn, *drawn]


@pytest.mark.usefixtures("as_served")
@pytest.mark.parametrize("page", ["", "print/"])
def test_a_guide_says_what_its_claims_say_once_the_version_has_moved(
    client, guide_with_cards, page
):
    version.move()
    before = text_of(client, f"/guides/soreness/{page}?drawn")

    Claim.objects.update(statement="It peaks later.")
    version.move()

    assert "It peaks later." not in before
    assert "It peaks later." in text_of(client, f"/guides/soreness/{page}?drawn")


@pytest.mark.usefixtures("as_served")
def test_nothing_of_a_guide_is_kept_while_the_content_has_no_version(client, guide_with_cards):
    text_of(client, "/guides/soreness/")

    Claim.objects.update(statement="It peaks later.")

    assert "It peaks later." in text_of(client, "/guides/soreness/")


@pytest.mark.usefixtures("as_served")
def test_a_check_of_a_claim_is_overdue_on_the_next_day_under_the_same_version(
    client, guide_with_cards
):
    Claim.objects.update(reviewed_on=date(2026, 1, 15), review_months=12)
    version.move()
    overdue = "This check has been overdue since 15 January 2027."

    with time_machine.travel(datetime(2027, 1, 15, 23, 59, tzinfo=UTC), tick=False):
        on_the_day = text_of(client, "/guides/soreness/?drawn")
    with time_machine.travel(datetime(2027, 1, 16, 0, 1, tzinfo=UTC), tick=False):
        on_the_next = text_of(client, "/guides/soreness/?drawn")

    assert overdue not in on_the_day
    assert overdue in on_the_next
