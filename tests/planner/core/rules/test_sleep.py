"""The evening before the coming night, and the night itself."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.clock import waking_hours
from planner.core.rules.sleep import (
    alcohol_tonight,
    caffeine_cutoff,
    last_large_meal,
    nap,
    screens_off,
    sleep_window,
    warm_bath,
)
from planner.core.suggestions import Anchor, Clash, Concern, Window
from planner.core.values import Caffeine, WarningSign
from tests.planner.people import (
    an_evening_lifter,
    at,
    everybody,
    shipped_evidence,
    shipped_statements,
)

NEW_YORK = ZoneInfo("America/New_York")
SYDNEY = ZoneInfo("Australia/Sydney")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def only(suggestions):
    (suggestion,) = suggestions
    return suggestion


@pytest.mark.parametrize(
    ("caffeine", "exact", "printed"),
    [
        (Caffeine.NONE, "13:42", "13:40"),
        (Caffeine.COFFEE_OR_TEA, "13:42", "13:40"),
        (Caffeine.PRE_WORKOUT, "09:18", "09:15"),
    ],
)
def test_caffeine_cutoff_follows_the_strongest_drink(caffeine, exact, printed):
    cutoff = only(caffeine_cutoff(an_evening_lifter(caffeine=caffeine), shipped_evidence()))

    assert cutoff.window == Window(at("2026-11-24", exact), at("2026-11-24", "22:30"))
    assert cutoff.printed.opens == at("2026-11-24", printed)


def test_caffeine_cutoff_never_falls_under_the_floor():
    coffee = replace(shipped_statements()["caffeine-coffee"], low=Decimal(2), high=Decimal(2))

    cutoff = only(caffeine_cutoff(an_evening_lifter(), shipped_evidence(caffeine_coffee=coffee)))

    assert cutoff.window.opens == at("2026-11-24", "16:30")


def test_caffeine_cutoff_starts_at_waking_on_a_short_day():
    answers = an_evening_lifter(
        bedtime=at("2026-11-24", "22:30"),
        wake_time=at("2026-11-25", "13:00"),
        caffeine=Caffeine.PRE_WORKOUT,
    )

    cutoff = only(caffeine_cutoff(answers, shipped_evidence()))

    assert cutoff.window.opens == at("2026-11-24", "13:00")
    assert cutoff.receipt.opens.limit is Anchor.WAKE_TIME


def test_caffeine_cutoff_counts_elapsed_hours_when_the_clocks_go_back():
    answers = an_evening_lifter(
        zone=NEW_YORK,
        asked_at=at("2026-10-31", "20:00", NEW_YORK),
        finished_at=at("2026-10-31", "19:00", NEW_YORK),
        bedtime=at("2026-11-01", "05:00", NEW_YORK),
        wake_time=at("2026-11-01", "13:00", NEW_YORK),
    )

    cutoff = only(caffeine_cutoff(answers, shipped_evidence()))

    assert cutoff.window.opens == at("2026-10-31", "21:12", NEW_YORK)


def test_caffeine_cutoff_counts_elapsed_hours_when_the_clocks_go_forward():
    answers = an_evening_lifter(
        zone=SYDNEY,
        asked_at=at("2026-10-03", "20:00", SYDNEY),
        finished_at=at("2026-10-03", "19:00", SYDNEY),
        bedtime=at("2026-10-04", "04:00", SYDNEY),
        wake_time=at("2026-10-04", "12:00", SYDNEY),
    )

    cutoff = only(caffeine_cutoff(answers, shipped_evidence()))

    assert cutoff.window.opens == at("2026-10-03", "18:12", SYDNEY)


def test_caffeine_cutoff_prints_on_the_five_minutes_of_a_quarter_hour_zone():
    answers = an_evening_lifter(
        zone=KATHMANDU,
        asked_at=at("2026-11-24", "18:10", KATHMANDU),
        finished_at=at("2026-11-24", "18:00", KATHMANDU),
        bedtime=at("2026-11-24", "22:30", KATHMANDU),
        wake_time=at("2026-11-25", "06:30", KATHMANDU),
    )

    cutoff = only(caffeine_cutoff(answers, shipped_evidence()))

    assert cutoff.printed.opens == at("2026-11-24", "13:40", KATHMANDU)


@pytest.mark.parametrize(("rule", "opens"), [(last_large_meal, "19:30"), (screens_off, "21:30")])
def test_large_meals_and_screens_end_before_bed(rule, opens):
    suggestion = only(rule(an_evening_lifter(), shipped_evidence()))

    assert suggestion.window == Window(at("2026-11-24", opens), at("2026-11-24", "22:30"))


@given(everybody(), st.timedeltas(timedelta(0), timedelta(hours=3)))
def test_cutoffs_move_as_far_as_bedtime(answers, shift):
    later = replace(answers, bedtime=answers.bedtime + shift, wake_time=answers.wake_time + shift)

    for rule in (caffeine_cutoff, last_large_meal, screens_off):
        before, after = (only(rule(who, shipped_evidence())) for who in (answers, later))
        assert after.receipt.opens.exact - before.receipt.opens.exact == shift


def test_warm_bath_runs_from_two_hours_before_bed_to_one():
    bath = only(warm_bath(an_evening_lifter(), shipped_evidence()))

    assert bath.window == Window(at("2026-11-24", "20:30"), at("2026-11-24", "21:30"))
    assert bath.length == timedelta(minutes=10)


def test_warm_bath_waits_for_the_end_of_the_session():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "21:00"))

    bath = only(warm_bath(answers, shipped_evidence()))

    assert bath.window == Window(at("2026-11-24", "21:00"), at("2026-11-24", "21:30"))


@pytest.mark.parametrize(
    "change",
    [
        {"finished_at": at("2026-11-24", "21:45")},
        {"asked_at": at("2026-11-24", "21:25")},
        {"warning_signs": frozenset({WarningSign.PAIN_AT_ONCE})},
    ],
    ids=["too late after the session", "passed", "an injury"],
)
def test_warm_bath_is_left_out_when_it_does_not_fit(change):
    assert list(warm_bath(an_evening_lifter(**change), shipped_evidence())) == []


def test_sleep_window_is_the_night_that_somebody_gave():
    night = only(sleep_window(an_evening_lifter(), shipped_evidence()))

    assert night.window == Window(at("2026-11-24", "22:30"), at("2026-11-25", "06:30"))
    assert night.variant == "enough"


def test_sleep_window_remarks_on_a_very_long_night():
    answers = an_evening_lifter(wake_time=at("2026-11-25", "14:20"))

    night = only(sleep_window(answers, shipped_evidence()))

    assert (night.variant, night.receipt.offer) == ("long", None)


def test_sleep_window_offers_an_earlier_bedtime_for_a_short_night():
    answers = an_evening_lifter(wake_time=at("2026-11-25", "05:00"))

    night = only(sleep_window(answers, shipped_evidence()))

    assert night.variant == "short"
    assert night.receipt.offer.result == at("2026-11-24", "22:00")


def test_sleep_window_offers_a_later_morning_when_the_evening_is_gone():
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "22:20"), wake_time=at("2026-11-25", "05:00")
    )

    night = only(sleep_window(answers, shipped_evidence()))

    assert night.variant == "short_tonight"
    assert night.receipt.offer.result == at("2026-11-25", "05:30")


def test_sleep_window_offers_no_bedtime_that_comes_too_soon_after_hard_work():
    answers = an_evening_lifter(
        finished_at=at("2026-11-24", "21:43"),
        bedtime=at("2026-11-24", "22:44"),
        wake_time=at("2026-11-25", "05:00"),
    )

    night = only(sleep_window(answers, shipped_evidence()))

    assert night.variant == "short_tonight"


@given(everybody())
def test_sleep_window_calls_no_night_under_seven_hours_enough(answers):
    night = only(sleep_window(answers, shipped_evidence()))

    assert (night.variant in {"enough", "long"}) == (night.window.length >= timedelta(hours=7))


def test_sleep_window_quotes_the_steady_times_of_the_next_nights():
    night = only(sleep_window(an_evening_lifter(), shipped_evidence()))

    assert "regular-schedule" in [claim.claim for claim in night.receipt.claims]


def test_caffeine_cutoff_says_that_a_later_session_goes_without():
    answers = an_evening_lifter(asked_at=at("2026-11-24", "08:00"), caffeine=Caffeine.PRE_WORKOUT)

    cutoff = only(caffeine_cutoff(answers, shipped_evidence()))

    assert cutoff.clash == Clash(kept=Concern.SLEEP, gave_way=Concern.CONVENIENCE)


@pytest.mark.parametrize(
    "change",
    [
        {"caffeine": Caffeine.COFFEE_OR_TEA, "asked_at": at("2026-11-24", "08:00")},
        {
            "caffeine": Caffeine.PRE_WORKOUT,
            "asked_at": at("2026-11-24", "08:00"),
            "finished_at": at("2026-11-24", "09:00"),
        },
        {},
    ],
    ids=["only a coffee", "a morning session", "the session is over"],
)
def test_caffeine_cutoff_sees_no_clash_where_there_is_none(change):
    assert only(caffeine_cutoff(an_evening_lifter(**change), shipped_evidence())).clash is None


@pytest.mark.parametrize(
    ("lacking", "opens"), [("caffeine_coffee", "16:30"), ("caffeine_cutoff_minimum", "13:42")]
)
def test_caffeine_cutoff_stands_on_one_claim_without_the_other(lacking, opens):
    evidence = shipped_evidence(**{lacking: None})

    cutoff = only(caffeine_cutoff(an_evening_lifter(), evidence))

    assert cutoff.window.opens == at("2026-11-24", opens)
    assert (cutoff.variant == "floor") == (lacking == "caffeine_coffee")


def test_caffeine_cutoff_counts_like_a_coffee_where_the_claim_on_stronger_drinks_is_gone():
    answers = an_evening_lifter(caffeine=Caffeine.PRE_WORKOUT)

    cutoff = only(caffeine_cutoff(answers, shipped_evidence(caffeine_pre_workout=None)))

    assert (cutoff.window.opens, cutoff.variant) == (at("2026-11-24", "13:42"), "floor")


def test_nap_never_reaches_into_the_night_whatever_an_edit_says():
    edited = replace(shipped_statements()["nap-after-waking"], low=Decimal(1), high=Decimal(20))

    for line in nap(an_evening_lifter(), shipped_evidence(nap_after_waking=edited)):
        assert not at("2026-11-24", "22:30") < line.window.closes <= at("2026-11-25", "06:30")


def test_nap_leaves_room_for_a_session_soon_after_it():
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "09:00"), finished_at=at("2026-11-24", "15:00")
    )

    first = next(nap(answers, shipped_evidence()))

    assert first.window.opens == at("2026-11-25", "12:30")


def test_alcohol_tonight_runs_from_waking_to_bed():
    answers = an_evening_lifter(asked_at=at("2026-11-24", "05:00"))

    line = only(alcohol_tonight(answers, shipped_evidence()))

    assert line.window == Window(at("2026-11-24", "06:30"), at("2026-11-24", "22:30"))


@given(everybody())
def test_alcohol_tonight_never_starts_before_now(answers):
    line = only(alcohol_tonight(answers, shipped_evidence()))

    assert line.window.opens >= answers.asked_at
    assert line.window.closes == answers.bedtime


def test_nap_is_six_to_eight_hours_after_waking_today_and_tomorrow():
    answers = an_evening_lifter(asked_at=at("2026-11-24", "09:00"))

    naps = [line.window for line in nap(answers, shipped_evidence())]

    assert naps == [
        Window(at("2026-11-24", "12:30"), at("2026-11-24", "14:30")),
        Window(at("2026-11-25", "12:30"), at("2026-11-25", "14:30")),
    ]


def test_nap_fits_a_day_sleeper():
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "07:20"),
        finished_at=at("2026-11-24", "07:00"),
        bedtime=at("2026-11-24", "08:30"),
        wake_time=at("2026-11-24", "16:00"),
    )

    naps = [line.window for line in nap(answers, shipped_evidence())]

    assert naps == [Window(at("2026-11-24", "22:00"), at("2026-11-25", "00:00"))]


def test_nap_waits_for_the_end_of_the_session():
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "09:00"), finished_at=at("2026-11-24", "13:00")
    )

    first = next(nap(answers, shipped_evidence()))

    assert first.window.opens == at("2026-11-24", "13:00")


@given(everybody())
def test_nap_leaves_room_for_itself_and_never_comes_on_a_short_day(answers):
    days = list(waking_hours(answers, until=answers.wake_time + timedelta(days=2)))
    for line in nap(answers, shipped_evidence()):
        assert line.window.length >= line.length == timedelta(minutes=30)
        (day,) = (day for day in days if day.opens <= line.window.opens < day.closes)
        assert day.length >= timedelta(hours=15)


def test_sleep_window_counts_from_the_bedtime_that_a_hard_late_session_leaves():
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "22:35"),
        finished_at=at("2026-11-24", "22:30"),
        bedtime=at("2026-11-24", "23:00"),
        wake_time=at("2026-11-25", "05:00"),
    )

    night = only(sleep_window(answers, shipped_evidence()))

    assert night.receipt.offer.result == at("2026-11-25", "06:30")
