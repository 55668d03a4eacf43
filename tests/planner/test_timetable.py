"""How a plan's lines stand on a page."""

from datetime import date

import pytest

from planner.core.suggestions import Lane
from planner.timetable import by_day, in_few_words, next_times
from tests.planner.people import an_evening_lifter, asking_about_leaf, at, plan_for

pytestmark = pytest.mark.usefixtures("in_london")


def test_lines_stand_under_the_local_day_on_which_they_open():
    plan = plan_for(an_evening_lifter())

    days = [day.on for day in by_day(plan.timetable)]

    assert days == [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)]


def test_things_to_do_in_the_same_hours_share_a_line():
    days = by_day(plan_for(an_evening_lifter()).later)

    last = days[1].lines[0]
    assert [told.suggestion.rule for told in last.told] == [
        "light_movement",
        "massage",
        "heat",
        "foam_rolling",
    ]


def test_each_cut_off_has_a_line_of_its_own():
    plan = plan_for(asking_about_leaf())

    for day in by_day(plan.timetable + plan.kratom_cutoffs):
        for line in day.lines:
            assert line.lane is Lane.DO or len(line.told) == 1


def test_words_are_told_once():
    plan = plan_for(an_evening_lifter())
    told = [told for day in by_day(plan.timetable) for line in day.lines for told in line.told]

    def wording(each):
        return each.suggestion.rule, each.suggestion.variant

    full = [wording(each) for each in told if not each.is_repeat]

    assert sorted(full) == sorted(set(full))
    assert set(full) == set(map(wording, told))


def test_the_floor_under_kratom_is_no_repeat_of_the_wider_margin():
    plan = plan_for(asking_about_leaf())
    told = [told for day in by_day(plan.kratom_cutoffs) for line in day.lines for told in line.told]

    assert [each.is_repeat for each in told] == [False, False]


def test_a_later_part_knows_what_was_told_before():
    plan = plan_for(an_evening_lifter())

    first = by_day(plan.later, told_before=plan.tonight)[0].lines[0].told[0]

    assert (first.suggestion.rule, first.is_repeat) == ("foam_rolling", True)


def test_tonight_ends_when_somebody_gets_up():
    plan = plan_for(an_evening_lifter())

    assert set(plan.running + plan.tonight + plan.later) == set(plan.timetable)
    assert plan.tonight[-1].rule == "sleep_window"
    assert all(line.printed.opens >= at("2026-11-25", "06:30") for line in plan.later)


def test_words_alone_have_no_place_in_it():
    plan = plan_for(asking_about_leaf())

    with pytest.raises(ValueError, match="has no time to stand under"):
        by_day(plan.kratom_words)


def test_the_next_times_are_the_first_few_each_with_all_that_opens_then():
    tonight = plan_for(an_evening_lifter()).tonight

    times = next_times(tonight)

    assert len({opens for opens, _ in times}) == 3
    first = [line for _, together in times for line in together]
    assert first == list(tonight[: len(first)])
    assert tonight[len(first)].placed.opens > times[-1][0]


def test_in_few_words_nothing_to_do_follows_what_to_leave_alone():
    # “No cold water, protein” would read as if there were no protein.
    tonight = plan_for(an_evening_lifter()).tonight

    lanes = [line.lane for line in in_few_words(tonight)]

    assert Lane.AVOID in lanes
    assert lanes == sorted(lanes, key=lambda lane: lane is Lane.AVOID)
    assert {*in_few_words(tonight)} == {*tonight}
