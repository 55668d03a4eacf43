"""How a plan's values read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from planner.core.values import SoreWhen
from planner.templatetags.plan_words import (
    NO_BREAK,
    all_in_words,
    clock_beside,
    day_part,
    in_words,
    length,
    plan_title,
    step,
)
from tests.planner.people import LONDON, an_evening_lifter, at, plan_for


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=-6), "− 6 h"),
        (timedelta(hours=-8, minutes=-48), "− 8 h 48 min"),
        (timedelta(hours=24), "+ 24 h"),
        (timedelta(days=5), "+ 5 days"),
        (timedelta(days=4, hours=6), "+ 4 days 6 h"),
        (timedelta(minutes=10), "+ 10 min"),
    ],
)
def test_a_step_shows_its_sign_and_length(span, words):
    assert step(span) == words.replace(" ", NO_BREAK)


def test_a_length_of_nothing_is_still_a_length():
    assert length(timedelta(0)) == f"0{NO_BREAK}min"


@pytest.mark.parametrize(
    ("clock", "part"),
    [
        ("04:59", "before dawn"),
        ("05:00", "morning"),
        ("12:00", "afternoon"),
        ("18:00", "evening"),
    ],
)
def test_a_day_has_four_parts(clock, part):
    with timezone.override(LONDON):
        assert day_part(at("2026-11-24", clock)) == f"Tuesday 24, {part}"


@pytest.mark.parametrize(("day", "words"), [("2026-11-24", "13:42"), ("2026-11-25", "Wed 13:42")])
def test_a_time_names_its_day_beside_a_time_of_another(day, words):
    with timezone.override(LONDON):
        assert clock_beside(at(day, "13:42"), at("2026-11-24", "22:30")) == words


def test_every_answer_has_words():
    answers = an_evening_lifter()

    words = [
        in_words(a) for a in (answers.activity, answers.effort, answers.goal, answers.caffeine)
    ]
    assert words == ["Lifting", "Hard", "Muscle growth", "Coffee or tea"]


def test_several_answers_stand_in_the_order_of_the_form():
    answers = frozenset({SoreWhen.WAKING, SoreWhen.DAYTIME, SoreWhen.NIGHT})

    assert all_in_words(answers) == "In the daytime, At night, On waking"


@pytest.mark.parametrize(
    ("night", "title"),
    [
        (("22:30", "06:30"), "Your plan for Tuesday night"),
        (("00:30", "08:00"), "Your plan for Tuesday night"),
        (("08:30", "16:00"), "Your plan until sleep on Wednesday 25 November"),
    ],
)
def test_a_plan_is_titled_by_its_night(night, title):
    bed, wake = night
    late = bed < "12"
    answers = an_evening_lifter(
        bedtime=at("2026-11-25" if late else "2026-11-24", bed), wake_time=at("2026-11-25", wake)
    )

    with timezone.override(LONDON):
        words = plan_title(plan_for(answers))

    assert words == title
