"""What the texts of a guide mention, fetched at once."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from guides.evidence import citations_for
from guides.passages import passages
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


def test_a_claim_comes_with_all_its_sources():
    a, b, _ = (SourceFactory(key=key) for key in "abc")
    ClaimFactory(key="peak", sources=[b, a])

    citations = citations_for("One.[@a]", "::: claim peak\n:::")

    assert citations.claims["peak"].sources == [a, b]
    assert citations.sources == {"a": a, "b": b}


def test_a_popular_claim_rests_on_the_sources_of_its_answers_each_once():
    a, b, c, other = (SourceFactory(key=key) for key in ("a", "b", "c", "other"))
    answers = [ClaimFactory(sources=[a, b]), ClaimFactory(sources=[b, c])]
    PopularClaimFactory(key="saying", claims=answers)
    PopularClaimFactory(claims=[*answers, ClaimFactory(sources=[other])])

    citations = citations_for("::: popular saying\n:::")

    assert sorted(s.key for s in citations.popular["saying"].sources) == ["a", "b", "c"]


def test_a_claim_shown_and_answering_is_found_once_with_its_sources():
    a, b = SourceFactory(key="a"), SourceFactory(key="b")
    claim = ClaimFactory(key="peak", sources=[a, b])
    PopularClaimFactory(key="saying", claims=[claim])

    citations = citations_for("::: popular saying\n:::\n\n::: claim peak\n:::\n\n[@b]")

    assert citations.claims["peak"].sources == [a, b]
    assert citations.popular["saying"].sources == [a, b]


def test_of_several_checks_that_are_overdue_the_longest_counts():
    reviewed = (date(2025, 3, 1), date(2025, 2, 1), date(2026, 1, 1))
    answers = [ClaimFactory(reviewed_on=day, review_months=12) for day in reviewed]
    PopularClaimFactory(key="saying", claims=answers)

    since = [
        citations_for("::: popular saying\n:::", on=on).popular["saying"].overdue_since
        for on in (date(2026, 2, 1), date(2026, 2, 2), date(2027, 2, 2), None)
    ]

    assert since == [None, date(2026, 2, 1), date(2026, 2, 1), None]


def test_statements_without_sources_are_still_found():
    ClaimFactory(key="peak")
    PopularClaimFactory(key="saying", claims=[ClaimFactory()])

    citations = citations_for("::: popular saying\n:::\n\n::: claim peak\n:::")

    assert citations.claims["peak"].sources == []
    assert citations.popular["saying"].sources == []


def test_a_claim_that_is_only_led_to_is_found_too():
    claim = ClaimFactory(key="peak")

    citations = citations_for("It is worst [on day two](claim:peak).")

    assert citations.claims["peak"].statement == claim


def test_an_unpublished_claim_is_withheld_and_its_sources_with_it():
    ClaimFactory(key="peak", is_published=False, sources=[SourceFactory()])

    citations = citations_for("::: claim peak\n:::")

    assert citations.claims == {}
    assert citations.sources == {}


def test_a_popular_claim_is_as_sure_as_the_least_sure_of_its_answers():
    answers = [ClaimFactory(certainty=certainty) for certainty in ("high", "low", "moderate")]
    unpublished = ClaimFactory(certainty="very-low", is_published=False)
    saying = PopularClaimFactory(key="saying", claims=[*answers, unpublished])

    citations = citations_for("::: popular saying\n:::")

    assert citations.popular["saying"].certainty == "low"
    assert saying.certainty == "low"


def test_a_popular_claim_that_no_published_claim_answers_is_left_out():
    PopularClaimFactory(key="saying", claims=[ClaimFactory(is_published=False)])

    assert citations_for("::: popular saying\n:::").popular == {}


def test_a_claim_that_answers_another_saying_brings_only_the_one_that_is_shown():
    answer = ClaimFactory(key="peak")
    for key in ("saying", "other"):
        PopularClaimFactory(key=key, claims=[answer])

    citations = citations_for("::: claim peak\n:::\n\n::: popular saying\n:::")

    assert list(citations.popular) == ["saying"]


@pytest.mark.parametrize(("list_at", "queries"), [("", 3), ("/guides/soreness/sources/", 2)])
def test_three_queries_fetch_whatever_is_mentioned_and_two_where_the_list_stands_elsewhere(
    list_at, queries, django_assert_num_queries: DjangoAssertNumQueries
):
    for key in "abcdef":
        claim = ClaimFactory(key=key, sources=[SourceFactory(key=key)])
        PopularClaimFactory(key=key, claims=[claim])
        TermFactory(key=key)
    texts = [
        f"[w](term:{key}).[@{key}]\n\n::: claim {key}\n:::\n\n::: popular {key}\n:::\n\n"
        f"[c](claim:{key})"
        for key in "abcdef"
    ]

    with django_assert_num_queries(queries):
        citations = citations_for(*texts, list_at=list_at)

    assert len(citations.popular) == len(citations.terms) == 6


def test_a_source_is_found_by_its_key_where_the_list_stands_elsewhere_and_is_the_same():
    sources = [SourceFactory(key=key, title=f"About {key}") for key in "cab"]
    ClaimFactory(key="peak", sources=sources[:2])
    ClaimFactory(key="other", sources=sources)
    TermFactory(key="word", name="A word", meaning="What it means.")
    text = "One.[@b] A [word](term:word).\n\n::: claim peak\n:::"

    here, elsewhere = citations_for(text), citations_for(text, list_at="/sources/")

    assert elsewhere.sources == here.sources
    assert (
        elsewhere.claims["peak"].sources == here.claims["peak"].sources == [sources[1], sources[0]]
    )
    assert elsewhere.sources["b"].title == "About b"
    assert elsewhere.terms == here.terms
    assert elsewhere.terms["word"].meaning == "What it means."


def test_passages_are_where_published_guides_show_a_claim_in_reading_order(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    later = GuideFactory(slug="later", position=2)
    first = GuideFactory(slug="first", position=1)
    draft = GuideFactory(position=0, published_at=None)
    for guide in (later, first, draft):
        SectionFactory(guide=guide, body="::: claim peak\n:::")

    with django_assert_num_queries(1):
        found = passages(["peak", "elsewhere"])

    assert found == {
        "peak": [(first, "/guides/first/#claim-peak"), (later, "/guides/later/#claim-peak")]
    }


def test_a_link_to_a_claim_is_a_passage_as_a_card_is(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    guide = GuideFactory(slug="soreness")
    SectionFactory(guide=guide, body="- It is worst [on day two](claim:peak).")
    SectionFactory(guide=guide, body="::: claim peak\n:::\n\nIt [ends](claim:end).")

    with django_assert_num_queries(1):
        found = passages(["peak", "end"])

    assert found == {
        "peak": [(guide, "/guides/soreness/#claim-peak")],
        "end": [(guide, "/guides/soreness/#claim-end")],
    }


def test_key_points_are_no_passage():
    GuideFactory(key_points="- It is worst [on day two](claim:peak).")

    assert passages(["peak"]) == {}


def test_a_claim_that_is_only_spoken_of_has_no_passage():
    SectionFactory(body="`::: claim peak` and\n\n::: claim other\n:::")

    assert passages(["peak"]) == {}
