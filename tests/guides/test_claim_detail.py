"""One claim, as visitors meet it."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from guides.choices import Certainty, Verdict
from guides.models import Claim
from guides.uses import uses_of
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
)
from tests.guides.reading import ids_of, main_of, targets_of, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/evidence/nothing/", "/evidence/secret/"])
def test_a_claim_that_is_not_published_is_not_found(client, path):
    ClaimFactory(key="secret", is_published=False)

    assert client.get(path).status_code == 404


def test_a_claim_is_headed_by_its_first_sentence(client):
    ClaimFactory(key="peak", statement="It takes 0.8 to 1.7 h, on average. Then it fades. Slowly.")

    main = main_of(client, "/evidence/peak/")

    assert '<h1 class="statement">It takes 0.8 to 1.7 h, on average.</h1>' in main
    assert '<p class="lead">Then it fades. Slowly.</p>' in main


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("certainty", Certainty)
def test_a_claim_says_what_its_marks_mean(client, verdict, certainty):
    ClaimFactory(key="peak", verdict=verdict, certainty=certainty)

    main = main_of(client, "/evidence/peak/")

    meanings = [
        render_to_string("_partials/_verdict_meaning.html", {"verdict": verdict}).strip(),
        render_to_string("_partials/_certainty_meaning.html", {"certainty": certainty}).strip(),
    ]
    assert f"{certainty.label} certainty" in main
    for meaning in meanings:
        assert len(meaning) > 10
        assert f"<span>{meaning}" in main


def test_a_number_from_studies_stands_large_and_on_a_ruler(client):
    ClaimFactory(
        key="peak", low=24, high=72, unit="hours", basis="evidence", counted_from="session-end",
        floor=6,
    )  # fmt: skip

    main = main_of(client, "/evidence/peak/")

    words = "24 to 72 hours after the session ends"
    assert f'<p class="claim__quantity">{words}</p>' in main
    assert f'role="img" aria-label="{words}, on a ruler from 0 to 72.' in main
    assert "Figure from studies." in main
    assert "This number cannot be set below 6." in main.partition("<figcaption")[2]
    assert re.search(r'<rect class="scale__window" x="33.33%" y=".4em" width="66.67%"', main)


@pytest.mark.parametrize(
    ("basis", "words"), [("caution", "A margin we chose."), ("inference", "Our own reading.")]
)
def test_a_number_of_ours_says_so_and_is_never_large(client, basis, words):
    ClaimFactory(key="peak", low=6, high=6, unit="hours", basis=basis, counted_from="bedtime")

    main = main_of(client, "/evidence/peak/")

    assert words in main
    assert "6 hours before bedtime" in main
    assert "scale--ours" in main
    assert "claim__quantity" not in main


def test_an_amount_that_people_report_is_neither_large_nor_drawn(client):
    ClaimFactory(key="peak", low=1, high=15, unit="g of leaf powder")

    main = main_of(client, "/evidence/peak/")

    assert "1 to 15 g of leaf powder" in main
    assert "claim__quantity" not in main
    assert 'class="scale' not in main


def test_a_claim_without_a_number_has_no_ruler(client):
    ClaimFactory(key="peak")

    assert "In numbers" not in main_of(client, "/evidence/peak/")


def test_a_source_tells_what_it_is_where_it_is_who_paid_and_how_much_was_read(client):
    source = SourceFactory(
        title="Does it peak?", authors="Huestis MA", year=2024, publisher="Molecules",
        doi="10.1000/peak", read="abstract", funding="Paid for by a maker.", note="Ten men.",
    )  # fmt: skip
    ClaimFactory(key="peak", sources=[source])

    main = main_of(client, "/evidence/peak/")

    assert "Huestis MA. <cite>Does it peak?</cite> Molecules, 2024." in main
    assert '<a href="https://doi.org/10.1000/peak"' in main
    assert "Review. We read only its summary. Paid for by a maker. Ten men." in main


def test_a_source_without_a_date_says_so(client):
    ClaimFactory(key="peak", sources=[SourceFactory(year=None, publisher="NHS")])

    assert "NHS, undated." in main_of(client, "/evidence/peak/")


def test_a_source_that_was_not_checked_is_marked_and_comes_last(client):
    new = SourceFactory(title="Unread", year=2025, seen=False)
    old = SourceFactory(title="Read", year=1990)
    ClaimFactory(key="peak", sources=[new, old])

    main = main_of(client, "/evidence/peak/")

    assert main.index("<cite>Read") < main.index("<cite>Unread")
    assert '<strong class="references__unseen">We have not checked it yet.</strong>' in main
    assert "We have checked none of these yet." not in main


def test_a_claim_whose_sources_were_all_not_checked_warns(client):
    ClaimFactory(key="peak", sources=[SourceFactory(seen=False)])

    assert "We have checked none of these yet." in main_of(client, "/evidence/peak/")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [("unstudied", "None: we found no study."), ("weak", "No source is named yet.")],
)
def test_a_claim_without_sources_says_why(client, verdict, words):
    ClaimFactory(key="peak", verdict=verdict)

    assert words in main_of(client, "/evidence/peak/")


def test_a_claim_says_where_it_is_used(client):
    claim = ClaimFactory(key="doms-peak")
    PopularClaimFactory(key="saying", says="It never ends.", claims=[claim])
    for slug, published_at in (("open", datetime(2026, 1, 15, tzinfo=UTC)), ("draft", None)):
        guide = GuideFactory(slug=slug, title=slug.title(), published_at=published_at)
        SectionFactory(guide=guide, body="::: claim doms-peak\n:::")

    main = main_of(client, "/evidence/doms-peak/")

    assert '<a href="/guides/open/#claim-doms-peak">The guide “Open”</a>' in main
    assert '<a href="/claims-checked/#saying">What people say: “It never ends.”</a>' in main
    assert '<a href="/planner/">The planner’s rule “soreness outlook”</a>' in main
    assert "Draft" not in main


def test_a_guide_that_shows_a_claim_twice_is_one_use_and_its_key_points_are_none(client):
    ClaimFactory(key="peak")
    twice = GuideFactory(slug="twice", position=2)
    for position in (1, 2):
        SectionFactory(guide=twice, position=position, body="::: claim peak\n:::")
    SectionFactory(guide__slug="first", guide__position=1, body="::: claim peak\n:::")
    # Key points hold no cards, so that a link would lead nowhere.
    GuideFactory(slug="pointed", key_points="::: claim peak\n:::")

    main = main_of(client, "/evidence/peak/")

    assert re.findall(r'href="(/guides/[^"]+)"', main) == [
        "/guides/first/#claim-peak",
        "/guides/twice/#claim-peak",
    ]


def test_a_link_in_prose_is_a_use_too(client):
    ClaimFactory(key="peak")
    SectionFactory(
        guide__slug="soreness", guide__title="Soreness", body="It is worst [then](claim:peak)."
    )

    assert '<a href="/guides/soreness/#claim-peak">The guide “Soreness”</a>' in main_of(
        client, "/evidence/peak/"
    )


def test_a_claim_that_nothing_uses_says_so(client):
    ClaimFactory(key="alone")

    assert "Nowhere yet." in main_of(client, "/evidence/alone/")


def test_every_use_of_a_shipped_claim_is_where_its_link_leads(client, content):
    anchors = defaultdict(set)
    for claim in Claim.objects.published().prefetch_related("popular_claims"):
        for use in uses_of(claim):
            path, _, anchor = use.address.partition("#")
            anchors[path].add(anchor)

    assert {"/claims-checked/", "/planner/", "/guides/muscle-soreness/"} <= anchors.keys()
    for path, wanted in anchors.items():
        assert wanted - {""} <= set(ids_of(text_of(client, path)))


@pytest.mark.parametrize(("day", "is_overdue"), [(20, False), (21, True)])
def test_a_claim_past_its_check_warns(client, day, is_overdue):
    ClaimFactory(key="peak", reviewed_on=date(2026, 1, 20), review_months=6)

    with time_machine.travel(datetime(2026, 7, day, 12, tzinfo=UTC), tick=False):
        main = main_of(client, "/evidence/peak/")

    assert ("This claim is past its check date." in main) is is_overdue
    assert '<time datetime="2026-01-20">20 January 2026</time>' in main
    assert '<time datetime="2026-07-20">20 July 2026</time>' in main


def test_a_claim_leads_back_to_its_topic_and_on_to_the_data(client):
    ClaimFactory(key="peak", topic="alkaloids")

    main = main_of(client, "/evidence/peak/")

    assert '<a href="/evidence/?topic=alkaloids">Kratom&#x27;s alkaloids</a>' in main
    assert 'href="/evidence.json"' in main
    assert 'href="/about/corrections/"' in main


@pytest.mark.parametrize("key", ["doms-peak", "mitragynine-half-life", "kratom-doms-unstudied"])
def test_a_claim_asks_the_database_five_times_at_most(
    client, content, key, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(5):
        client.get(f"/evidence/{key}/")


def test_every_shipped_claim_has_a_page_without_a_broken_anchor(client, content):
    for claim in Claim.objects.published():
        html = text_of(client, claim.get_absolute_url())

        ids = ids_of(html)
        assert targets_of(html) <= set(ids)
        assert len(ids) == len(set(ids))
        assert html.count("<h1") == 1
