"""The course of soreness, as places on an axis of days."""

from datetime import timedelta

import pytest
from hypothesis import given

from planner.core.values import Answers, Effort, WarningSign
from planner.drawing import Bar
from planner.outlook import Course, course_of
from tests.planner.people import an_evening_lifter, at, everybody, plan_for


def a_course(answers: Answers) -> Course | None:
    """Somebody's drawn days."""
    return course_of(plan_for(answers))


def share(place: str) -> float:
    """A place as a number."""
    return float(place.removesuffix("%"))


def test_the_days_run_from_the_session_s_end_to_the_end_of_the_doctor_s_day():
    course = a_course(an_evening_lifter())

    assert course.window.opens == at("2026-11-24", "18:00")
    assert course.window.closes == at("2026-11-30", "00:00")
    assert [name.label for name in course.names] == ["Wed", "Thu", "Fri", "Sat", "Sun"]
    assert len(course.midnights) == 5


def test_the_course_is_three_bands_and_the_doctor_s_day():
    rows = [row for _, row in a_course(an_evening_lifter()).stack.rows]

    assert [f"{row.words.strong} {row.words.rest}" for row in rows] == [
        "Starts Wed morning to evening",
        "Worst Wed evening to Fri evening",
        "Eases Thu evening to Sun evening",
        "Sun 29 see a doctor if still sore",
    ]
    assert rows[1].bars == (Bar("peaks", "19.05%", "57.14%", "38.1%", False, False),)
    assert rows[3].bars == (Bar("doctor", "80.95%", "100%", "19.05%", False, False),)


@pytest.mark.parametrize(
    ("asked_at", "signs"),
    [
        (at("2026-11-22", "09:00"), ["session"]),
        (at("2026-11-24", "09:00"), ["now", "session"]),
        (at("2026-11-24", "18:00"), ["session", "now"]),
        (at("2026-11-26", "09:00"), ["session", "now"]),
    ],
    ids=["days before", "before", "at the end", "days after"],
)
def test_now_is_a_line_unless_the_session_is_more_than_a_day_away(asked_at, signs):
    answers = an_evening_lifter(
        asked_at=asked_at,
        bedtime=at("2026-11-26", "22:30"),
        wake_time=at("2026-11-27", "06:30"),
    )

    marks = a_course(answers).marks

    assert [mark.sign for mark in marks] == signs


def test_the_days_begin_with_now_when_the_session_is_near():
    course = a_course(an_evening_lifter(asked_at=at("2026-11-24", "09:00")))

    assert course.window.opens == at("2026-11-24", "09:00")
    assert course.marks[0].at == "0%"


def test_whoever_is_told_no_usual_course_is_drawn_none():
    warned = an_evening_lifter(warning_signs=frozenset({WarningSign.GETTING_WORSE}))

    assert a_course(warned) is None


@pytest.mark.parametrize("effort", Effort)
def test_the_days_are_five_at_least(effort):
    course = a_course(an_evening_lifter(effort=effort))

    assert course.window.length >= timedelta(days=5)


@given(everybody())
def test_every_place_lies_in_the_drawing_and_no_band_is_cut(answers):
    course = a_course(answers)
    if course is None:
        return

    for _, row in course.stack.rows:
        assert len(f"{row.words.strong} {row.words.rest}") <= 42
        for bar in row.bars:
            assert 0 <= share(bar.starts) < share(bar.ends) <= 100
            assert not bar.goes_on_before
            assert not bar.goes_on_after
    places = [*course.midnights, *(name.at for name in course.names)]
    assert all(0 <= share(place) <= 100 for place in places)
    assert list(course.midnights) == sorted(course.midnights, key=share)
