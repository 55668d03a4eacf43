"""Clock times become moments, on every kind of day."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.clock import (
    SkippedTimeError,
    coming_night,
    moments_of,
    next_time,
    other_half_of_the_day,
    up_after,
    waking_hours,
)
from planner.core.suggestions import Window
from tests.planner.people import CLOCKS, LONDON, ZONES, an_evening_lifter, at, everybody

NEW_YORK = ZoneInfo("America/New_York")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


def test_the_coming_night_starts_this_evening():
    night = coming_night(time(22, 30), time(6, 30), at("2026-11-24", "18:00"), LONDON)

    assert night == (at("2026-11-24", "22:30"), at("2026-11-25", "06:30"))


def test_a_bedtime_past_midnight_belongs_to_the_next_date():
    night = coming_night(time(0, 30), time(8), at("2026-11-24", "18:00"), LONDON)

    assert night == (at("2026-11-25", "00:30"), at("2026-11-25", "08:00"))


def test_a_day_sleeper_goes_to_bed_in_the_morning():
    night = coming_night(time(8, 30), time(16), at("2026-11-24", "07:15"), LONDON)

    assert night == (at("2026-11-24", "08:30"), at("2026-11-24", "16:00"))


def test_a_session_that_ends_at_bedtime_leaves_that_night():
    night = coming_night(time(22, 30), time(6, 30), at("2026-11-24", "22:30"), LONDON)

    assert night[0] == at("2026-11-24", "22:30")


def test_a_night_on_which_the_clocks_go_back_is_an_hour_longer():
    bedtime, wake_time = coming_night(
        time(22, 30), time(6, 30), at("2026-10-31", "18:00", NEW_YORK), NEW_YORK
    )

    assert wake_time - bedtime == timedelta(hours=9)


def test_a_night_on_which_the_clocks_go_forward_is_an_hour_shorter():
    bedtime, wake_time = coming_night(
        time(22, 30), time(6, 30), at("2027-03-13", "18:00", NEW_YORK), NEW_YORK
    )

    assert wake_time - bedtime == timedelta(hours=7)


def test_of_a_time_that_comes_twice_the_first_counts():
    moment = moments_of(time(1, 30), date(2026, 10, 25), LONDON)[0]

    assert moment == at("2026-10-25", "01:30", fold=0)


def test_between_the_two_the_second_is_next():
    between = at("2026-10-25", "01:45", fold=0)

    assert next_time(time(1, 30), between, LONDON) == at("2026-10-25", "01:30", fold=1)


def test_a_bedtime_that_the_clocks_skip_is_refused():
    with pytest.raises(SkippedTimeError, match=r"01:30 does not exist on 2027-03-28"):
        coming_night(time(1, 30), time(8), at("2027-03-27", "20:00"), LONDON)


def test_a_skipped_time_that_is_already_past_matters_to_nobody():
    night = coming_night(time(1, 30), time(8), at("2027-03-28", "10:00"), LONDON)

    assert night[0] == at("2027-03-29", "01:30")


def test_a_moment_after_bedtime_falls_into_the_night():
    wakes = up_after(at("2026-11-24", "23:00"), time(22, 30), time(6, 30), LONDON)

    assert wakes == at("2026-11-25", "06:30")


def test_a_moment_in_the_day_falls_into_no_night():
    assert up_after(at("2026-11-24", "18:00"), time(22, 30), time(6, 30), LONDON) is None


def test_waking_hours_run_from_waking_to_bed_day_after_day():
    days = list(waking_hours(an_evening_lifter(), until=at("2026-11-25", "23:00")))

    assert days == [
        Window(at("2026-11-24", "06:30"), at("2026-11-24", "22:30")),
        Window(at("2026-11-25", "06:30"), at("2026-11-25", "22:30")),
        Window(at("2026-11-26", "06:30"), at("2026-11-26", "22:30")),
    ]


def test_a_later_night_that_the_clocks_swallow_is_no_error():
    troll = ZoneInfo("Antarctica/Troll")
    answers = an_evening_lifter(
        zone=troll,
        asked_at=at("2027-03-25", "20:00", troll),
        finished_at=at("2027-03-25", "18:00", troll),
        bedtime=at("2027-03-26", "01:30", troll),
        wake_time=at("2027-03-26", "03:00", troll),
    )

    days = list(waking_hours(answers, until=answers.bedtime + timedelta(days=4)))

    assert all(earlier.closes <= later.opens for earlier, later in itertools.pairwise(days))


@given(CLOCKS, MOMENTS, st.sampled_from(ZONES))
def test_the_next_time_is_within_a_day_and_shows_on_the_clock(clock, after, zone):
    try:
        moment = next_time(clock, after, zone)
    except SkippedTimeError:
        return

    assert after <= moment <= after + timedelta(hours=26)
    assert moment.astimezone(zone).time() == clock


@given(everybody())
def test_waking_hours_never_overlap_and_never_hold_the_coming_night(answers):
    until = answers.bedtime + timedelta(days=4)

    days = list(waking_hours(answers, until))

    assert days[0].closes == answers.bedtime
    assert days[1].opens == answers.wake_time
    assert all(earlier.closes <= later.opens for earlier, later in itertools.pairwise(days))
    assert days[-1].closes >= until


@pytest.mark.parametrize(
    ("bedtime", "wake_time", "meant"),
    [
        ("10:30", "06:30", ("bedtime", time(22, 30))),
        ("22:30", "19:00", ("wake_time", time(7))),
        ("03:00", "01:00", ("wake_time", time(13))),
        ("12:00", "11:00", None),
    ],
)
def test_a_time_may_be_meant_for_the_other_half_of_the_day(bedtime, wake_time, meant):
    given = time.fromisoformat(bedtime), time.fromisoformat(wake_time)

    assert other_half_of_the_day(*given) == meant
