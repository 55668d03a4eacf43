"""Cold water soon after the session, or why to leave it alone."""

from datetime import timedelta

import pytest
from hypothesis import given

from planner.core.rules.cold_water import HEART_FACTORS, cold_water
from planner.core.rules.sleep import warm_bath
from planner.core.suggestions import Clash, Concern, Lane, Window
from planner.core.values import Activity, Goal, WarningSign
from tests.planner.people import (
    an_evening_lifter,
    asking_about_leaf,
    at,
    everybody,
    shipped_evidence,
)

RUNNER = {"activity": Activity.RUNNING, "goal": Goal.NEXT_SESSION}


def only(answers, evidence=None):
    (suggestion,) = cold_water(answers, evidence or shipped_evidence())
    return suggestion


def test_cold_water_is_offered_within_an_hour_of_the_end():
    line = only(an_evening_lifter(asked_at=at("2026-11-24", "17:00"), **RUNNER))

    assert line.window == Window(at("2026-11-24", "18:00"), at("2026-11-24", "19:00"))
    assert (line.lane, line.variant) == (Lane.DO, "soon_again")
    assert (line.length, line.longest) == (timedelta(minutes=10), timedelta(minutes=15))
    assert (line.amount.low, line.amount.high) == (11, 15)


def test_cold_water_is_left_alone_after_lifting_for_muscle_growth():
    line = only(an_evening_lifter())

    assert (line.lane, line.variant) == (Lane.AVOID, "growth")
    assert line.window.closes == at("2026-11-24", "22:30")
    assert [claim.claim for claim in line.receipt.claims] == ["cold-water-muscle-growth"]


@pytest.mark.parametrize("change", [{"activity": Activity.RUNNING}, {"goal": Goal.FEEL_BETTER}])
def test_cold_water_is_another_matter_after_other_training_or_for_another_goal(change):
    assert only(an_evening_lifter(**change)).lane is Lane.DO


@pytest.mark.parametrize("key", sorted(HEART_FACTORS))
def test_cold_water_is_left_alone_with_a_heart_factor(key):
    line = only(asking_about_leaf(conditions=frozenset({key}), **RUNNER))

    assert (line.lane, line.variant) == (Lane.AVOID, "heart")
    assert line.clash == Clash(kept=Concern.SAFETY, gave_way=Concern.RECOVERY)


def test_cold_water_makes_way_for_the_warm_bath():
    line = only(an_evening_lifter(finished_at=at("2026-11-24", "20:15"), **RUNNER))

    assert line.window == Window(at("2026-11-24", "20:15"), at("2026-11-24", "20:30"))


def test_cold_water_that_nobody_needs_gives_way_without_a_word():
    answers = an_evening_lifter(
        finished_at=at("2026-11-24", "20:45"), activity=Activity.RUNNING, goal=Goal.FEEL_BETTER
    )

    assert list(cold_water(answers, shipped_evidence())) == []


def test_cold_water_is_left_out_when_bed_comes_within_its_hour():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "21:45"), **RUNNER)

    assert list(cold_water(answers, shipped_evidence())) == []


def test_cold_water_gives_way_when_there_is_no_time_before_the_warm_bath():
    line = only(an_evening_lifter(finished_at=at("2026-11-24", "20:45"), **RUNNER))

    assert (line.lane, line.variant) == (Lane.NOTE, "bath_first")
    assert line.clash == Clash(kept=Concern.SLEEP, gave_way=Concern.RECOVERY)
    assert line.receipt.offer.result == at("2026-11-24", "20:20")


def test_cold_water_offers_no_other_end_for_a_session_that_is_over():
    line = only(
        an_evening_lifter(
            finished_at=at("2026-11-24", "20:45"), asked_at=at("2026-11-24", "20:50"), **RUNNER
        )
    )

    assert (line.variant, line.receipt.offer) == ("bath_first", None)


@pytest.mark.parametrize(
    "change",
    [
        {"asked_at": at("2026-11-24", "18:55")},
        {"finished_at": at("2026-11-23", "18:00")},
        {"warning_signs": frozenset({WarningSign.SWOLLEN_LEG})},
    ],
    ids=["too late for ten minutes", "yesterday", "a warning sign"],
)
def test_cold_water_is_left_out(change):
    assert list(cold_water(an_evening_lifter(**RUNNER, **change), shipped_evidence())) == []


@pytest.mark.parametrize("claim", ["warm_bath", "warm_bath_length"])
def test_cold_water_does_not_need_the_evidence_on_baths(claim):
    answers = an_evening_lifter(finished_at=at("2026-11-24", "20:45"), **RUNNER)

    assert only(answers, shipped_evidence(**{claim: None})).lane is Lane.DO


@given(everybody())
def test_cold_water_and_the_warm_bath_never_overlap(answers):
    for cold in cold_water(answers, shipped_evidence()):
        for bath in warm_bath(answers, shipped_evidence()):
            if cold.lane is Lane.DO:
                assert cold.printed.closes <= bath.window.opens


@given(everybody())
def test_nobody_with_a_heart_factor_is_offered_cold_water(answers):
    if HEART_FACTORS & (answers.conditions | answers.medicines):
        lanes = {line.lane for line in cold_water(answers, shipped_evidence())}
        assert Lane.DO not in lanes
