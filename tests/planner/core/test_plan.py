"""What holds for the plan of anybody at all."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.clock import waking_hours
from planner.core.evidence import CLAIMS, HAZARDS, SEE_A_DOCTOR_AFTER, Evidence, WithheldError
from planner.core.plan import build_plan
from planner.core.rules import KRATOM_TIME_RULES, RESTS_ON, RULES
from planner.core.screening import Severity
from planner.core.values import Anchor, Kratom, Lane, Product, WarningSign
from tests.planner.people import (
    an_evening_lifter,
    asking_about_leaf,
    at,
    everybody,
    keys_of,
    shipped_evidence,
    shipped_factors,
    shipped_statements,
    who_may_see_kratom_times,
)

SIX_HOURS = timedelta(hours=6)
KRATOM_TIMES = {rule.__name__ for rule in KRATOM_TIME_RULES}


def plan_for(answers, evidence=None):
    return build_plan(answers, evidence or shipped_evidence(), shipped_factors())


def has_kratom_times(plan):
    return any(suggestion.rule in KRATOM_TIMES for suggestion in plan.suggestions)


def test_a_plan_stands_in_time_order():
    rules = [suggestion.rule for suggestion in plan_for(an_evening_lifter()).timetable]

    assert rules == [
        "caffeine_cutoff",
        "last_large_meal",
        "warm_bath",
        "screens_off",
        "sleep_window",
        "light_movement",
        "light_movement",
        "light_movement",
    ]


def test_an_emergency_sign_withholds_the_rest_of_the_plan():
    answers = asking_about_leaf(warning_signs=frozenset({WarningSign.DARK_URINE}))

    plan = plan_for(answers)

    assert plan.is_emergency
    assert plan.suggestions == plan.care


def test_a_sign_for_today_leaves_the_plan_under_its_card():
    plan = plan_for(an_evening_lifter(warning_signs=frozenset({WarningSign.SWOLLEN_LEG})))

    assert [card.variant for card in plan.care] == ["today"]
    assert plan.timetable


def said_by(rule, answers, evidence):
    try:
        return list(rule(answers, evidence))
    except WithheldError as gap:
        return gap.args


@given(everybody())
def test_a_rule_says_the_same_without_the_claims_that_it_does_not_rest_on(answers):
    for rule in RULES:
        own = [shipped_statements()[claim] for claim in RESTS_ON[rule.__name__]]

        alone = said_by(rule, answers, Evidence(own))

        assert alone == said_by(rule, answers, shipped_evidence())


@pytest.mark.parametrize(
    ("rule", "claim"),
    [(rule, claim) for rule in RULES for claim in RESTS_ON[rule.__name__]],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_a_rule_says_something_else_to_somebody_without_a_claim_that_it_rests_on(rule, claim):
    late = {"finished_at": at("2026-11-24", "21:45"), "asked_at": at("2026-11-24", "21:00")}
    people = [
        asking_about_leaf(),
        asking_about_leaf(caffeine="pre_workout"),
        an_evening_lifter(**late, wake_time=at("2026-11-25", "04:00")),
        *(an_evening_lifter(warning_signs=frozenset({sign})) for sign in WarningSign),
    ]
    without = shipped_evidence(**{claim: None})

    changed = [
        someone
        for someone in people
        if said_by(rule, someone, without) != said_by(rule, someone, shipped_evidence())
    ]

    assert changed


# What else goes with a claim: a rule that reads it without quoting it, or may not stand alone.
GOES_TOO = {
    "caffeine-cutoff-minimum": {"caffeine_cutoff"},
    "mitragynine-half-life": {"kratom_described_time"},
}


@pytest.mark.parametrize("claim", sorted(CLAIMS - set(HAZARDS) - {SEE_A_DOCTOR_AFTER.claim}))
def test_a_missing_claim_withholds_its_lines_and_no_others(claim):
    someone = asking_about_leaf(
        finished_at=at("2026-11-24", "21:45"),
        asked_at=at("2026-11-24", "13:00"),
        bedtime=at("2026-11-25", "00:15"),
        caffeine="pre_workout" if "pre-workout" in claim else "coffee_or_tea",
    )
    whole = plan_for(someone)
    rests_on_it = {
        s.rule for s in whole.suggestions if claim in [c.claim for c in s.receipt.claims]
    }

    plan = plan_for(someone, shipped_evidence(**{claim.replace("-", "_"): None}))

    lost = {s.rule for s in whole.suggestions} - {s.rule for s in plan.suggestions}
    assert lost == rests_on_it | GOES_TOO.get(claim, set())
    assert {gap.rule for gap in plan.withheld} <= lost
    assert {gap.claim for gap in plan.withheld} == ({claim} if lost else set())


@pytest.mark.parametrize("claim", HAZARDS)
def test_no_missing_claim_takes_the_hazards_away(claim):
    plan = plan_for(asking_about_leaf(), shipped_evidence(**{claim.replace("-", "_"): None}))

    assert "kratom_hazards" in {suggestion.rule for suggestion in plan.suggestions}


@pytest.mark.parametrize("claim", ["kratom_described_time", "kratom_doms_unstudied"])
def test_without_what_people_describe_the_times_to_stay_away_still_stand(claim):
    plan = plan_for(asking_about_leaf(), shipped_evidence(**{claim: None}))

    assert {s.rule for s in plan.kratom} == {"kratom_cutoff", "kratom_hazards"}


def test_somebody_told_to_see_a_doctor_sees_no_kratom_time():
    answers = asking_about_leaf(finished_at=at("2026-11-16", "18:00"), soreness=4)

    plan = plan_for(answers)

    assert [card.rule for card in plan.care] == ["see_a_doctor_after"]
    assert not has_kratom_times(plan)


def test_without_the_cutoff_what_people_describe_is_left_out_too():
    plan = plan_for(asking_about_leaf(), shipped_evidence(kratom_cautious=None))

    assert not has_kratom_times(plan)


@given(everybody())
def test_without_any_evidence_there_is_still_a_plan_that_says_what_it_lacks(answers):
    plan = plan_for(answers, Evidence([]))

    assert plan.is_emergency or plan.withheld
    assert {s.rule for s in plan.suggestions} <= {
        "urgent_signs",
        "see_a_doctor_after",
        "kratom_hazards",
    }


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


@given(who_may_see_kratom_times())
def test_kratom_is_never_something_to_do(answers):
    plan = plan_for(answers)

    assert all(suggestion.lane is not Lane.DO for suggestion in plan.kratom)
    assert not {s.rule for s in plan.timetable} & KRATOM_TIMES


def test_a_window_of_a_few_minutes_does_not_print_closer_to_bed():
    edited = replace(
        shipped_statements()["kratom-described-time"], low=Decimal(6), high=Decimal("6.03")
    )
    answers = asking_about_leaf(bedtime=at("2026-11-24", "22:43"))

    plan = plan_for(answers, shipped_evidence(kratom_described_time=edited))

    described = next(s for s in plan.kratom if s.rule == "kratom_described_time")
    assert answers.bedtime - described.printed.closes >= SIX_HOURS


STOPPING = keys_of(Severity.AVOID) + keys_of(Severity.CLINICIAN_ONLY)


@given(who_may_see_kratom_times(), st.sampled_from(STOPPING))
def test_nobody_screened_out_sees_a_kratom_time(answers, key):
    answers = replace(answers, conditions=answers.conditions | {key})

    assert not has_kratom_times(plan_for(answers))


@given(who_may_see_kratom_times(), st.sampled_from(["under-18", "aged-18-to-20"]))
def test_nobody_under_21_sees_a_kratom_time(answers, age):
    assert not has_kratom_times(plan_for(replace(answers, conditions=frozenset({age}))))


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


@given(everybody())
def test_windows_to_act_in_lie_in_waking_hours(answers):
    plan = plan_for(answers)

    days = list(waking_hours(answers, until=answers.bedtime + timedelta(days=20)))
    for suggestion in plan.timetable + plan.kratom:
        if suggestion.window and suggestion.lane in {Lane.DO, Lane.AVOID, Lane.DESCRIBED}:
            window = suggestion.window
            assert any(day.opens <= window.opens and window.closes <= day.closes for day in days), (
                suggestion
            )


@given(everybody())
def test_every_receipt_can_be_checked_by_hand(answers):
    plan = plan_for(answers)

    until = answers.bedtime + timedelta(days=20)
    days = list(waking_hours(answers, until))
    may_limit = {
        Anchor.SESSION_END: {answers.finished_at},
        Anchor.NOW: {answers.asked_at},
        Anchor.WAKE_TIME: {day.opens for day in days},
        Anchor.BEDTIME: {day.closes for day in days},
    }
    for suggestion in plan.suggestions:
        receipt = suggestion.receipt
        assert receipt.claims
        for part in filter(None, (receipt.opens, receipt.closes, receipt.offer)):
            anchor = {
                Anchor.SESSION_END: answers.finished_at,
                Anchor.BEDTIME: answers.bedtime,
                Anchor.WAKE_TIME: answers.wake_time,
            }[part.start]
            steps = _steps_of(receipt)
            if part.limit is None:
                assert part.result - anchor in steps
            else:
                assert part.exact - anchor in steps
                assert part.result in may_limit[part.limit]
                assert part.result != part.exact


def _steps_of(receipt):
    """Every step that the claims of a receipt allow, forwards and backwards."""
    steps = {timedelta(0)}
    for claim in receipt.claims:
        if claim.unit in {"minutes", "hours", "days"}:
            low, high = (timedelta(**{claim.unit: float(n)}) for n in (claim.low, claim.high))
            share = receipt.share or 1
            part = low + (high - low) * share.numerator / share.denominator
            steps |= {low, -low, high, -high, part}
    return steps


@given(everybody())
def test_every_suggestion_is_named_for_its_rule(answers):
    names = {rule.__name__ for rule in RULES}

    assert {suggestion.rule for suggestion in plan_for(answers).suggestions} <= names


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


def test_the_night_shift_sleeps_by_day():
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "07:20"),
        finished_at=at("2026-11-24", "07:00"),
        bedtime=at("2026-11-24", "08:30"),
        wake_time=at("2026-11-24", "16:00"),
    )

    plan = plan_for(answers)

    times = {s.rule: s.printed for s in plan.timetable if s.rule != "light_movement"}
    assert times["caffeine_cutoff"].opens == at("2026-11-23", "23:40")
    assert times["sleep_window"].closes == at("2026-11-24", "16:00")
    assert times["hard_exercise_gap"].opens == at("2026-11-24", "07:00")
