"""Who may need help now is told whom to call before anything that was found."""

from datetime import UTC, datetime

import pytest
import time_machine

from guides.search.urgent import Urgency, urgency

URGENT = [
    "suicide", "I feel suicidal", "want to die", "kill myself", "self-harm", "OD", "overdose",
    "cant breathe", "can’t breathe", "trouble breathing", "wont wake up", "won't wake up",
    "passed out", "blue lips", "seizure", "chest pain", "brown pee", "pee is brown", "bloody pee",
    "dark urine", "urine like cola", "dark pee after workout", "i dont wanna live",
    "wish i was dead", "took too much kratom", "heart is racing", "am i dying", "he fainted",
]  # fmt: skip
QUESTIONS = [
    "", "sore legs", "kratom dose", "breathing exercises", "red kratom", "tea", "wake up at night",
    "body", "code", "dark mode", "sleep", "hot bath", "how much is too much", "i want to sleep",
    "is kratom legal", "cant sleep after training",
]  # fmt: skip


@pytest.mark.parametrize("query", URGENT)
def test_who_may_need_help_now_is_told_whom_to_call(client, db, query):
    page = client.get("/search/", {"q": query}).text.partition("<footer")[0]

    assert "In an emergency, call now" in page


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_question_is_no_emergency(query):
    assert urgency(query) is None


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("i want to die", Urgency.THOUGHTS),
        ("kratom overdose", Urgency.OVERDOSE),
        ("he won’t wake up", Urgency.OVERDOSE),
        ("chest pain", Urgency.SIGN),
    ],
)
def test_each_kind_of_emergency_is_known(query, kind):
    assert urgency(query) == kind


def test_thoughts_of_suicide_come_before_what_else_it_may_be():
    assert urgency("took too many pills, want to die") == Urgency.THOUGHTS


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("i want to die", "Talk to somebody you trust, or to a doctor, today."),
        ("i want to die", 'href="tel:988"'),
        ("took too much kratom", "cannot be woken, or breathes slowly? Call first:"),
        ("chest pain", "Which signs need care now"),
    ],
)
def test_below_the_numbers_it_says_what_to_do(client, db, query, words):
    page = " ".join(client.get("/search/", {"q": query}).text.split())

    assert page.index("In an emergency, call now") < page.index(words)


@pytest.mark.parametrize(
    ("query", "words"), [("suicde", "Talk to somebody"), ("overdse", "Call first")]
)
def test_a_typing_error_hides_no_emergency(client, searchable_content, query, words):
    page = client.get("/search/", {"q": query}).text

    assert page.index("In an emergency, call now") < page.index(words)


def test_who_reads_of_an_overdose_is_led_to_what_to_do_until_help_comes(client, content):
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC)):
        page = client.get("/search/", {"q": "overdose"}).text

    assert "/guides/kratom-alkaloids/#overdose" in page.partition("<footer")[0]
