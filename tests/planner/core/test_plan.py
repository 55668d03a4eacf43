"""What holds for the plan of anybody at all."""

from datetime import timedelta

import pytest
from hypothesis import given

from planner.core.clock import waking_hours
from planner.core.evidence import (
    CLAIMS,
    HAZARDS,
    SEE_A_DOCTOR_AFTER,
    WARM_BATH,
    Evidence,
    WithheldError,
)
from planner.core.rules import RESTS_ON, RULES
from planner.core.rules.anchors import before_bed
from planner.core.rules.care import THOUGHTS_OF_SUICIDE
from planner.core.suggestions import Anchor, Lane
from planner.core.values import WarningSign
from tests.planner.people import (
    an_evening_lifter,
    asking_about_leaf,
    at,
    everybody,
    plan_for,
    shipped_evidence,
    shipped_statements,
)


def test_a_plan_stands_in_time_order():
    rules = [suggestion.rule for suggestion in plan_for(an_evening_lifter()).timetable]

    assert rules == [
        "caffeine_cutoff",
        "alcohol_tonight",
        "cold_water",
        "protein_after",
        "fluids",
        "foam_rolling",
        "last_large_meal",
        "warm_bath",
        "screens_off",
        "protein_before_sleep",
        "sleep_window",
        "foam_rolling",
        "nap",
        "light_movement",
        "massage",
        "heat",
        "light_movement",
        "massage",
        "heat",
        "foam_rolling",
        "light_movement",
        "massage",
        "heat",
        "foam_rolling",
        "train_again",
    ]


def test_an_emergency_sign_withholds_the_rest_of_the_plan():
    answers = asking_about_leaf(warning_signs=frozenset({WarningSign.DARK_URINE}))

    plan = plan_for(answers)

    assert plan.is_emergency
    assert plan.suggestions == plan.care


def test_beside_an_emergency_no_card_says_to_see_a_doctor_some_day():
    signs = frozenset({WarningSign.DARK_URINE, WarningSign.SWOLLEN_LEG, WarningSign.PAIN_AT_ONCE})

    cards = plan_for(an_evening_lifter(warning_signs=signs)).care

    assert {card.variant: card.receipt.inputs for card in cards} == {
        "emergency": (WarningSign.DARK_URINE, WarningSign.PAIN_AT_ONCE),
        "today": (WarningSign.SWOLLEN_LEG,),
    }


def test_what_runs_already_stands_apart_from_what_is_to_come():
    plan = plan_for(an_evening_lifter(asked_at=at("2026-11-24", "20:00")))

    assert {line.rule for line in plan.running} == {
        "caffeine_cutoff",
        "alcohol_tonight",
        "last_large_meal",
    }
    assert not set(plan.running) & set(plan.tonight)
    assert set(plan.running + plan.tonight + plan.later) == set(plan.timetable)


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
        asking_about_leaf(goal="feel_better"),
        an_evening_lifter(
            finished_at=at("2026-11-24", "21:45"), asked_at=at("2026-11-24", "22:00")
        ),
        asking_about_leaf(conditions=frozenset({"heart-rhythm"})),
        asking_about_leaf(conditions=frozenset({THOUGHTS_OF_SUICIDE})),
        an_evening_lifter(**late, wake_time=at("2026-11-25", "04:00"), goal="next_session"),
        an_evening_lifter(finished_at=at("2026-11-24", "20:15"), goal="next_session"),
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
    "cold-water-muscle-growth": {"cold_water"},
    "mitragynine-half-life": {"kratom_described_time"},
}
# What stands without a claim that it quotes, only in other words.
STANDS_WITHOUT = {
    "caffeine-coffee": {"caffeine_cutoff"},
    "caffeine-cutoff-minimum": {"caffeine_cutoff"},
    "caffeine-pre-workout": {"caffeine_cutoff"},
    "sleep-hours": {"hard_exercise_gap"},
    "large-meal-gap": {"protein_after"},
    "evening-exercise": {"train_again"},
    "warm-bath": {"cold_water"},
    "warm-bath-length": {"cold_water"},
}


@pytest.mark.parametrize("claim", sorted(CLAIMS - set(HAZARDS) - {SEE_A_DOCTOR_AFTER.claim}))
def test_a_missing_claim_withholds_its_lines_and_no_others(claim):
    someone = asking_about_leaf(
        finished_at=at("2026-11-24", "21:45"),
        asked_at=at("2026-11-24", "13:00"),
        bedtime=at("2026-11-25", "00:15"),
        goal="next_session",
        caffeine="pre_workout" if "pre-workout" in claim else "coffee_or_tea",
    )
    whole = plan_for(someone)
    rests_on_it = {
        s.rule for s in whole.suggestions if claim in [c.claim for c in s.receipt.claims]
    }

    plan = plan_for(someone, shipped_evidence(**{claim.replace("-", "_"): None}))

    lost = {s.rule for s in whole.suggestions} - {s.rule for s in plan.suggestions}
    assert lost == (rests_on_it | GOES_TOO.get(claim, set())) - STANDS_WITHOUT.get(claim, set())
    assert {gap.rule for gap in plan.withheld} <= lost
    assert {gap.claim for gap in plan.withheld} == ({claim} if lost else set())


@pytest.mark.parametrize("claim", HAZARDS)
def test_no_missing_claim_takes_the_hazards_away(claim):
    plan = plan_for(asking_about_leaf(), shipped_evidence(**{claim.replace("-", "_"): None}))

    assert "kratom_hazards" in {suggestion.rule for suggestion in plan.suggestions}


@pytest.mark.parametrize("claim", ["kratom_described_time", "kratom_doms_unstudied"])
def test_without_what_people_describe_the_times_to_stay_away_still_stand(claim):
    plan = plan_for(asking_about_leaf(), shipped_evidence(**{claim: None}))

    rules = {s.rule for s in plan.kratom} - {"kratom_changes"}
    assert rules == {"kratom_cutoff", "kratom_not_again", "kratom_hazards"}


def test_without_the_cutoff_what_people_describe_is_left_out_too():
    plan = plan_for(asking_about_leaf(), shipped_evidence(kratom_cautious=None))

    assert {s.rule for s in plan.kratom} == {
        "kratom_changes",
        "kratom_not_again",
        "kratom_hazards",
    }


@given(everybody())
def test_without_any_evidence_there_is_still_a_plan_that_says_what_it_lacks(answers):
    plan = plan_for(answers, Evidence([]))

    assert plan.is_emergency or plan.withheld
    assert {s.rule for s in plan.suggestions} <= {
        "urgent_signs",
        "see_a_doctor_after",
        "kratom_hazards",
    }


def test_what_its_printed_time_says_to_leave_alone_already_is_running():
    # The sum is 13:42, and 13:40 is what the page and the calendar show.
    plan = plan_for(an_evening_lifter(asked_at=at("2026-11-24", "13:41")))

    assert "caffeine_cutoff" in {line.rule for line in plan.running}
    assert "caffeine_cutoff" not in {line.rule for line in plan.tonight}


@given(everybody())
def test_windows_to_act_in_lie_in_waking_hours(answers):
    plan = plan_for(answers)

    days = list(waking_hours(answers, until=answers.bedtime + timedelta(days=20)))
    for suggestion in plan.timetable + plan.kratom:
        if suggestion.window and suggestion.lane in {Lane.DO, Lane.AVOID, Lane.DESCRIBED}:
            window = suggestion.window
            # It ends on another day: by then the muscles usually can.
            closes = window.opens if suggestion.rule == "train_again" else window.closes
            assert any(day.opens <= window.opens and closes <= day.closes for day in days), (
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
        Anchor.WARM_BATH: {s.window.opens for s in plan.timetable if s.rule == "warm_bath"},
    }
    bath = before_bed(answers, shipped_evidence()[WARM_BATH].high).result
    for suggestion in plan.suggestions:
        receipt = suggestion.receipt
        assert receipt.claims
        for part in filter(None, (receipt.opens, receipt.closes, receipt.offer)):
            anchors = {
                Anchor.SESSION_END: answers.finished_at,
                Anchor.BEDTIME: answers.bedtime,
                Anchor.WAKE_TIME: answers.wake_time,
                Anchor.WARM_BATH: bath,
            }
            if part.start is Anchor.WAKE_TIME:
                assert part.at in may_limit[Anchor.WAKE_TIME] | {answers.wake_time}
            else:
                assert part.at == anchors[part.start]
            steps = _steps_of(receipt)
            if part is receipt.offer:
                # It may leave room for two things, one after the other.
                steps = {one + other for one in steps for other in steps}
            if part.limit is None:
                assert part.step in steps
            else:
                assert part.step in steps
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
def test_a_wish_gives_way_only_to_one_that_comes_before_it(answers):
    for suggestion in plan_for(answers).suggestions:
        if suggestion.clash is not None:
            assert suggestion.clash.kept < suggestion.clash.gave_way


@given(everybody())
def test_every_suggestion_is_named_for_its_rule(answers):
    names = {rule.__name__ for rule in RULES}

    assert {suggestion.rule for suggestion in plan_for(answers).suggestions} <= names


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
