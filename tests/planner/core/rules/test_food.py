"""Protein and fluids, after the session and before bed."""

import pytest
from hypothesis import given

from planner.core.rules.food import PROTEIN_FACTORS, fluids, protein_after, protein_before_sleep
from planner.core.suggestions import Clash, Concern, Window
from planner.core.values import Goal
from tests.planner.people import an_evening_lifter, at, everybody, shipped_evidence


def only(rule, answers, evidence=None):
    (suggestion,) = rule(answers, evidence or shipped_evidence())
    return suggestion


def test_protein_after_runs_to_three_hours_after_the_session():
    line = only(protein_after, an_evening_lifter(asked_at=at("2026-11-24", "17:00")))

    assert line.window == Window(at("2026-11-24", "18:00"), at("2026-11-24", "21:00"))
    assert (line.amount.low, line.amount.high) == (20, 40)


@pytest.mark.parametrize(
    ("finished", "variant"), [("16:00", "meal"), ("18:00", "meal_or_snack"), ("19:45", "snack")]
)
def test_protein_after_goes_with_the_last_large_meal(finished, variant):
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "15:00"), finished_at=at("2026-11-24", finished)
    )

    assert only(protein_after, answers).variant == variant


def test_protein_after_gives_way_to_sleep_as_a_snack():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "19:45"))

    assert only(protein_after, answers).clash == Clash(
        kept=Concern.SLEEP, gave_way=Concern.RECOVERY
    )


def test_protein_after_is_a_snack_where_the_claim_on_large_meals_is_gone():
    line = only(protein_after, an_evening_lifter(), shipped_evidence(large_meal_gap=None))

    assert line.variant == "snack"


def test_protein_before_sleep_does_not_appear_because_another_claim_is_gone():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "20:00"))

    without = shipped_evidence(protein_window=None)

    assert list(protein_before_sleep(answers, without)) == []


def test_protein_after_ends_at_bedtime():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "21:00"))

    assert only(protein_after, answers).window.closes == answers.bedtime


def test_protein_after_is_left_out_once_its_time_has_passed():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "14:00"))

    assert list(protein_after(answers, shipped_evidence())) == []


def test_protein_before_sleep_is_half_an_hour_before_bed():
    line = only(protein_before_sleep, an_evening_lifter())

    assert line.window == Window(at("2026-11-24", "22:00"), at("2026-11-24", "22:30"))


@pytest.mark.parametrize(
    "change",
    [
        {"goal": Goal.FEEL_BETTER},
        {"finished_at": at("2026-11-23", "18:00")},
        {"finished_at": at("2026-11-24", "20:00")},
    ],
    ids=["only to feel better", "not the night after", "protein_after reaches the night"],
)
def test_protein_before_sleep_is_left_out(change):
    assert list(protein_before_sleep(an_evening_lifter(**change), shipped_evidence())) == []


@pytest.mark.parametrize("key", sorted(PROTEIN_FACTORS))
@pytest.mark.parametrize("rule", [protein_after, protein_before_sleep])
def test_no_protein_is_named_to_somebody_whose_doctor_must_say_how_much(rule, key):
    answers = an_evening_lifter(conditions=frozenset({key}))

    assert list(rule(answers, shipped_evidence())) == []


def test_fluids_run_from_the_session_to_bed():
    line = only(fluids, an_evening_lifter(asked_at=at("2026-11-24", "17:00")))

    assert line.window == Window(at("2026-11-24", "18:00"), at("2026-11-24", "22:30"))


def test_fluids_are_for_the_day_of_the_session():
    answers = an_evening_lifter(finished_at=at("2026-11-23", "18:00"))

    assert list(fluids(answers, shipped_evidence())) == []


@given(everybody())
def test_what_to_eat_and_drink_comes_after_the_session_and_before_bed(answers):
    for rule in (protein_after, protein_before_sleep, fluids):
        for line in rule(answers, shipped_evidence()):
            assert max(answers.asked_at, answers.finished_at) <= line.window.opens
            assert line.window.closes <= answers.bedtime
