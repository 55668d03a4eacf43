"""Who may need help now is told whom to call before anything that was found."""

import pytest

from guides.search.urgent import is_crisis, is_urgent

CRISIS = ["suicide", "I feel suicidal", "want to die", "kill myself", "self-harm"]
URGENT = [
    *CRISIS, "OD", "overdose",
    "cant breathe", "can’t breathe", "trouble breathing", "wont wake up", "won't wake up",
    "passed out", "blue lips", "seizure", "chest pain", "brown pee", "pee is brown", "bloody pee",
    "dark urine", "urine like cola",
]  # fmt: skip
QUESTIONS = [
    "", "sore legs", "kratom dose", "breathing exercises", "red kratom", "tea", "wake up at night",
    "body", "code", "dark mode", "sleep", "hot bath",
]  # fmt: skip


@pytest.mark.parametrize("query", URGENT)
def test_who_may_need_help_now_is_told_whom_to_call(client, db, query):
    page = client.get("/search/", {"q": query}).text.partition("<footer")[0]

    assert "In an emergency, call now" in page


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_question_is_no_emergency(query):
    assert not is_urgent(query)


@pytest.mark.parametrize("query", CRISIS)
def test_who_thinks_of_suicide_is_told_whom_to_talk_to(client, db, query):
    page = client.get("/search/", {"q": query}).text.partition("<footer")[0]

    assert 'href="tel:988"' in page


@pytest.mark.parametrize("query", sorted(set(URGENT) - set(CRISIS)))
def test_another_emergency_is_no_crisis(query):
    assert not is_crisis(query)
