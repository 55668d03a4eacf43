"""How search forgives what is mistyped or half typed, and what it takes for no mistake."""

import pytest
from pytest_django import DjangoAssertNumQueries

from guides.search import Way, index, search
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    TermFactory,
)
from tests.guides.searching import NOON, found, looked_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> None:
    """A few entries whose words are unlike each other."""
    GuideFactory(
        slug="kratom", title="Kratom and mitragynine", summary="A tree.", key_points="- Leaf."
    )
    TermFactory(
        key="doms", name="Muscle soreness", also=["Ache after exercise"], meaning="Stiff legs."
    )
    TermFactory(key="cafe", name="Café", also=["Coffee house"], meaning="Open in 2024.")


@pytest.mark.parametrize("query", ["kratom", "KRATOM", "Kratom", "kratoms", "krátom"])
def test_neither_capitals_nor_plurals_matter(shelf, query):
    assert found(query) == ["/guides/kratom/"]


@pytest.mark.parametrize("query", ["muscle", "muscles", "Muscles", "aches", "aching", "exercises"])
def test_any_form_of_a_word_finds_the_others(shelf, query):
    assert found(query) == ["/glossary/#doms"]


@pytest.mark.parametrize("query", ["café", "cafe", "CAFÉ", "cafés", "cafe\u0301"])
def test_accents_do_not_matter(shelf, query):
    results = looked_up(query)

    assert [result.address for result in results.found] == ["/glossary/#cafe"]
    assert results.sought[0].way == Way.AS_TYPED


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kratm", "kratom"),
        ("kartom", "kratom"),
        ("krattom", "kratom"),
        ("kratum", "kratom"),
        ("sorenes", "soreness"),
        ("sorness", "soreness"),
        ("soerness", "soreness"),
        ("mytragynin", "mitragynine"),
        ("mitragyine", "mitragynine"),
        ("excersise", "exercise"),
        ("muscel", "muscle"),
        ("muscxle", "muscle"),
        ("achee", "ache"),
    ],
)
def test_a_typing_error_is_led_back_to_the_word_that_was_meant(shelf, typed, meant):
    results = looked_up(typed)

    assert [tuple(word) for word in results.sought] == [(typed, Way.CORRECTED, [meant])]
    assert [result.address for result in results.found] == found(meant)
    assert results.found


def test_a_missing_last_letter_is_as_good_as_forgiven(shelf):
    assert found("mitragynin") == found("mitragynine") == ["/guides/kratom/"]


@pytest.mark.parametrize("typed", ["kxxtom", "lef", "202", "2025", "sarinass", "ratom"])
def test_what_is_too_far_from_any_word_is_no_typing_error(shelf, typed):
    results = looked_up(typed)

    assert results.sought[0].way == Way.UNKNOWN
    assert not results.found


def test_a_word_that_some_entry_has_is_never_taken_for_another():
    TermFactory(key="sleep", name="Sleep", meaning="Rest.")
    TermFactory(key="sleet", name="Sleet", meaning="Weather.")

    results = looked_up("sleet")

    assert [result.address for result in results.found] == ["/glossary/#sleet"]


# What people may type, and a word that search knows and could take for it.
REAL_WORDS = [
    ("fever", "never"), ("weed", "week"), ("tired", "timed"), ("snore", "sore"),
    ("prison", "poison"), ("coma", "cola"), ("wine", "wide"), ("drunk", "drank"), ("milk", "mild"),
    ("ankle", "angle"), ("draining", "training"), ("strain", "train"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "known"), REAL_WORDS)
def test_a_real_word_is_not_corrected_into_another(typed, known):
    TermFactory(name=known)

    results = looked_up(typed)

    assert [tuple(word) for word in results.sought] == [(typed, Way.UNKNOWN, [])]
    assert not results.found


def test_a_word_that_names_nothing_is_not_what_anybody_meant():
    TermFactory(name="Nap", also=[], meaning="Sleep in quiet.")
    ClaimFactory(statement="Quiet helps. It is quiet.")

    assert looked_up("quit").sought[0].way == Way.UNKNOWN
    assert found("quiet")


@pytest.mark.parametrize("typed", ["prison", "snore", "tired", "drunk", "ankle", "fever"])
def test_shipped_content_makes_no_other_word_of_one_that_it_lacks(searchable_content, typed):
    results = search(typed, NOON)

    assert [tuple(word) for word in results.sought] == [(typed, Way.UNKNOWN, [])]
    assert not results.found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kratm", "kratom"),
        ("kartom", "kratom"),
        ("sorenes", "soreness"),
        ("withdrawl", "withdrawal"),
        ("cafeine", "caffeine"),
        ("slepe", "sleep"),
        ("suicde", "suicide"),
        ("sertralne", "sertraline"),
    ],
)
def test_typing_errors_find_shipped_content(searchable_content, typed, meant):
    results = search(typed, NOON)

    assert [tuple(word) for word in results.sought] == [(typed, Way.CORRECTED, [meant])]
    assert results.found


@pytest.mark.parametrize(
    "query",
    ["shouldn't", "doesn’t", "isn't", "I've", "it’ll", "I'd", "they're", "CAN'T", "won’t", "dont"],
)
def test_words_cut_short_count_as_little_as_whole_ones(shelf, query):
    results = looked_up(f"{query} kratom")

    assert [word.typed for word in results.sought] == ["kratom"]
    assert [result.address for result in results.found] == ["/guides/kratom/"]


def test_an_apostrophe_takes_no_word_away(shelf):
    assert [word.typed for word in looked_up("l'alcool rock'n'roll muscle's").sought] == [
        "l",
        "alcool",
        "rock",
        "n",
        "roll",
        "muscle",
    ]


def test_a_word_half_typed_stands_for_all_that_begin_with_it():
    TermFactory(key="one", name="Compression", meaning="Tight clothes.")
    TermFactory(key="two", name="Compartment", meaning="A part.")
    TermFactory(key="three", name="Impression", meaning="A thought.")

    results = looked_up("comp")

    assert results.sought[0].way == Way.BEGINNING
    assert {result.address for result in results.found} == {"/glossary/#one", "/glossary/#two"}


def test_every_word_has_to_be_there_if_there_is_an_entry_with_all():
    TermFactory(key="both", name="Warm bath", meaning="In the evening.")
    TermFactory(key="one", name="Warm weather", meaning="In summer.")

    results = looked_up("warm baths")

    assert [result.address for result in results.found] == ["/glossary/#both"]
    assert results.have_all


def test_if_no_entry_has_all_the_words_some_will_do():
    TermFactory(key="warm", name="Warm weather", meaning="In summer.")
    TermFactory(key="bath", name="Cold bath", meaning="In winter.")
    TermFactory(key="other", name="Nap", meaning="At noon.")

    results = looked_up("warm bath")

    assert {result.address for result in results.found} == {"/glossary/#warm", "/glossary/#bath"}
    assert not results.have_all


def test_a_word_that_nothing_is_like_is_left_out(shelf):
    results = looked_up("quantum kratm")

    assert [(word.typed, word.way) for word in results.sought] == [
        ("quantum", Way.UNKNOWN),
        ("kratm", Way.CORRECTED),
    ]
    assert [result.address for result in results.found] == ["/guides/kratom/"]
    assert results.have_all


def test_a_long_question_is_cut_and_says_so(shelf):
    results = looked_up("kratom " * 100)

    assert results.was_cut
    assert len(results.query) <= 200
    assert [result.address for result in results.found] == ["/guides/kratom/"]


def test_only_the_first_words_are_looked_for_and_it_says_so(shelf):
    results = looked_up(" ".join(f"word{number}" for number in range(13)))

    assert results.was_cut
    assert len(results.sought) == 12


def test_a_short_question_is_not_cut(shelf):
    assert not looked_up("  kratom  ").was_cut


@pytest.mark.parametrize(
    "query", ["kratom", "kratm", "kratom sorenes", "kratm quantm coffe", "mitrag coff xyzzy"]
)
def test_search_asks_the_database_six_times_at_most(
    shelf, query, django_assert_max_num_queries: DjangoAssertNumQueries
):
    SectionFactory(body="Kratom, mitragynine and coffee.")
    PopularClaimFactory(says="Kratom.", claims=[ClaimFactory(statement="Kratom.")])
    index.bring_up_to_date()

    with django_assert_max_num_queries(6):
        results = search(query, NOON)

    assert results.found
