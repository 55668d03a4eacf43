"""The evening before the coming night, and the night itself."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.rules.sleep import (
    caffeine_cutoff,
    hard_exercise_gap,
    last_large_meal,
    screens_off,
    sleep_window,
    warm_bath,
)
from planner.core.values import Anchor, Caffeine, Effort, WarningSign, Window
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


def test_hard_exercise_gap_says_nothing_four_hours_before_bed():
    assert list(hard_exercise_gap(an_evening_lifter(), shipped_evidence())) == []


def test_hard_exercise_gap_remarks_on_two_hours():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "20:30"))

    remark = only(hard_exercise_gap(answers, shipped_evidence()))

    assert (remark.variant, remark.receipt.offer) == ("remark", None)


def test_hard_exercise_gap_offers_an_earlier_end_for_a_session_to_come():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "21:45"))

    conflict = only(hard_exercise_gap(answers, shipped_evidence()))

    assert conflict.variant == "end_earlier"
    assert conflict.receipt.offer.result == at("2026-11-24", "21:30")


def test_hard_exercise_gap_offers_a_later_bedtime_for_a_session_that_is_over():
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "22:00"), finished_at=at("2026-11-24", "21:45")
    )

    conflict = only(hard_exercise_gap(answers, shipped_evidence()))

    assert conflict.variant == "bed_later"
    assert conflict.receipt.offer.result == at("2026-11-24", "22:45")


def test_hard_exercise_gap_offers_no_end_that_has_passed():
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "21:50"), finished_at=at("2026-11-24", "22:15")
    )

    conflict = only(hard_exercise_gap(answers, shipped_evidence()))

    assert conflict.variant == "bed_later"
    assert conflict.receipt.offer.result == at("2026-11-24", "23:15")


@given(everybody())
def test_hard_exercise_gap_never_offers_less_than_an_hour(answers):
    for suggestion in hard_exercise_gap(answers, shipped_evidence()):
        assert answers.effort is Effort.HARD
        offer = suggestion.receipt.offer
        assert offer is None or offer.result > answers.asked_at
        if suggestion.variant == "end_earlier":
            assert answers.bedtime - suggestion.receipt.offer.result >= timedelta(hours=1)
        if suggestion.variant == "bed_later":
            assert suggestion.receipt.offer.result - answers.finished_at >= timedelta(hours=1)


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
