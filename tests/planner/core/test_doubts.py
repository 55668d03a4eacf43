"""What is odd about somebody's answers is asked about, and nothing is refused."""

import pytest

from planner.core.doubts import Doubt, doubts
from planner.core.values import Effort, SoreWhen
from tests.planner.people import an_evening_lifter, asking_about_leaf, at, plan_for


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"finished_at": at("2026-11-24", "20:00"), "soreness": 5}, Doubt.SORE_BEFORE),
        ({"effort": Effort.EASY, "soreness": 8}, Doubt.SORE_AFTER_EASY),
        ({"sore_when": frozenset({SoreWhen.NONE_YET})}, Doubt.NOT_SORE_YET),
        (
            {
                "asked_at": at("2026-11-24", "22:45"),
                "bedtime": at("2026-11-25", "22:30"),
                "wake_time": at("2026-11-26", "06:30"),
            },
            Doubt.TOMORROW_NIGHT,
        ),
        ({"wake_time": at("2026-11-25", "01:00")}, Doubt.SHORT_NIGHT),
        ({"wake_time": at("2026-11-25", "11:00")}, Doubt.LONG_NIGHT),
    ],
)
def test_an_odd_answer_is_asked_about_in_a_whole_plan(change, doubt):
    answers = an_evening_lifter(**change)

    plan = plan_for(answers)

    assert plan.doubts == (doubt,)
    assert plan.timetable


@pytest.mark.parametrize(
    "name", ["coffee", "Tea", "green tea", "caffeine", "pre-workout", "Preworkout every morning"]
)
def test_caffeine_among_medicines_belongs_to_a_question_of_its_own(name):
    answers = asking_about_leaf(unlisted_medicines=(name,))

    plan = plan_for(answers)

    assert plan.doubts == (Doubt.CAFFEINE_AMONG_MEDICINES,)
    assert not plan.screening.lets_through


@pytest.mark.parametrize("name", ["creatine", "cocoa", "camomile tea", "steak"])
def test_other_names_are_not_asked_about_as_caffeine(name):
    assert list(doubts(asking_about_leaf(unlisted_medicines=(name,)))) == []


def test_an_ordinary_evening_raises_no_doubt():
    assert list(doubts(an_evening_lifter())) == []


def test_mild_soreness_before_a_session_is_nothing_odd():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "20:00"), soreness=2)

    assert list(doubts(answers)) == []
