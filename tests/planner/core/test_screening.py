"""Screening lets nobody through whom a safety factor stops."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.screening import (
    FLOOR,
    PRESCRIBED,
    PRESCRIBED_NAMES,
    PRESCRIPTION,
    Outcome,
    Severity,
    Stop,
)
from planner.core.screening import screen as screen_anybody
from planner.core.values import Caffeine, CloseName, Product, WarningSign
from planner.medicines import look_up
from tests.planner.people import (
    an_evening_lifter,
    asking_about_leaf,
    everybody,
    keys_of,
    shipped_factors,
)


def screen(answers, factors, *, is_sent_to_care=False):
    return screen_anybody(answers, factors, is_sent_to_care=is_sent_to_care)


def test_somebody_who_does_not_ask_is_not_screened():
    assert screen(an_evening_lifter(), shipped_factors()).outcome is Outcome.NOT_ASKED


def test_a_medicine_that_nobody_knows_is_never_taken_for_safe():
    screening = screen(asking_about_leaf(unlisted_medicines=("creatine",)), shipped_factors())

    assert (screening.outcome, screening.stops) == (Outcome.ASK_FIRST, (Stop.UNLISTED_MEDICINE,))


def test_an_unknown_medicine_does_not_soften_what_stops():
    answers = asking_about_leaf(
        unlisted_medicines=("creatine",), conditions=frozenset({"pregnancy"})
    )

    screening = screen(answers, shipped_factors())

    assert screening.outcome is Outcome.STOPPED
    assert Stop.UNLISTED_MEDICINE in screening.stops


@given(everybody())
def test_what_an_unlisted_name_may_be_is_said_and_decides_nothing(answers):
    close = CloseName("sertralin", "sertraline", ("ssris-snris", "a-factor-since-deleted"))
    before = screen(answers, shipped_factors())

    after = screen(replace(answers, close_names=(close,)), shipped_factors())

    assert replace(after, possible=()) == before
    for possible in after.possible:
        assert [factor.key for factor in possible.factors] == ["ssris-snris"]


def test_plain_leaf_and_no_factor_is_let_through():
    assert screen(asking_about_leaf(), shipped_factors()).outcome is Outcome.LET_THROUGH


@pytest.mark.parametrize("key", keys_of(Severity.AVOID))
def test_an_avoid_factor_stops(key):
    screening = screen(asking_about_leaf(conditions=frozenset({key})), shipped_factors())

    assert screening.outcome is Outcome.STOPPED
    assert [factor.key for factor in screening.flagged] == [key]


@pytest.mark.parametrize("key", keys_of(Severity.CLINICIAN_ONLY))
def test_a_clinician_only_factor_asks_first(key):
    screening = screen(asking_about_leaf(medicines=frozenset({key})), shipped_factors())

    assert screening.outcome is Outcome.ASK_FIRST


@pytest.mark.parametrize("key", sorted(PRESCRIBED))
def test_a_prescription_medicine_counts_as_one_whether_that_was_ticked_or_not(key):
    screening = screen(asking_about_leaf(medicines=frozenset({key})), shipped_factors())

    assert screening.outcome is Outcome.ASK_FIRST
    assert {factor.key for factor in screening.flagged} == {key, PRESCRIPTION}


@pytest.mark.parametrize("name", sorted(PRESCRIBED_NAMES))
def test_a_prescription_medicine_that_was_typed_counts_as_one(name):
    found = look_up(name, shipped_factors())
    answers = asking_about_leaf(medicines=found.keys, typed_medicines=found.named)

    assert found.keys
    assert not screen(answers, shipped_factors()).lets_through


@pytest.mark.parametrize("key", sorted(set(keys_of(Severity.CAUTION)) - PRESCRIBED))
def test_a_caution_factor_is_let_through_and_shown(key):
    screening = screen(asking_about_leaf(medicines=frozenset({key})), shipped_factors())

    assert screening.outcome is Outcome.LET_THROUGH
    assert [factor.key for factor in screening.flagged] == [key]


@pytest.mark.parametrize("product", [p for p in Product if p is not Product.LEAF])
def test_anything_but_plain_leaf_stops(product):
    screening = screen(asking_about_leaf(product=product), shipped_factors())

    assert (screening.outcome, screening.stops) == (Outcome.STOPPED, (Stop.PRODUCT,))


def test_a_warning_sign_stops_because_dulled_pain_could_hide_it():
    answers = asking_about_leaf(warning_signs=frozenset({WarningSign.GETTING_WORSE}))

    assert screen(answers, shipped_factors()).stops == (Stop.SENT_TO_CARE,)


def test_somebody_whom_the_plan_sends_to_a_doctor_is_stopped():
    screening = screen(asking_about_leaf(), shipped_factors(), is_sent_to_care=True)

    assert (screening.outcome, screening.stops) == (Outcome.STOPPED, (Stop.SENT_TO_CARE,))


def test_a_pre_workout_drink_counts_as_a_stimulant():
    screening = screen(asking_about_leaf(caffeine=Caffeine.PRE_WORKOUT), shipped_factors())

    assert screening.lets_through
    assert [factor.key for factor in screening.flagged] == ["stimulants-caffeine"]


def test_without_safety_factors_nobody_is_let_through():
    screening = screen(asking_about_leaf(), [])

    assert (screening.outcome, screening.stops) == (Outcome.STOPPED, (Stop.LIST_INCOMPLETE,))


@pytest.mark.parametrize("key", sorted(FLOOR))
def test_without_a_factor_of_the_floor_nobody_is_let_through(key):
    rest = [factor for factor in shipped_factors() if factor.key != key]

    assert screen(asking_about_leaf(), rest).stops == (Stop.LIST_INCOMPLETE,)


@pytest.mark.parametrize("key", keys_of(Severity.AVOID) + keys_of(Severity.CLINICIAN_ONLY))
def test_no_edit_makes_a_factor_of_the_floor_milder(key):
    edited = [
        replace(factor, severity=Severity.CAUTION) if factor.key == key else factor
        for factor in shipped_factors()
    ]

    screening = screen(asking_about_leaf(conditions=frozenset({key})), edited)

    assert not screening.lets_through


def test_a_factor_that_is_named_but_not_listed_stops():
    answers = asking_about_leaf(medicines=frozenset({"a-medicine-since-deleted"}))

    assert screen(answers, shipped_factors()).stops == (Stop.LIST_INCOMPLETE,)


def test_the_gravest_factor_stands_first():
    answers = asking_about_leaf(medicines=frozenset({"cannabis-thc", "opioids", "ssris-snris"}))

    flagged = [factor.key for factor in screen(answers, shipped_factors()).flagged]

    assert flagged == ["opioids", "ssris-snris", "cannabis-thc"]


@given(everybody(), st.sampled_from(shipped_factors()))
def test_one_more_factor_never_lets_anybody_through(answers, factor):
    before = screen(answers, shipped_factors())
    more = replace(answers, conditions=answers.conditions | {factor.key})

    after = screen(more, shipped_factors())

    assert before.lets_through or not after.lets_through
