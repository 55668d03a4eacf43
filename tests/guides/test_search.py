"""What search finds, and who may see it. The same on every database."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from guides.choices import SearchKind
from guides.models import Claim, SearchEntry, SearchWord
from guides.search import Way, index, search
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    TermFactory,
)
from tests.guides.searching import NOON, found, looked_up, titles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("word", "address"),
    [
        ("stiffness", "/guides/soreness/"),
        ("ache", "/guides/soreness/"),
        ("fades", "/guides/soreness/"),
        ("stairs", "/guides/soreness/#what"),
        ("downhill", "/guides/soreness/#what"),
    ],
    ids=["title", "summary", "key points", "heading", "text"],
)
def test_a_guide_and_its_sections_are_found_by_all_their_words(word, address):
    guide = GuideFactory(
        slug="soreness", title="Stiffness", summary="An ache.", key_points="- It fades."
    )
    SectionFactory(guide=guide, slug="what", heading="Stairs", body="Running *downhill*.")

    assert found(word) == [address]


@pytest.mark.parametrize("word", ["seldom", "peaks"])
def test_a_claim_is_found_by_its_whole_statement(word):
    ClaimFactory(key="peak", statement="It peaks. That is seldom late.")

    assert found(word) == ["/evidence/peak/"]


@pytest.mark.parametrize("word", ["miracle", "nobody"])
def test_what_people_say_is_found_and_so_is_what_studies_show(word):
    PopularClaimFactory(
        key="saying", says="A miracle.", evidence_says="Nobody looked.", claims=[ClaimFactory()]
    )

    assert found(word) == ["/claims-checked/#saying"]


@pytest.mark.parametrize("query", ["delayed soreness", "DOMS", "doms", "muscle fever", "stiffness"])
def test_a_word_of_the_glossary_is_found_by_any_of_its_names_and_its_meaning(query):
    TermFactory(
        key="doms", name="Delayed soreness", also=["DOMS", "muscle fever"], meaning="A stiffness."
    )

    assert found(query) == ["/glossary/#doms"]


def test_the_marks_of_markdown_are_not_text():
    TermFactory(key="half-life", name="Half-life")
    ClaimFactory(key="peak")
    body = "It [is](claim:peak) [slow](term:half-life).[@trial]\n\n::: claim peak\n:::"
    SectionFactory(body=body)
    index.bring_up_to_date()

    entry = SearchEntry.objects.get(kind=SearchKind.SECTION)

    assert entry.text == "It is slow."


def test_lines_that_run_together_in_an_excerpt_are_closed():
    SectionFactory(body="### What helps\n\n- Rest\n- Warm baths!\n")
    index.bring_up_to_date()

    entry = SearchEntry.objects.get(kind=SearchKind.SECTION)

    assert entry.text == "What helps.\nRest.\nWarm baths!"


@pytest.mark.parametrize("query", ["", "   ", "?!", "—", "🌿", "the", "what is it", "_ _"])
def test_where_there_is_no_word_to_look_for_nothing_is_asked(
    query, django_assert_num_queries: DjangoAssertNumQueries
):
    with django_assert_num_queries(0):
        results = search(query, NOON)

    assert not results.sought
    assert not results.found


def test_words_that_every_page_has_do_not_count():
    TermFactory(key="nap", name="Nap", meaning="Short sleep.")

    assert found("what is the nap") == ["/glossary/#nap"]


# --- Who may see it ----------------------------------------------------------------------------


def test_a_draft_is_never_found():
    guide = GuideFactory(title="Stiffness", published_at=None)
    SectionFactory(guide=guide, heading="Stairs")

    assert found("stiffness") == found("stairs") == []
    assert not SearchWord.objects.exists()


def test_a_guide_is_found_from_the_moment_on_that_it_is_set_for():
    guide = GuideFactory(slug="later", title="Stiffness", published_at=NOON)
    SectionFactory(guide=guide, slug="stairs", heading="Stairs")
    index.bring_up_to_date()

    before, after = (
        [len(search(word, moment).found) for word in ("stiffness", "stairs")]
        for moment in (NOON - timedelta(seconds=1), NOON)
    )

    assert before == [0, 0]
    assert after == [1, 1]


@pytest.mark.parametrize("typed", ["stifness", "stif"])
def test_the_word_of_a_guide_set_for_later_is_not_given_away(typed):
    GuideFactory(title="Stiffness", published_at=NOON + timedelta(seconds=1))

    before = looked_up(typed)
    after = search(typed, NOON + timedelta(seconds=1))

    assert [tuple(word) for word in before.sought] == [(typed, Way.UNKNOWN, [])]
    assert not before.found
    assert [word.words for word in after.sought] == [["stiffness"]]


def test_a_word_may_be_given_away_as_soon_as_any_entry_has_it():
    GuideFactory(title="Stiffness", published_at=NOON + timedelta(days=1))
    TermFactory(key="stiff", name="Stiffness")

    assert found("stifness") == ["/glossary/#stiff"]


def test_an_unpublished_claim_is_never_found():
    ClaimFactory(statement="It peaks.", is_published=False)

    assert found("peaks") == []


def test_what_people_say_is_found_as_long_as_a_published_claim_answers_it():
    claim = ClaimFactory(is_published=False)
    PopularClaimFactory(says="A miracle.", claims=[claim])
    PopularClaimFactory(says="A miracle too.")

    unanswered = found("miracle")
    Claim.objects.update(is_published=True)

    assert unanswered == []
    assert titles("miracle") == ["A miracle."]
