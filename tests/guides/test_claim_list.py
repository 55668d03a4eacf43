"""All claims, as visitors meet them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides.models import Claim
from guides.views import evidence
from tests.factories import ClaimFactory, GuideFactory, SectionFactory, SourceFactory
from tests.guides.reading import ids_of, main_of, targets_of, text_of

pytestmark = pytest.mark.django_db


def listed(client: Client, path: str) -> list[str]:
    """The keys of the claims on a page of the list, in order."""
    return [claim.key for claim in client.get(path).context["page"]]


def test_claims_stand_topic_by_topic_and_unpublished_ones_do_not(client):
    ClaimFactory(key="law", topic="legal")
    ClaimFactory(key="sore", topic="soreness")
    ClaimFactory(key="rest", topic="sleep")
    ClaimFactory(key="ache", topic="soreness")
    ClaimFactory(key="secret", topic="soreness", is_published=False)

    assert listed(client, "/evidence/") == ["sore", "ache", "rest", "law"]
    assert "4 claims" in main_of(client, "/evidence/")
    assert '?topic=soreness">Soreness <span class="chip__count">2<' in main_of(client, "/evidence/")


def test_the_title_names_what_the_list_was_narrowed_to(client):
    ClaimFactory(topic="sleep", verdict="weak")

    page = text_of(client, "/evidence/?verdict=weak&topic=sleep")

    assert "<title>The evidence, sleep, weak | Recovery Handbook</title>" in page


def test_a_line_leads_to_the_claim_and_shows_its_marks_number_and_sources(client):
    ClaimFactory(
        key="peak", statement="It peaks. Then it fades.", verdict="weak", certainty="very-low",
        low=24, high=72, unit="hours", sources=[SourceFactory(), SourceFactory()],
    )  # fmt: skip

    main = main_of(client, "/evidence/")

    assert '<a href="/evidence/peak/">It peaks.</a> Then it fades.' in main
    assert 'class="verdict verdict--weak"' in main
    assert "Very low certainty" in main
    assert "In numbers: 24 to 72 hours. 2 sources." in main


def test_a_margin_that_we_chose_is_not_told_as_a_finding(client):
    ClaimFactory(key="gap", basis="caution", verdict="contradicted", low=6, high=6, unit="hours")
    SectionFactory(guide=GuideFactory(slug="night"), body="::: claim gap\n:::")

    line, guide = main_of(client, "/evidence/"), main_of(client, "/guides/night/")

    assert "A margin we chose: 6 hours." in line
    assert "A margin we chose: 6 hours. No study gives this number." in guide
    assert "In numbers" not in line + guide


@pytest.mark.parametrize(("day", "is_overdue"), [(15, False), (16, True)])
def test_a_line_of_a_claim_past_its_review_says_so(client, day, is_overdue):
    ClaimFactory(reviewed_on=date(2026, 1, 15), review_months=12)

    with time_machine.travel(datetime(2027, 1, day, 12, tzinfo=UTC), tick=False):
        main = main_of(client, "/evidence/")

    assert ("This check has been overdue since 15 January 2027." in main) is is_overdue


def test_the_contents_lead_to_the_topics_on_the_page(client):
    for topic in ("sleep", "legal"):
        ClaimFactory(topic=topic)

    html = text_of(client, "/evidence/")

    targets = targets_of(html)
    ids = ids_of(html)
    assert {"sleep", "legal"} <= targets
    assert targets <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("topic=sleep", ["one", "two"]),
        ("verdict=weak", ["three", "two"]),
        ("certainty=high", ["two"]),
        ("topic=sleep&verdict=weak", ["two"]),
        ("topic=legal", []),
    ],
)
def test_filters_narrow_the_list(client, query, keys):
    ClaimFactory(key="one", topic="sleep")
    ClaimFactory(key="two", topic="sleep", verdict="weak", certainty="high")
    ClaimFactory(key="three", topic="safety", verdict="weak")
    ClaimFactory(key="four", topic="safety")

    assert sorted(listed(client, f"/evidence/?{query}")) == sorted(keys)


@pytest.mark.parametrize("path", ["/evidence/", "/evidence/?verdict=weak&topic=safety"])
def test_every_step_leads_to_as_many_claims_as_it_says(client, content, path):
    steps = [option for facet in client.get(path).context["facets"] for option in facet.options]

    for step in steps:
        found = client.get(f"/evidence/{step.query}").context["page"].paginator.count
        # A chosen one is taken off by its step, so that there is more.
        assert found > step.count if step.is_chosen else found == step.count > 0


def test_a_chosen_filter_is_marked_and_its_link_takes_it_off(client):
    ClaimFactory(topic="sleep", verdict="weak")

    main = main_of(client, "/evidence/?topic=sleep&verdict=weak")

    assert '<a class="chip" href="/evidence/?verdict=weak" aria-current="true">' in main
    assert '<a class="chip" href="/evidence/?topic=sleep" aria-current="true">' in main


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("verdict=foo", "We know no verdict “foo”; it is left out."),
        ("colour=red", "We know no filter “colour”; it is left out."),
        ("topic=sleep&topic=legal", "The topic was given more than once"),
        ("topic=<b>", "We know no topic “&lt;b&gt;”; it is left out."),
        ("<b>=1", "We know no filter “&lt;b&gt;”; it is left out."),
    ],
)
@pytest.mark.parametrize("has_claims", [True, False])
def test_what_an_address_asks_for_in_vain_is_left_out_with_a_word(client, query, words, has_claims):
    if has_claims:
        ClaimFactory(topic="sleep")

    assert words in main_of(client, f"/evidence/?{query}")


def test_filters_that_leave_nothing_say_so_and_can_be_taken_off(client):
    ClaimFactory(topic="sleep")

    main = main_of(client, "/evidence/?topic=legal")

    assert "No claim is all of this at once." in main
    assert '<a class="chip" href="/evidence/" aria-current="true">' in main


@pytest.mark.parametrize(
    ("path", "is_kept_out"),
    [
        ("/evidence/", False),
        ("/evidence/?page=1", False),
        ("/evidence/?topic=sleep", True),
        ("/evidence/?colour=red", True),
        ("/claims-checked/", False),
        ("/claims-checked/?verdict=weak", True),
    ],
)
def test_only_whole_lists_are_for_search_engines(client, site_url, path, is_kept_out):
    html = text_of(client, path)

    whole = path.partition("?")[0]
    assert ('<meta name="robots" content="noindex">' in html) is is_kept_out
    assert html.count('rel="canonical"') == 1
    assert f'<link rel="canonical" href="{site_url}{whole}">' in html


def test_many_claims_take_several_pages(client, monkeypatch, site_url):
    monkeypatch.setattr(evidence, "CLAIMS_A_PAGE", 2)
    for number in range(5):
        ClaimFactory(key=f"claim-{number}")

    html = text_of(client, "/evidence/?page=2")

    assert listed(client, "/evidence/?page=2") == ["claim-2", "claim-3"]
    assert 'href="/evidence/?page=1" rel="prev"' in html
    assert 'href="/evidence/?page=3" rel="next"' in html
    assert html.count('rel="canonical"') == 1
    assert f'rel="canonical" href="{site_url}/evidence/?page=2"' in html


def test_pages_of_a_filtered_list_keep_the_filters(client, monkeypatch):
    monkeypatch.setattr(evidence, "CLAIMS_A_PAGE", 1)
    for key in ("one", "two"):
        ClaimFactory(key=key, topic="sleep")

    html = text_of(client, "/evidence/?topic=sleep")

    assert 'href="/evidence/?topic=sleep&amp;page=2" rel="next"' in html
    assert listed(client, "/evidence/?topic=sleep&page=2") == ["two"]


@pytest.mark.parametrize("query", ["", "?topic=safety", "?verdict=weak&certainty=low"])
def test_the_list_asks_the_database_six_times_at_most_however_long_it_is(
    client, content, query, django_assert_max_num_queries: DjangoAssertNumQueries
):
    assert Claim.objects.published().count() >= 150

    with django_assert_max_num_queries(6):
        client.get(f"/evidence/{query}")
