"""The course of soreness."""

import pytest
from hypothesis import given

from planner.core.evidence import SORENESS_END, SORENESS_PEAK, SORENESS_START
from planner.core.rules.soreness import share_of_range, soreness_outlook
from planner.core.suggestions import Lane, Window
from planner.core.values import Effort, WarningSign
from tests.planner.people import an_evening_lifter, at, everybody, shipped_evidence


def outlook_of(answers):
    parts = soreness_outlook(answers, shipped_evidence())
    return {part.variant: part.window for part in parts if part.lane is Lane.OUTLOOK}


def test_soreness_outlook_gives_hard_new_work_the_whole_range():
    outlook = outlook_of(an_evening_lifter())

    assert outlook == {
        "starts": Window(at("2026-11-25", "06:00"), at("2026-11-25", "18:00")),
        "peaks": Window(at("2026-11-25", "18:00"), at("2026-11-27", "18:00")),
        "eases": Window(at("2026-11-26", "18:00"), at("2026-11-29", "18:00")),
    }


def test_soreness_outlook_gives_easy_known_work_a_quarter_of_it():
    outlook = outlook_of(an_evening_lifter(effort=Effort.EASY, unaccustomed=False))

    assert outlook["peaks"] == Window(at("2026-11-25", "18:00"), at("2026-11-26", "06:00"))


@given(everybody())
def test_soreness_outlook_never_leaves_the_claims_ranges(answers):
    ranges = {"starts": SORENESS_START, "peaks": SORENESS_PEAK, "eases": SORENESS_END}

    for variant, window in outlook_of(answers).items():
        finding = shipped_evidence()[ranges[variant]]
        assert window.opens == answers.finished_at + finding.low
        assert window.closes <= answers.finished_at + finding.high


@pytest.mark.parametrize(
    ("asked_at", "soreness", "told"),
    [
        ("2026-11-24T18:10", 4, True),
        ("2026-11-25T05:59", 4, True),
        ("2026-11-24T18:10", 2, False),
        ("2026-11-25T06:00", 4, False),
        ("2026-11-24T17:00", 4, False),
    ],
    ids=["at once", "just before the start", "hardly sore", "at the start", "before the session"],
)
def test_soreness_outlook_tells_somebody_who_is_sore_too_soon(asked_at, soreness, told):
    answers = an_evening_lifter(
        asked_at=at(*asked_at.split("T")),
        soreness=soreness,
        bedtime=at("2026-11-25", "22:30"),
        wake_time=at("2026-11-26", "06:30"),
    )

    variants = {part.variant for part in soreness_outlook(answers, shipped_evidence())}

    assert ("sore_already" in variants) is told


def test_soreness_outlook_says_nothing_of_days_that_have_passed():
    answers = an_evening_lifter(finished_at=at("2026-11-19", "18:00"))

    assert outlook_of(answers) == {}


@pytest.mark.parametrize("sign", WarningSign)
def test_soreness_outlook_promises_no_usual_course_to_somebody_with_a_warning_sign(sign):
    assert outlook_of(an_evening_lifter(warning_signs=frozenset({sign}))) == {}


@pytest.mark.parametrize("unaccustomed", [True, False])
def test_soreness_outlook_grows_with_effort(unaccustomed):
    shares = [
        share_of_range(an_evening_lifter(effort=effort, unaccustomed=unaccustomed))
        for effort in (Effort.EASY, Effort.MODERATE, Effort.HARD)
    ]

    assert shares == sorted(set(shares))
