"""What search finds, in which order, and how it forgives. The same on every database."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from guides.choices import SearchKind
from guides.models import Claim, SearchEntry, SearchWord, Term
from guides.search import Results, Way, index, search
from tests.factories import (
    PUBLISHED_AT,
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db

NOON = PUBLISHED_AT + timedelta(days=1)


def looked_up(query: str) -> Results:
    """What search says, of the rows as they are now."""
    index.bring_up_to_date()
    return search(query, NOON)


def found(query: str) -> list[str]:
    """The addresses that search gives, in their order."""
    return [result.address for result in looked_up(query).found]


def titles(query: str) -> list[str]:
    """The titles that search gives, in their order."""
    return ["".join(piece.text for piece in result.title) for result in looked_up(query).found]


def marked(query: str) -> list[str]:
    """The words that are marked, titles first."""
    return [
        piece.text
        for result in looked_up(query).found
        for piece in (*result.title, *result.excerpt)
        if piece.is_marked
    ]


# --- What is found -----------------------------------------------------------------------------


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
    body = "It is [slow](term:half-life).[@trial]\n\n::: claim peak\n:::"
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


def test_the_word_of_a_guide_set_for_later_is_not_given_away():
    GuideFactory(title="Stiffness", published_at=NOON + timedelta(days=1))

    results = looked_up("stifness")

    assert not results.found


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


# --- How it forgives ---------------------------------------------------------------------------


@pytest.fixture
def shelf() -> None:
    """A few entries whose words are unlike each other."""
    GuideFactory(
        slug="kratom", title="Kratom", summary="Its alkaloid is mitragynine.", key_points="- Leaf."
    )
    TermFactory(key="doms", name="Muscle soreness", also=[], meaning="An ache after exercise.")
    TermFactory(key="cafe", name="Café", also=[], meaning="Where coffee is. 2024.")


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


@pytest.mark.parametrize("typed", ["kxxtom", "lef", "202", "2025", "sarinass"])
def test_what_is_too_far_from_any_word_is_no_typing_error(shelf, typed):
    results = looked_up(typed)

    assert results.sought[0].way == Way.UNKNOWN
    assert not results.found


def test_a_word_that_some_entry_has_is_never_taken_for_another():
    TermFactory(key="sleep", name="Sleep", meaning="Rest.")
    TermFactory(key="sleet", name="Sleet", meaning="Weather.")

    results = looked_up("sleet")

    assert [result.address for result in results.found] == ["/glossary/#sleet"]


def test_of_two_words_as_near_the_one_with_the_same_first_letter_is_meant():
    TermFactory(key="leap", name="Leap", meaning="A jump.")
    TermFactory(key="sleep", name="Sleep", meaning="Rest.")

    assert found("sleap") == ["/glossary/#sleep"]


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


# --- In which order ----------------------------------------------------------------------------


def test_a_title_weighs_more_than_a_text():
    TermFactory(key="text", name="Nap", meaning="A short sleep in the day.")
    TermFactory(key="title", name="Sleep", meaning="A long rest in the night.")

    assert found("sleep") == ["/glossary/#title", "/glossary/#text"]


def test_a_guide_goes_before_its_sections_and_these_before_claims():
    words = "Sleep mends what the day has broken."
    guide = GuideFactory(slug="sleep", title="Sleep", summary=words, key_points="- Rest.")
    SectionFactory(guide=guide, slug="why", heading="Sleep", body=words)
    ClaimFactory(key="mends", statement=words)

    assert found("sleep") == ["/guides/sleep/", "/guides/sleep/#why", "/evidence/mends/"]


def test_an_entry_with_more_of_the_words_goes_before_one_with_fewer():
    for number, words in enumerate(["Warm stone.", "Cherry pillow.", "Warm cherry stone."]):
        TermFactory(key=f"term-{number}", name="A thing", also=[], meaning=words)
    for _ in range(9):
        TermFactory(name="A nap", also=[], meaning="Short sleep.")

    results = looked_up("warm cherry stone pillow")

    assert not results.have_all
    assert results.found[0].address == "/glossary/#term-2"


def test_no_more_than_thirty_are_given_and_more_are_owned_up_to():
    for number in range(31):
        TermFactory(key=f"term-{number}", name=f"Nap {number}")

    results = looked_up("nap")
    Term.objects.filter(key="term-0").delete()
    fewer = looked_up("nap")

    assert (len(results.found), results.has_more) == (30, True)
    assert (len(fewer.found), fewer.has_more) == (30, False)


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


# --- What is shown -----------------------------------------------------------------------------


def test_what_was_found_is_marked_in_any_form():
    TermFactory(name="Sleeping", also=[], meaning="To sleep is rest. Sleepers sleep.")

    assert marked("sleep")[:2] == ["Sleeping", "sleep"]


@pytest.mark.parametrize(
    ("query", "meaning", "marks"),
    [
        ("caffeine", "No caffeine/alcohol.", ["caffeine"]),
        ("24", "It takes 12-24 hours.", ["24"]),
        ("oh", "It is 7-OH.", ["OH"]),
        ("7-oh", "It is 7-OH.", ["7", "OH"]),
        ("example", "See example.org/page.", ["example"]),
        ("half life", "A half-life.", ["half", "life"]),
        ("naïve", "It is naïve.", ["naïve"]),
        ("naive", "It is naïve.", ["naïve"]),
        ("bold", "It is <b>bold</b>.", ["bold"]),
    ],
)
def test_words_are_found_and_marked_between_any_signs(query, meaning, marks):
    TermFactory(name="Entry", also=[], meaning=meaning)

    assert marked(query) == marks


def test_marks_take_no_letter_away():
    meaning = "“It’s” – 12-24 h; a/b, <i>c</i> & naïve: sleep?"
    TermFactory(name="Entry", also=[], meaning=meaning)

    [result] = looked_up("sleep").found

    assert "".join(piece.text for piece in result.excerpt) == meaning


def test_a_statement_is_shown_whole_with_its_verdict():
    opening, rest = "It may help some.", " ".join(["The trial was small."] * 30)
    ClaimFactory(statement=f"{opening} {rest}", verdict="weak")

    [result] = looked_up("help").found

    assert "".join(piece.text for piece in result.title) == opening
    assert "".join(piece.text for piece in result.excerpt) == rest
    assert result.beside == "weak"


def test_a_section_is_shown_with_the_title_of_its_guide():
    guide = GuideFactory(title="Stiffness on stairs")
    SectionFactory(guide=guide, heading="Stairs")

    beside = {result.kind: result.beside for result in looked_up("stairs").found}

    assert beside == {SearchKind.SECTION: "Stiffness on stairs", SearchKind.GUIDE: ""}
