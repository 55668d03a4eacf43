"""Claims become lengths of time, within floors and ceilings, or are withheld."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.evidence import (
    CAFFEINE_COFFEE,
    COLD_WATER_TEMPERATURE,
    FOAM_ROLLING,
    KRATOM_FLOOR,
    NEEDED,
    NEEDED_AMOUNTS,
    PROTEIN_SERVING,
    SEE_A_DOCTOR_AFTER,
    SORENESS_PEAK,
    TRAIN_AGAIN,
    Evidence,
    Reason,
    WithheldError,
)
from tests.planner.people import shipped_evidence, shipped_statements

PEAK = shipped_statements()["doms-peak"]


def test_a_finding_gives_the_claim_s_hours():
    finding = shipped_evidence()[SORENESS_PEAK]

    assert (finding.low, finding.high) == (timedelta(hours=24), timedelta(hours=72))


def test_hours_with_a_decimal_are_exact():
    finding = shipped_evidence()[CAFFEINE_COFFEE]

    assert finding.low == timedelta(hours=8, minutes=48)


def test_a_missing_claim_is_withheld():
    with pytest.raises(WithheldError) as gap:
        shipped_evidence(doms_peak=None)[SORENESS_PEAK]

    assert (gap.value.claim, gap.value.reason) == ("doms-peak", Reason.MISSING)


def test_an_overdue_claim_is_withheld():
    with pytest.raises(WithheldError) as gap:
        Evidence([PEAK], overdue=["doms-peak"])[SORENESS_PEAK]

    assert gap.value.reason is Reason.OVERDUE


@pytest.mark.parametrize(
    "change",
    [
        {"low": None},
        {"high": None},
        {"unit": "minutes"},
        {"basis": None},
        {"low": Decimal(-1)},
        {"high": Decimal(20000)},
    ],
)
def test_a_claim_without_hours_that_make_sense_is_withheld(change):
    with pytest.raises(WithheldError) as gap:
        Evidence([replace(PEAK, **change)])[SORENESS_PEAK]

    assert gap.value.reason is Reason.NO_HOURS


@given(st.decimals(0, 48, places=1), st.decimals(0, 48, places=1))
def test_no_edit_takes_the_kratom_floor_under_six_hours(one, other):
    low, high = sorted((one, other))
    edited = replace(shipped_statements()["six-hours-before-bed-rule"], low=low, high=high)

    finding = Evidence([edited])[KRATOM_FLOOR]

    assert timedelta(hours=6) <= finding.low <= finding.high
    assert finding.high >= timedelta(hours=float(high))


def test_no_edit_puts_the_doctor_off_beyond_a_week():
    edited = replace(
        shipped_statements()["red-flag-lasting-soreness"], low=Decimal(9), high=Decimal(12)
    )

    finding = Evidence([edited])[SEE_A_DOCTOR_AFTER]

    assert finding.high == timedelta(days=7)


@pytest.mark.parametrize(
    "change", [{"low": Decimal(0)}, {"high": None}, {"unit": "hours"}, {"basis": None}]
)
def test_an_amount_that_makes_no_sense_is_withheld(change):
    edited = replace(shipped_statements()["protein-after-exercise"], **change)

    with pytest.raises(WithheldError) as gap:
        Evidence([edited]).amount(PROTEIN_SERVING)

    assert gap.value.reason is Reason.NO_HOURS


def test_no_edit_makes_cold_water_colder_than_eleven_degrees():
    edited = replace(
        shipped_statements()["cold-water-temperature"], low=Decimal(2), high=Decimal(8)
    )

    amount = Evidence([edited]).amount(COLD_WATER_TEMPERATURE)

    assert (amount.low, amount.high) == (11, 11)


def test_only_a_window_that_may_open_at_once_may_start_at_zero():
    rolling = shipped_statements()["foam-rolling-window"]
    again = replace(shipped_statements()["train-while-sore"], low=Decimal(0))

    assert Evidence([rolling])[FOAM_ROLLING].low == timedelta(0)
    with pytest.raises(WithheldError):
        Evidence([again])[TRAIN_AGAIN]


def test_what_a_line_can_stand_without_may_be_missing():
    assert Evidence([]).find(SORENESS_PEAK) is None
    assert Evidence([PEAK]).find(SORENESS_PEAK).low == timedelta(hours=24)


@pytest.mark.parametrize("needed", NEEDED_AMOUNTS, ids=lambda needed: needed.claim)
def test_every_needed_amount_is_shipped_in_its_unit(needed):
    amount = shipped_evidence().amount(needed)

    assert 0 < amount.low <= amount.high
    assert amount.unit == amount.statement.unit


@pytest.mark.parametrize("needed", NEEDED, ids=lambda needed: needed.claim)
def test_every_needed_length_is_shipped_in_its_unit(needed):
    finding = shipped_evidence()[needed]

    assert finding.low <= finding.high
    assert finding.statement.basis is not None
