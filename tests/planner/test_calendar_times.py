"""The calendar file: when its events are, by the clocks of any zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from planner.calendar import Options, calendar_of, lines_to_come
from planner.core.suggestions import Lane
from tests.planner.calendar_files import SITE, event_of, events_for, file_for, plan_for
from tests.planner.people import an_evening_lifter, at, everybody

pytestmark = pytest.mark.usefixtures("tuesday_morning")


@given(everybody())
def test_every_event_stands_at_the_time_that_the_plan_prints(answers):
    lines = lines_to_come(plan_for(answers))

    for line, event in zip(lines, events_for(answers), strict=True):
        if line.lane is Lane.WATCH:
            assert event.start == line.printed.opens.astimezone(answers.zone).date()
            continue
        assert event.start.astimezone(UTC) == line.printed.opens
        if "dtend" in event:
            assert event.end.astimezone(UTC) == line.printed.closes


@given(everybody())
def test_no_event_is_before_now_and_none_lasts_longer_than_a_day(answers):
    today = answers.asked_at.astimezone(answers.zone).date()

    for event in events_for(answers):
        if isinstance(event.start, datetime):
            assert event.start >= answers.asked_at
            assert event.end.astimezone(UTC) - event.start.astimezone(UTC) <= timedelta(days=1)
        else:
            assert event.start >= today


def test_a_file_explains_its_zone_for_the_years_that_it_spans():
    new_year = an_evening_lifter(
        asked_at=at("2026-12-30", "18:10"),
        finished_at=at("2026-12-30", "18:00"),
        bedtime=at("2026-12-30", "22:30"),
        wake_time=at("2026-12-31", "06:30"),
    )

    (zone,) = file_for(new_year).timezones

    assert zone["tzid"] == "Europe/London"
    assert {m["dtstart"].dt.year for m in zone.subcomponents} == {2026, 2027}


def test_utc_needs_no_explanation():
    file = calendar_of(
        plan_for(an_evening_lifter(zone=ZoneInfo("UTC"))), Options(site_url=SITE), None
    )

    assert b"VTIMEZONE" not in file
    assert b"DTSTART:20261124T223000Z" in file


def test_a_night_on_which_the_clocks_go_forward_keeps_its_clock_times():
    night = an_evening_lifter(
        asked_at=at("2026-03-28", "18:10"),
        finished_at=at("2026-03-28", "18:00"),
        bedtime=at("2026-03-28", "22:30"),
        wake_time=at("2026-03-29", "06:30"),
    )

    sleep = event_of(night, "Time for sleep, 7 h")

    assert sleep["dtstart"].dt.strftime("%H:%M") == "22:30"
    assert sleep["dtend"].dt.strftime("%H:%M") == "06:30"
    assert sleep["dtend"].dt.astimezone(UTC) - sleep["dtstart"].dt.astimezone(UTC) == timedelta(
        hours=7
    )


def test_a_time_that_the_clocks_show_again_is_written_in_utc():
    # In London 01:30 comes twice on 25 October 2026; this is the bedtime of the second.
    night = an_evening_lifter(
        asked_at=at("2026-10-24", "18:10"),
        finished_at=at("2026-10-24", "18:00"),
        bedtime=at("2026-10-25", "01:30", fold=1),
        wake_time=at("2026-10-25", "08:00"),
    )

    sleep = event_of(night, "Time for sleep")

    assert sleep["dtstart"].to_ical() == b"20261025T013000Z"
    assert sleep["dtend"].to_ical() == b"20261025T080000"


def test_a_time_that_is_the_first_of_two_is_written_as_the_clocks_show_it():
    night = an_evening_lifter(
        asked_at=at("2026-10-24", "18:10"),
        finished_at=at("2026-10-24", "18:00"),
        bedtime=at("2026-10-25", "01:30"),
        wake_time=at("2026-10-25", "08:00"),
    )

    sleep = event_of(night, "Time for sleep")

    assert sleep["dtstart"].to_ical() == b"20261025T013000"
    assert sleep.start.astimezone(UTC) == at("2026-10-25", "01:30")
