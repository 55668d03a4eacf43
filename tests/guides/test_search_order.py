"""In which order search shows what it found, and what of it."""

import pytest

from guides.choices import SearchKind
from guides.models import Term
from tests.factories import ClaimFactory, GuideFactory, SectionFactory, TermFactory
from tests.guides.searching import found, looked_up, marked

pytestmark = pytest.mark.django_db


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
