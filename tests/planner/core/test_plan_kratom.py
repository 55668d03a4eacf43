"""Who sees a kratom time, and what such a time may never be."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.clock import waking_hours
from planner.core.rules import KRATOM_TIME_RULES
from planner.core.screening import STIMULANTS, Severity
from planner.core.suggestions import Lane
from planner.core.values import Caffeine, Effort, Kratom, Product, SoreWhen, WarningSign
from tests.planner.people import (
    asking_about_leaf,
    at,
    everybody,
    keys_of,
    plan_for,
    shipped_evidence,
    shipped_statements,
    who_may_see_kratom_times,
)

SIX_HOURS = timedelta(hours=6)
KRATOM_TIMES = {rule.__name__ for rule in KRATOM_TIME_RULES}


def has_kratom_times(plan):
    return any(suggestion.rule in KRATOM_TIMES for suggestion in plan.suggestions)


STOPPING = keys_of(Severity.AVOID) + keys_of(Severity.CLINICIAN_ONLY)


@pytest.mark.parametrize("claim", ["mitragynine_half_life", "kratom_cautious"])
def test_what_is_left_out_with_the_cutoff_is_named(claim):
    plan = plan_for(asking_about_leaf(), shipped_evidence(**{claim: None}))

    named = {gap.rule for gap in plan.withheld}
    assert {"kratom_cutoff", "kratom_described_time"} <= named


@given(who_may_see_kratom_times())
def test_nobody_far_too_sore_after_easy_work_sees_a_kratom_time(answers):
    asked_at = max(answers.asked_at, answers.finished_at)
    sore = replace(answers, asked_at=asked_at, effort=Effort.EASY, soreness=9)

    assert not has_kratom_times(plan_for(sore))


def test_somebody_told_to_see_a_doctor_sees_no_kratom_time():
    answers = asking_about_leaf(finished_at=at("2026-11-16", "18:00"), soreness=4)

    plan = plan_for(answers)

    assert [card.rule for card in plan.care] == ["see_a_doctor_after"]
    assert not has_kratom_times(plan)


@given(who_may_see_kratom_times())
def test_no_kratom_time_is_within_six_elapsed_hours_of_bedtime(answers):
    for suggestion in plan_for(answers).kratom:
        if suggestion.window is not None and suggestion.lane is not Lane.AVOID:
            assert answers.bedtime - suggestion.window.closes >= SIX_HOURS
            assert answers.bedtime - suggestion.printed.closes >= SIX_HOURS


@given(who_may_see_kratom_times())
def test_kratom_is_left_alone_for_the_last_six_hours_before_bed(answers):
    floor = next(s for s in plan_for(answers).kratom if s.variant == "floor")

    awake = next(waking_hours(answers, answers.bedtime))
    assert floor.window.opens == max(answers.bedtime - SIX_HOURS, awake.opens)
    assert floor.window.closes == answers.bedtime


def lanes_of_kratom(plan):
    return {suggestion.lane for suggestion in plan.kratom}


@pytest.mark.parametrize(
    "takes", [{"medicines": frozenset({STIMULANTS})}, {"caffeine": Caffeine.PRE_WORKOUT}]
)
def test_whoever_is_told_to_take_none_today_does_not_hear_when_others_take_it(takes):
    at_night = {"sore_when": frozenset({SoreWhen.NIGHT})}

    plan = plan_for(asking_about_leaf(**at_night, **takes))

    assert plan.screening.names_a_medicine
    assert Lane.DESCRIBED in lanes_of_kratom(plan_for(asking_about_leaf(**at_night)))
    assert Lane.DESCRIBED not in lanes_of_kratom(plan)
    assert plan.kratom_cutoffs


@given(who_may_see_kratom_times())
def test_kratom_is_never_something_to_do(answers):
    plan = plan_for(answers)

    assert all(suggestion.lane is not Lane.DO for suggestion in plan.kratom)
    assert not {s.rule for s in plan.timetable} & KRATOM_TIMES


@given(who_may_see_kratom_times(), st.sampled_from(STOPPING))
def test_nobody_screened_out_sees_a_kratom_time(answers, key):
    answers = replace(answers, conditions=answers.conditions | {key})

    assert not has_kratom_times(plan_for(answers))


@given(who_may_see_kratom_times(), st.sampled_from(["under-18", "aged-18-to-20"]))
def test_nobody_under_21_sees_a_kratom_time(answers, age):
    assert not has_kratom_times(plan_for(replace(answers, conditions=frozenset({age}))))


@given(who_may_see_kratom_times(), st.text(min_size=1, max_size=20))
def test_nobody_who_takes_something_unknown_sees_a_kratom_time(answers, name):
    assert not has_kratom_times(plan_for(replace(answers, unlisted_medicines=(name,))))


@given(who_may_see_kratom_times(), st.sampled_from([p for p in Product if p is not Product.LEAF]))
def test_no_product_but_plain_leaf_gets_a_kratom_time(answers, product):
    answers = replace(answers, kratom=Kratom.USING, product=product)

    assert not has_kratom_times(plan_for(answers))


@given(who_may_see_kratom_times(), st.sampled_from(WarningSign))
def test_nobody_with_a_warning_sign_sees_a_kratom_time(answers, sign):
    assert not has_kratom_times(plan_for(replace(answers, warning_signs=frozenset({sign}))))


@given(everybody())
def test_nobody_who_did_not_ask_hears_of_kratom(answers):
    answers = replace(answers, kratom=Kratom.NO, product=None)

    assert plan_for(answers).kratom == ()


@given(everybody())
def test_somebody_screened_out_gets_the_same_plan_without_kratom(answers):
    without = replace(answers, kratom=Kratom.NO, product=None)

    assert plan_for(answers).timetable == plan_for(without).timetable


@given(
    who_may_see_kratom_times(),
    st.sampled_from(["six-hours-before-bed-rule", "kratom-cautious", "kratom-described-time"]),
    st.decimals(0, 24, places=2),
    st.decimals(0, 24, places=2),
)
def test_no_edit_of_hours_brings_kratom_closer_than_six_hours_to_bed(answers, claim, one, other):
    low, high = sorted((one, other))
    edited = replace(shipped_statements()[claim], low=low, high=high)

    plan = plan_for(answers, shipped_evidence(**{claim.replace("-", "_"): edited}))

    for suggestion in plan.kratom:
        if suggestion.variant == "window":
            assert answers.bedtime - suggestion.printed.closes >= SIX_HOURS
            first = min(s.printed.opens for s in plan.kratom_cutoffs)
            assert first <= suggestion.printed.opens
        if suggestion.variant == "floor" and suggestion.receipt.opens.limit is None:
            assert answers.bedtime - suggestion.window.opens >= SIX_HOURS


def test_thoughts_of_suicide_do_not_count_as_pain_that_must_be_seen():
    answers = asking_about_leaf(conditions=frozenset({"suicidal-thoughts"}))

    plan = plan_for(answers)

    assert [card.variant for card in plan.care] == ["crisis"]
    assert plan.screening.stops == ()
    assert not has_kratom_times(plan)


def test_a_window_of_a_few_minutes_does_not_print_closer_to_bed():
    edited = replace(
        shipped_statements()["kratom-described-time"], low=Decimal(6), high=Decimal("6.03")
    )
    answers = asking_about_leaf(bedtime=at("2026-11-24", "22:43"))

    plan = plan_for(answers, shipped_evidence(kratom_described_time=edited))

    described = next(s for s in plan.kratom if s.rule == "kratom_described_time")
    assert answers.bedtime - described.printed.closes >= SIX_HOURS
