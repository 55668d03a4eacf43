"""The evidence as visitors meet it: every claim, and one."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides.choices import Certainty, Verdict
from guides.models import Claim
from guides.templatetags.statements import parted
from guides.uses import uses_of
from guides.views import evidence
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

PAGES = ["/evidence/", "/evidence/peak/", "/claims-checked/", "/glossary/"]


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def main_of(client: Client, path: str) -> str:
    """What a page itself says, as one line."""
    main = text_of(client, path).partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", main)


def listed(client: Client, path: str) -> list[str]:
    """The keys of the claims on a page of the list, in order."""
    return [claim.key for claim in client.get(path).context["page"]]


# --- All claims -------------------------------------------------------------------------------


def test_claims_stand_topic_by_topic_and_unpublished_ones_do_not(client):
    ClaimFactory(key="law", topic="legal")
    ClaimFactory(key="sore", topic="soreness")
    ClaimFactory(key="rest", topic="sleep")
    ClaimFactory(key="ache", topic="soreness")
    ClaimFactory(key="secret", topic="soreness", is_published=False)

    assert listed(client, "/evidence/") == ["sore", "ache", "rest", "law"]
    assert "4 claims" in main_of(client, "/evidence/")
    assert '?topic=soreness">Soreness <span class="chip__count">2<' in main_of(client, "/evidence/")


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


def test_the_contents_lead_to_the_topics_on_the_page(client):
    for topic in ("sleep", "legal"):
        ClaimFactory(topic=topic)

    html = text_of(client, "/evidence/")

    targets = re.findall(r'href="#([^"]+)"', html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert {"sleep", "legal"} <= set(targets)
    assert set(targets) <= set(ids)
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
        ("page=<b>", "We have no page “&lt;b&gt;”; this is page 1."),
        ("page=9", "We have no page “9”; this is page 1."),
        ("page=-1", "We have no page “-1”; this is page 1."),
        ("page=" + "9" * 5000, "this is page 1."),
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
def test_only_whole_lists_are_for_search_engines(client, settings, path, is_kept_out):
    settings.SITE_URL = "https://handbook.example.org"

    html = text_of(client, path)

    whole = path.partition("?")[0]
    assert ('<meta name="robots" content="noindex">' in html) is is_kept_out
    assert html.count('rel="canonical"') == 1
    assert f'<link rel="canonical" href="https://handbook.example.org{whole}">' in html


def test_many_claims_take_several_pages(client, monkeypatch, settings):
    settings.SITE_URL = "https://handbook.example.org"
    monkeypatch.setattr(evidence, "CLAIMS_A_PAGE", 2)
    for number in range(5):
        ClaimFactory(key=f"claim-{number}")

    html = text_of(client, "/evidence/?page=2")

    assert listed(client, "/evidence/?page=2") == ["claim-2", "claim-3"]
    assert 'href="/evidence/?page=1" rel="prev"' in html
    assert 'href="/evidence/?page=3" rel="next"' in html
    assert html.count('rel="canonical"') == 1
    assert 'rel="canonical" href="https://handbook.example.org/evidence/?page=2"' in html


def test_pages_of_a_filtered_list_keep_the_filters(client, monkeypatch):
    monkeypatch.setattr(evidence, "CLAIMS_A_PAGE", 1)
    for key in ("one", "two"):
        ClaimFactory(key=key, topic="sleep")

    html = text_of(client, "/evidence/?topic=sleep")

    assert 'href="/evidence/?topic=sleep&amp;page=2" rel="next"' in html
    assert listed(client, "/evidence/?topic=sleep&page=2") == ["two"]


def test_after_the_last_page_comes_the_last(client, monkeypatch):
    monkeypatch.setattr(evidence, "CLAIMS_A_PAGE", 2)
    for number in range(3):
        ClaimFactory(key=f"claim-{number}")

    assert listed(client, "/evidence/?page=9") == ["claim-2"]
    assert "We have no page “9”; this is page 2." in main_of(client, "/evidence/?page=9")


@pytest.mark.parametrize("query", ["", "?topic=safety", "?verdict=weak&certainty=low&page=7"])
def test_the_list_asks_the_database_six_times_at_most_however_long_it_is(
    client, content, query, django_assert_max_num_queries: DjangoAssertNumQueries
):
    assert Claim.objects.published().count() >= 150

    with django_assert_max_num_queries(6):
        client.get(f"/evidence/{query}")


# --- One claim --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/evidence/nothing/", "/evidence/secret/"])
def test_a_claim_that_is_not_published_is_not_found(client, path):
    ClaimFactory(key="secret", is_published=False)

    assert client.get(path).status_code == 404


def test_a_claim_is_headed_by_its_first_sentence(client):
    ClaimFactory(key="peak", statement="It takes 0.8 to 1.7 h, on average. Then it fades. Slowly.")

    main = main_of(client, "/evidence/peak/")

    assert '<h1 class="statement">It takes 0.8 to 1.7 h, on average.</h1>' in main
    assert '<p class="lead">Then it fades. Slowly.</p>' in main


@pytest.mark.parametrize(
    ("statement", "first", "rest"),
    [
        ("It fades.", "It fades.", ""),
        ("  It fades. So what?  ", "It fades.", "So what?"),
        ("About 1.5 h passes. 7-hydroxy follows.", "About 1.5 h passes.", "7-hydroxy follows."),
        ("St. John's wort raises it. Ask.", "St. John's wort raises it.", "Ask."),
        ("Dr. Who et al. Said so. Twice.", "Dr. Who et al. Said so.", "Twice."),
        ("Some, e.g. Those, do. Ask.", "Some, e.g. Those, do.", "Ask."),
        ("Leaf of M. Speciosa helps? No.", "Leaf of M. Speciosa helps?", "No."),
        ("No full stop", "No full stop", ""),
    ],
)
def test_a_statement_parts_only_between_sentences(statement, first, rest):
    assert parted(statement) == (first, rest)


def test_no_word_of_a_shipped_statement_is_lost(content):
    for claim in Claim.objects.all():
        first, rest = parted(claim.statement)

        assert first.endswith((".", "?"))
        assert f"{first} {rest}".split() == claim.statement.split()


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


@pytest.mark.parametrize("verdict", Verdict)
def test_the_key_to_the_marks_gives_every_verdict_the_same_meaning(verdict):
    meaning = render_to_string("_partials/_verdict_meaning.html", {"verdict": verdict}).strip()

    assert meaning in render_to_string("guides/_marks.html")


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
    assert "No edit may go below 6." in main.partition("<figcaption")[2]
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
        assert wanted - {""} <= set(re.findall(r'\bid="([^"]+)"', text_of(client, path)))


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
def test_a_claim_asks_the_database_eight_times_at_most(
    client, content, key, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(8):
        client.get(f"/evidence/{key}/")


def test_every_shipped_claim_has_a_page_without_a_broken_anchor(client, content):
    for claim in Claim.objects.published():
        html = text_of(client, claim.get_absolute_url())

        ids = re.findall(r'\bid="([^"]+)"', html)
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
        assert len(ids) == len(set(ids))
        assert html.count("<h1") == 1


# --- What all of these pages have in common ---------------------------------------------------


@pytest.mark.parametrize("path", ["/evidence/", "/claims-checked/", "/glossary/"])
def test_before_anything_is_loaded_a_page_has_kind_words(client, path):
    assert " yet. <a " in main_of(client, path)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_only_for_reading_and_the_same_for_everybody(client, path):
    ClaimFactory(key="peak")

    response = client.get(path)

    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/evidence/", "The evidence | Recovery Handbook"),
        ("/evidence/peak/", "It peaks. | Recovery Handbook"),
        ("/claims-checked/", "Claims checked | Recovery Handbook"),
        ("/glossary/", "Glossary | Recovery Handbook"),
    ],
)
def test_a_page_has_a_title_of_its_own(client, path, title):
    ClaimFactory(key="peak", statement="It peaks. Then it fades.")

    assert f"<title>{title}</title>" in text_of(client, path)
