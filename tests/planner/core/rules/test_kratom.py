"""Kratom, for somebody who asks."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from planner.core.evidence import HAZARDS, Evidence
from planner.core.rules.kratom import (
    kratom_changes,
    kratom_cutoff,
    kratom_described_time,
    kratom_hazards,
    kratom_not_again,
)
from planner.core.suggestions import Lane, Window
from planner.core.values import Kratom, Product, SoreWhen
from tests.planner.people import (
    asking_about_leaf,
    at,
    shipped_evidence,
    shipped_statements,
    who_may_see_kratom_times,
)

NEW_YORK = ZoneInfo("America/New_York")
SIX_HOURS = timedelta(hours=6)


def cutoffs(answers, evidence=None):
    evidence = evidence or shipped_evidence()
    return {line.variant: line.window for line in kratom_cutoff(answers, evidence)}


def described(answers, evidence=None):
    (line,) = kratom_described_time(answers, evidence or shipped_evidence())
    return line


def test_kratom_cutoff_is_a_band_from_twelve_hours_to_six():
    assert cutoffs(asking_about_leaf()) == {
        "cautious": Window(at("2026-11-24", "10:30"), at("2026-11-24", "22:30")),
        "floor": Window(at("2026-11-24", "16:30"), at("2026-11-24", "22:30")),
    }


def test_kratom_cutoff_names_the_half_life_beside_its_margins():
    for line in kratom_cutoff(asking_about_leaf(), shipped_evidence()):
        assert "mitragynine-half-life" in [claim.claim for claim in line.receipt.claims]


def test_kratom_cutoff_is_six_elapsed_hours_when_the_clocks_go_back():
    answers = asking_about_leaf(
        zone=NEW_YORK,
        asked_at=at("2026-10-31", "12:00", NEW_YORK),
        finished_at=at("2026-10-31", "19:00", NEW_YORK),
        bedtime=at("2026-11-01", "05:00", NEW_YORK),
        wake_time=at("2026-11-01", "13:00", NEW_YORK),
    )

    assert cutoffs(answers)["floor"].opens == at("2026-11-01", "00:00", NEW_YORK)


@pytest.mark.parametrize("hours", ["0", "3", "5.9"])
def test_kratom_cutoff_stays_at_six_hours_whatever_an_edit_says(hours):
    edited = replace(
        shipped_statements()["six-hours-before-bed-rule"], low=Decimal(hours), high=Decimal(hours)
    )

    band = cutoffs(asking_about_leaf(), shipped_evidence(six_hours_before_bed_rule=edited))

    assert band["floor"].opens == at("2026-11-24", "16:30")


def test_kratom_cutoff_follows_an_edit_that_is_more_cautious():
    edited = replace(
        shipped_statements()["six-hours-before-bed-rule"], low=Decimal(14), high=Decimal(14)
    )

    band = cutoffs(asking_about_leaf(), shipped_evidence(six_hours_before_bed_rule=edited))

    assert band == {"floor": Window(at("2026-11-24", "08:30"), at("2026-11-24", "22:30"))}


def test_kratom_described_time_is_late_afternoon_for_a_common_bedtime():
    line = described(asking_about_leaf())

    assert line.window == Window(at("2026-11-24", "14:30"), at("2026-11-24", "16:30"))
    assert line.lane is Lane.DESCRIBED
    assert line.receipt.claims[0].verdict == "unstudied"


@pytest.mark.parametrize("when", [SoreWhen.NONE_YET, SoreWhen.DAYTIME])
def test_kratom_described_time_is_only_about_soreness_at_night_or_on_waking(when):
    answers = asking_about_leaf(sore_when=frozenset({when}))

    assert list(kratom_described_time(answers, shipped_evidence())) == []


def test_kratom_described_time_says_so_when_it_has_passed():
    line = described(asking_about_leaf(asked_at=at("2026-11-24", "16:30")))

    assert (line.variant, line.window) == ("none_passed", None)


def test_kratom_described_time_says_so_when_nobody_is_awake_then():
    answers = asking_about_leaf(
        asked_at=at("2026-11-24", "18:00"), wake_time=at("2026-11-25", "14:30")
    )
    later = replace(
        shipped_statements()["six-hours-before-bed-rule"], low=Decimal(8), high=Decimal(8)
    )

    line = described(answers, shipped_evidence(six_hours_before_bed_rule=later))

    assert (line.variant, line.window) == ("none_awake", None)


def test_kratom_described_time_is_withheld_without_the_floor():
    evidence = shipped_evidence(six_hours_before_bed_rule=None)

    with pytest.raises(LookupError, match="six-hours-before-bed-rule"):
        list(kratom_described_time(asking_about_leaf(), evidence))


@given(who_may_see_kratom_times(sore_when=frozenset({SoreWhen.NIGHT})))
def test_kratom_described_time_is_never_within_six_elapsed_hours_of_bed(answers):
    line = described(answers)

    if line.window is not None:
        assert answers.bedtime - line.window.closes >= SIX_HOURS
        assert answers.bedtime - line.printed.closes >= SIX_HOURS


def test_kratom_hazards_quotes_mixing_driving_signs_and_help():
    (hazards,) = kratom_hazards(asking_about_leaf(), shipped_evidence())

    assert [claim.claim for claim in hazards.receipt.claims] == list(HAZARDS)


def test_kratom_hazards_stands_even_without_evidence():
    (hazards,) = kratom_hazards(asking_about_leaf(), Evidence([]))

    assert hazards.rule == "kratom_hazards"


def test_kratom_changes_sets_what_is_known_beside_the_plan():
    (line,) = kratom_changes(asking_about_leaf(), shipped_evidence())

    assert (line.lane, line.window) == (Lane.COMPARED, None)
    assert [claim.claim for claim in line.receipt.claims] == [
        "doms-resolution",
        "kratom-doms-unstudied",
        "kratom-sleep-no-trials",
        "mitragynine-half-life",
        "driving-impairment",
        "deaths-polysubstance-share",
        "masking-pain-training",
    ]


@pytest.mark.parametrize("kratom", [Kratom.CONSIDERING, Kratom.USING])
def test_kratom_not_again_names_the_days_over_which_it_builds_up(kratom):
    answers = asking_about_leaf(kratom=kratom, product=Product.EXTRACT)

    (line,) = kratom_not_again(answers, shipped_evidence())

    assert (line.length, line.longest) == (timedelta(days=7), timedelta(days=9))
    assert line.variant == kratom


@given(who_may_see_kratom_times())
def test_what_is_said_of_kratom_beside_its_times_has_no_time_itself(answers):
    for rule in (kratom_changes, kratom_not_again, kratom_hazards):
        for line in rule(answers, shipped_evidence()):
            assert line.window is None
