"""The 24 hours around a night, as places on an axis."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from planner.core.rules import PLAN_RULES
from planner.core.suggestions import Lane, Window
from planner.core.values import Answers, Goal, Kratom
from planner.drawing import Bar, Row, Words
from planner.timeline import LENGTH, Timeline, frame_around, timeline_of
from planner.words import IN_BRIEF, IN_BRIEF_TOGETHER, in_brief
from tests.planner.people import (
    LONDON,
    an_evening_lifter,
    asking_about_leaf,
    at,
    everybody,
    plan_for,
    shipped_evidence,
    shipped_statements,
    who_may_see_kratom_times,
)

NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")


def a_timeline(answers: Answers) -> Timeline:
    """Somebody's drawn hours."""
    return timeline_of(plan_for(answers))


def rows_of(timeline: Timeline) -> list[Row]:
    """The rows of a drawing, from the top."""
    return [row for _, row in timeline.stack.rows]


def said(words: Words) -> str:
    """What stands beside a bar or a line."""
    return f"{words.strong} {words.rest}"


def share(place: str) -> float:
    """A place or a length as a number."""
    return float(place.removesuffix("%"))


def numbers(timeline: Timeline) -> list[str]:
    """The hours that stand above the axis."""
    return [tick.label for tick in timeline.ticks if tick.label]


def row(timeline: Timeline, words: str) -> Row:
    """The row that says this."""
    return next(row for row in rows_of(timeline) if said(row.words) == words)


def test_the_hours_of_an_evening_lifter_end_an_hour_after_waking_at_a_full_one():
    timeline = a_timeline(an_evening_lifter())

    assert timeline.window.opens == at("2026-11-24", "08:00")
    assert timeline.window.closes == at("2026-11-25", "08:00")
    assert numbers(timeline) == ["09", "12", "15", "18", "21", "00", "03", "06"]


def test_a_bar_lies_where_its_window_does():
    bars = row(a_timeline(an_evening_lifter()), "13:40 no caffeine").bars

    assert bars == (Bar("avoid", "23.61%", "60.42%", "36.81%", False, False),)


def test_the_night_the_session_s_end_and_now_have_words():
    timeline = a_timeline(an_evening_lifter())

    words = [said(words) for _, words in timeline.stack.marks]
    assert words == ["18:00 session ends", "18:10 now", "22:30 sleep"]
    assert (timeline.night_bar.starts, timeline.night_bar.ends) == ("60.42%", "93.75%")


def test_what_shares_a_window_to_act_in_is_one_row():
    sore = an_evening_lifter(
        finished_at=at("2026-11-23", "10:00"),
        asked_at=at("2026-11-24", "12:00"),
        goal=Goal.FEEL_BETTER,
    )

    assert row(a_timeline(sore), "12:00 movement, massage, heat, rolling")


def test_two_that_share_a_window_are_named_in_full():
    hard = a_timeline(an_evening_lifter(goal=Goal.FEEL_BETTER))

    assert row(hard, "18:10 fluids, foam rolling")
    assert row(hard, "06:30 foam rolling")


def test_the_night_of_a_nurse_who_sleeps_by_day_lies_where_other_nights_do():
    nurse = an_evening_lifter(
        asked_at=at("2026-11-24", "20:00"),
        finished_at=at("2026-11-24", "07:00"),
        bedtime=at("2026-11-25", "08:30"),
        wake_time=at("2026-11-25", "16:00"),
    )

    timeline = a_timeline(nurse)

    assert timeline.window.opens == at("2026-11-24", "17:00")
    assert (timeline.night_bar.starts, timeline.night_bar.ends) == ("64.58%", "95.83%")
    assert numbers(timeline) == ["18", "21", "00", "03", "06", "09", "12", "15"]


def test_a_night_that_skips_an_hour_still_has_24_elapsed_hours_around_it():
    frame = frame_around(at("2026-03-29", "06:30"), LONDON)

    assert frame.window.opens == at("2026-03-28", "07:00")
    assert frame.window.closes == at("2026-03-29", "08:00")


def the_night_of_november_in(zone: ZoneInfo) -> Timeline:
    """The night in which America puts its clocks back."""
    return a_timeline(
        an_evening_lifter(
            zone=zone,
            asked_at=at("2026-10-31", "12:00", zone),
            finished_at=at("2026-10-31", "18:00", zone),
            bedtime=at("2026-10-31", "22:30", zone),
            wake_time=at("2026-11-01", "06:30", zone),
        )
    )


def test_a_night_that_repeats_an_hour_shows_it_twice_with_one_tick_each():
    timeline = the_night_of_november_in(NEW_YORK)

    assert timeline.window.opens == at("2026-10-31", "09:00", NEW_YORK)
    assert len(timeline.ticks) == 25
    assert numbers(timeline) == ["09", "12", "15", "18", "21", "00", "03", "06"]


def test_an_hour_that_comes_twice_has_its_number_once():
    havana = ZoneInfo("America/Havana")
    timeline = the_night_of_november_in(havana)

    midnights = [at("2026-11-01", "00:00", havana, fold=fold) for fold in (0, 1)]
    assert midnights[1] - midnights[0] == timedelta(hours=1)
    assert numbers(timeline).count("00") == 1


def test_a_bar_of_two_minutes_can_be_seen():
    frame = frame_around(at("2026-11-25", "06:30"), LONDON)
    noon = at("2026-11-24", "12:00")

    assert frame.bar("do", Window(noon, noon + timedelta(minutes=2))).length == "0.6%"


def test_a_bar_that_runs_on_after_the_drawing_is_marked_so():
    timeline = a_timeline(an_evening_lifter())

    bars = [bar for drawn in rows_of(timeline) for bar in drawn.bars]
    assert [bar.goes_on_before for bar in bars].count(True) == 0
    assert timeline.goes_on is any(bar.goes_on_after for bar in bars) is True


def test_an_hour_of_which_half_is_repeated_still_ends_at_a_full_one():
    frame = frame_around(at("2026-04-05", "06:30", LORD_HOWE), LORD_HOWE)

    assert frame.window.closes == at("2026-04-05", "08:00", LORD_HOWE)
    assert frame.window.opens == at("2026-04-04", "08:30", LORD_HOWE)


@pytest.mark.parametrize("hours", [1, 16])
def test_a_night_of_any_length_fits(hours):
    bedtime = at("2026-11-24", "23:00")
    timeline = a_timeline(
        an_evening_lifter(bedtime=bedtime, wake_time=bedtime + timedelta(hours=hours))
    )

    assert share(timeline.night_bar.length) == pytest.approx(hours / 24 * 100, abs=0.01)
    assert timeline.night_bar.ends == "95.83%"


def test_a_session_in_five_days_is_drawn_around_its_own_night_without_now():
    timeline = a_timeline(
        an_evening_lifter(
            finished_at=at("2026-11-29", "18:00"),
            bedtime=at("2026-11-29", "22:30"),
            wake_time=at("2026-11-30", "06:30"),
        )
    )

    assert timeline.window.opens == at("2026-11-29", "08:00")
    assert [mark.sign for mark in timeline.marks] == ["session"]
    assert row(timeline, "06:30 no alcohol").bars[0].goes_on_before


def test_a_bar_that_began_on_the_day_before_the_drawing_s_first_names_it():
    timeline = a_timeline(
        an_evening_lifter(
            asked_at=at("2026-11-24", "23:40"),
            finished_at=at("2026-11-24", "23:00"),
            bedtime=at("2026-11-25", "15:30"),
            wake_time=at("2026-11-25", "23:30"),
        )
    )

    assert timeline.window.opens == at("2026-11-25", "01:00")
    assert row(timeline, "Tue 23:40 no alcohol").bars[0].goes_on_before


def test_kratom_stands_last_for_somebody_who_is_let_through():
    last = rows_of(a_timeline(asking_about_leaf()))[-1]

    assert said(last.words) == "10:30 no kratom, 16:30 our floor"
    early, floor = last.bars
    assert (early.sign, early.starts, early.ends) == ("early", "10.42%", "35.42%")
    assert (floor.sign, floor.starts, floor.ends) == ("avoid", "35.42%", "60.42%")


def test_with_no_wider_margin_the_floor_stands_alone():
    as_the_floor = replace(shipped_statements()["kratom-cautious"], low=Decimal(6), high=Decimal(6))
    evidence = shipped_evidence(kratom_cautious=as_the_floor)

    timeline = timeline_of(plan_for(asking_about_leaf(), evidence))

    assert [bar.sign for bar in row(timeline, "16:30 no kratom").bars] == ["avoid"]


def test_every_rule_with_a_time_has_few_words():
    rules = {rule.__name__ for rule in PLAN_RULES} - {"soreness_outlook"}

    assert rules <= IN_BRIEF.keys()


@given(everybody())
def test_every_place_lies_in_the_drawing_and_no_bar_is_inside_out(answers):
    timeline = a_timeline(answers)

    rows = rows_of(timeline)
    for bar in [timeline.night_bar, *(bar for row in rows for bar in row.bars)]:
        assert 0 <= share(bar.starts) < share(bar.ends) <= 100
        assert share(bar.length) == pytest.approx(share(bar.ends) - share(bar.starts), abs=0.02)
    places = [tick.at for tick in timeline.ticks] + [mark.at for mark in timeline.marks]
    places += [words.at for _, words in timeline.stack.marks] + [row.words.at for row in rows]
    assert all(0 <= share(place) <= 100 for place in places)


@given(everybody())
def test_words_are_few_enough_for_the_narrowest_screen(answers):
    assert all(len(said(row.words)) <= 42 for row in rows_of(a_timeline(answers)))


@given(everybody())
def test_the_hours_go_up_and_are_about_24(answers):
    timeline = a_timeline(answers)

    places = [share(tick.at) for tick in timeline.ticks]
    assert places == sorted(set(places))
    assert 22 <= len(places) <= 28
    assert timeline.window.closes - timeline.window.opens == LENGTH
    woke = timeline.window.closes - answers.wake_time
    assert timedelta(hours=1) <= woke < timedelta(hours=3)


@given(everybody())
def test_every_line_that_falls_into_the_hours_is_drawn_and_named_with_its_time(answers):
    plan = plan_for(answers)
    timeline = timeline_of(plan)
    said_by = [(row.words.strong, row.words.rest) for row in rows_of(timeline)]

    for line in plan.timetable:
        overlaps = (
            line.printed.opens < timeline.window.closes
            and line.printed.closes > timeline.window.opens
        )
        if overlaps and line.lane is not Lane.SLEEP:
            clock = f"{line.printed.opens.astimezone(answers.zone):%H:%M}"
            named = {in_brief(line), IN_BRIEF_TOGETHER.get(line.rule, in_brief(line))}
            assert any(
                time.endswith(clock) and any(name in names for name in named)
                for time, names in said_by
            )


@given(everybody())
def test_every_time_that_a_row_names_is_the_printed_time_of_a_line(answers):
    plan = plan_for(answers)

    printed = {
        f"{line.printed.opens.astimezone(answers.zone):%H:%M}"
        for line in (*plan.timetable, *plan.kratom_cutoffs)
    }
    assert {row.words.strong[-5:] for row in rows_of(timeline_of(plan))} <= printed


@given(everybody(kratom=Kratom.NO))
def test_nobody_who_does_not_ask_sees_kratom(answers):
    assert not any("kratom" in said(row.words) for row in rows_of(a_timeline(answers)))


@given(everybody())
def test_nobody_sees_kratom_whom_screening_does_not_let_through(answers):
    plan = plan_for(answers)

    drawn = any("kratom" in said(row.words) for row in rows_of(timeline_of(plan)))
    assert plan.screening.lets_through or not drawn


@given(who_may_see_kratom_times())
def test_kratom_is_only_ever_something_to_leave_alone(answers):
    for drawn in rows_of(a_timeline(answers)):
        if "kratom" in said(drawn.words):
            assert {bar.sign for bar in drawn.bars} <= {"avoid", "early"}


def test_full_hours_are_found_in_a_zone_of_three_quarters():
    kathmandu = ZoneInfo("Asia/Kathmandu")

    frame = frame_around(datetime(2026, 1, 1, 0, 10, tzinfo=UTC), kathmandu)

    assert frame.window.closes == at("2026-01-01", "07:00", kathmandu)
