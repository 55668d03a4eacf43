"""What cannot wait for a plan is answered at once, however much of the form is still open."""

import pytest

from planner.core.rules.care import before_any_plan
from planner.core.values import WarningSign
from planner.forms import PlannerForm
from tests.planner.pages import words_of
from tests.planner.people import at, shipped_evidence, shipped_factors
from tests.planner.typed import EVENING_LIFTER, as_posted

ADDRESS = "/planner/"
CRISIS = "You do not have to carry this alone You ticked"
EMERGENCY = "Get emergency care now"


def main_of(client, typed, status):
    response = client.post(ADDRESS, typed)
    assert response.status_code == status
    return words_of(response.text.partition("<main")[2].partition("</main>")[0])


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ({"warning_signs": ["chest_pain"]}, EMERGENCY),
        ({"warning_signs": ["swollen_leg"]}, "Get medical advice today"),
        ({"conditions": ["suicidal-thoughts"]}, CRISIS),
        ({"kratom": "no", "conditions": ["suicidal-thoughts"]}, CRISIS),
    ],
)
def test_it_stands_above_the_errors_of_an_unfinished_form(client, content, typed, title):
    words = main_of(client, typed, 422)

    first, _, errors = words.partition("answers need another look")
    assert title in first
    assert "It can wait." in first
    assert "Choose what you did." in errors


def test_an_emergency_stands_before_thoughts_of_suicide(client, content):
    typed = {"warning_signs": ["dark_urine"], "conditions": ["suicidal-thoughts"]}

    words = main_of(client, typed, 422)

    assert words.index(EMERGENCY) < words.index(CRISIS)


@pytest.mark.parametrize(
    "typed", [{}, {"warning_signs": ["getting_worse"]}, {"warning_signs": [""]}]
)
def test_the_errors_stand_first_where_nothing_is_so_urgent(client, content, typed):
    words = main_of(client, typed, 422)

    assert "It can wait." not in words
    assert "Three short parts" in words


def test_thoughts_of_suicide_are_heard_without_a_question_about_kratom(client, content):
    typed = EVENING_LIFTER | {"kratom": "no", "conditions": ["suicidal-thoughts", "heart-rhythm"]}

    words = main_of(client, typed, 200)

    assert CRISIS in words
    assert "Line by line" in words


def test_of_what_is_folded_away_nothing_else_is_read():
    form = PlannerForm(
        as_posted(EVENING_LIFTER | {"conditions": ["suicidal-thoughts", "heart-rhythm"]}),
        factors=shipped_factors(),
        asked_at=at("2026-11-24", "18:10"),
    )

    assert form.is_valid(), form.errors
    assert form.to_answers().conditions == {"suicidal-thoughts"}


@pytest.mark.parametrize("sign", WarningSign)
def test_nothing_but_see_a_doctor_waits(sign):
    [*cards] = before_any_plan({sign}, (), shipped_evidence())

    waits = sign in {WarningSign.PAIN_AT_ONCE, WarningSign.GETTING_WORSE}
    assert bool(cards) is not waits
