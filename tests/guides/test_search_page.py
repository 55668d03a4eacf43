"""The page of search, as visitors meet it, whatever they type."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from guides.search import index
from guides.search.backend import END, MARK
from guides.search.excerpts import LENGTH, NEAR, excerpt
from tests.factories import (
    PUBLISHED_AT,
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(PUBLISHED_AT + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def shelf() -> None:
    """One entry of each kind."""
    guide = GuideFactory(slug="soreness", title="Muscle soreness")
    SectionFactory(guide=guide, slug="stairs", heading="Why stairs hurt", body="Going <slowly>.")
    claim = ClaimFactory(key="peak", statement="Soreness peaks late.", verdict="mixed")
    PopularClaimFactory(
        key="saying", says="Ice cures.", evidence_says="No.", verdict="contradicted", claims=[claim]
    )
    TermFactory(key="doms", name="Delayed soreness", also=["DOMS"], meaning="An ache.")
    index.bring_up_to_date()


def page(client: Client, query: str) -> str:
    """The page for a question, with blanks as a browser shows them."""
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_shows_the_box_before_anything_is_asked(client, shelf):
    html = page(client, "")

    assert '<label class="search__label">Search the handbook<input' in html
    assert 'type="search" name="q" value=""' in html
    assert "/guides/soreness/" in html
    assert 'href="/glossary/"' in html
    assert "results__item" not in html


def test_the_page_opens_without_a_question(client, shelf):
    assert client.get("/search/").status_code == 200


def test_each_result_says_of_what_kind_it_is(client, shelf):
    html = page(client, "soreness stairs ice")

    for words in (
        "Guide",
        "Part of a guide: Muscle soreness",
        "Claim",
        "Claim checked",
        "Glossary",
    ):
        assert f'<p class="results__kind">{words}' in html


def test_the_count_stands_above_the_results(client, shelf):
    assert "3 results for “soreness”, the best first." in page(client, "soreness")
    assert "1 result for “doms”." in page(client, "doms")


def test_more_results_than_are_shown_are_owned_up_to(client):
    for number in range(31):
        TermFactory(name=f"Nap {number}")
    index.bring_up_to_date()

    html = page(client, "nap")

    assert "The best 30 results for “nap”. There are more" in html
    assert html.count("results__item") == 30


def test_the_question_stays_in_the_box(client, shelf):
    assert 'value="DOMS"' in page(client, "DOMS")


def test_a_claim_and_what_people_say_stand_beside_their_verdicts(client, shelf):
    claim, said = page(client, "peaks"), page(client, "cures")

    assert "verdict--mixed" in claim
    assert "verdict--contradicted" in said
    assert "“Ice <mark>cures</mark>.”</a>" in said
    assert "<strong>What studies show:</strong> No." in said


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sorenes", "Nothing has “sorenes”. This is what we have for <strong>“soreness”</strong>."),
        ("dela", "Nothing has “dela” as a whole word."),
        ("soreness quantum", "Nothing has “quantum”, so we left it out."),
        ("doms stairs", "Nothing has all of your words. These have some of them."),
        ("soreness " * 40, "We looked for the first ones only."),
        ("quantum", "We have nothing about “quantum”."),
        ("the of", "There is no word in “the of” that we can look for."),
        ("?", "There is no word in “?” that we can look for."),
    ],
)
def test_the_page_says_how_it_took_the_question(client, shelf, query, words):
    assert words in page(client, query)


def test_the_words_of_a_guide_set_for_later_are_not_given_away(client):
    GuideFactory(title="Secret stiffness", published_at=PUBLISHED_AT + timedelta(days=2))
    TermFactory(name="Nap")
    index.bring_up_to_date()

    html = page(client, "secrt stifness"), page(client, "nap stifness")

    assert "We have nothing about “secrt stifness”." in html[0]
    assert "Nothing has “stifness”, so we left it out." in html[1]
    assert not any("stiffness" in text or "secret" in text.lower() for text in html)


def test_nothing_found_leads_on(client, shelf):
    html = page(client, "quantum")

    assert "That does not mean that it is safe" in html
    assert "we have not written" not in html
    assert '<a href="/planner/#part-3-kratom">the planner</a>' in html
    assert "ask a pharmacist or a doctor" in html
    assert "/guides/soreness/" in html
    assert "results__item" not in html


def test_neither_the_question_nor_what_was_found_becomes_html(client, shelf):
    html = page(client, "<script>alert(1)</script> slowly")

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; slowly" in html
    assert "Going &lt;<mark>slowly</mark>&gt;." in html


HOSTILE = [
    '"', "'", '""', "'; DROP TABLE guides_searchentry; --", "' OR 1=1 --", "soreness*", "*",
    "title:soreness", "soreness AND", "AND", "NEAR(soreness ache, 2)", "-soreness", "^soreness",
    "soreness + ache", "(soreness", "soreness)", "{title text}: soreness", "soreness & | ! <->",
    "'soreness':*A", "soreness\\", "\\", "%", "%s %(at)s", "_", "__", "{}", "{0}", "{{ 1 }}",
    "{% url %}", "<b>soreness</b>", "😀 soreness", "😀", "ألم العضلات", "肌肉酸痛", "क्रेटम", "ﬁber",
    "İstanbul", "ß", "x" * 5000, "soreness " * 500, "\r\n\t soreness", "\x02soreness\x03", "\x7f",
    "\u202esserneros", "\ufeff", "1e5", "1.5.2 -3 +4", "soreness@example.org", "http://x/?q=soreness",
    "../../etc/passwd", "a" * 60 + "b" * 60, "²", "٣", "Ⅷ", "ǅ", "\ue000", "\U00013000",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_question_is_answered_like_any_other(client, shelf, query):
    assert "Search the handbook" in page(client, query)


@example("soreness \u0300\u0301")
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            ["soreness", "sorenes", "AND", "NOT", '"', "*", ":", "(", ")", "'", "&", "<->"]
        )
        | st.text(st.characters(categories=["L", "N", "Co", "M"]), min_size=1, max_size=9)
    ).map(" ".join)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_typed_gets_a_page(client, shelf, query):
    response = client.get("/search/", {"q": query})

    # A NUL is refused before any view; no person types one.
    assert response.status_code == (400 if "\0" in query else 200)


def test_a_question_is_nobody_elses_business(client, shelf):
    response = client.get("/search/?q=soreness")

    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "ETag" not in response


@pytest.mark.parametrize("query", ["", "soreness", "quantum"])
def test_no_search_engine_is_to_list_the_page(client, shelf, query):
    response = client.get("/search/", {"q": query})

    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_page_is_only_for_reading(client, method):
    assert getattr(client, method)("/search/").status_code == 405


def test_the_page_can_be_asked_for_its_head_alone(client, shelf):
    assert client.head("/search/?q=soreness").status_code == 200


def test_the_page_has_one_heading_for_each_result_below_its_own(client, shelf):
    html = page(client, "soreness")

    assert html.count("<h1>") == 1
    assert len(re.findall(r'<h2 class="results__title">', html)) == 3


@pytest.mark.parametrize("query", ["soreness", "sorenes", "dela stairs xyzzy"])
def test_the_page_asks_the_database_eight_times_at_most(
    client, shelf, query, django_assert_max_num_queries: DjangoAssertNumQueries
):
    # Six for the search, one each for the notices and the guides to start from.
    with django_assert_max_num_queries(8):
        client.get("/search/", {"q": query})


# --- Excerpts ----------------------------------------------------------------------------------


def shown(marked: str) -> str:
    """An excerpt as text, what was found in brackets."""
    return "".join(f"[{text}]" if found else text for text, found in excerpt(marked))


def test_a_short_text_is_shown_whole():
    assert shown(f"A {MARK}short{END} sleep.\nOr a nap.") == "A [short] sleep. Or a nap."


def test_a_long_text_is_shown_around_what_was_found():
    text = shown("Word. " * 100 + f"{MARK}sleep{END}." + " More." * 100)

    assert text.startswith("… Word. ")
    assert "Word. [sleep]. More." in text
    assert text.endswith(" More. …")
    assert LENGTH <= len(text) <= LENGTH + NEAR


def test_an_excerpt_is_of_whole_sentences_if_they_are_short():
    before, after = "Words and words. " * 20, " Not at all. Words" + " and words" * 100
    sentence = f"It is not so, they say, that you {MARK}sleep{END} " + "well " * 30 + "or long."

    text = shown(f"{before}{sentence}{after}")

    assert text.startswith("… Words and words. ")
    assert "words. It is not so, they say, that you [sleep] well" in text
    assert text.endswith("well or long. …")


def test_what_is_left_of_a_text_is_shown_if_it_is_short():
    text = shown(f"{MARK}sleep{END} " + "word " * 55)

    assert text == "[sleep] " + "word " * 55


def test_a_long_sentence_is_cut_between_words():
    text = shown("word " * 50 + f"{MARK}sleep{END}" + " more" * 100)

    assert text.startswith("… word ")
    assert text.endswith(" more …")


def test_the_beginning_is_shown_if_nothing_is_marked_or_it_says_as_much():
    unmarked = "word " * 100
    early = f"{MARK}sleep{END} " + "word " * 100 + f"{MARK}sleep{END}"

    assert shown(unmarked).startswith("word word")
    assert shown(early).startswith("[sleep] word")


def test_a_text_without_blanks_is_cut_all_the_same():
    assert shown("x" * 1000) == f"{'x' * LENGTH} …"


def test_the_place_with_most_different_words_is_shown():
    gap = "word " * 100
    text = f"{MARK}sleep{END} {gap}{MARK}sleep{END} and {MARK}caffeine{END} {gap}"

    assert "[sleep] and [caffeine]" in shown(text)


@given(st.text(st.characters(exclude_characters=MARK + END)), st.integers(0, 9))
def test_an_excerpt_is_a_part_of_the_text(text, repeats):
    whole = (text + " ") * repeats

    inside = "".join(piece.text for piece in excerpt(whole))

    assert inside.removeprefix("… ").removesuffix(" …") in whole.replace("\n", " ")
    assert len(inside) <= LENGTH + NEAR + len("…  …")
