"""How close to bed a session may end, and when the next hard one may come."""

from datetime import timedelta

import pytest
from hypothesis import given

from planner.core.rules.training import hard_exercise_gap, train_again
from planner.core.suggestions import Clash, Concern, Window
from planner.core.values import Effort, WarningSign
from tests.planner.people import an_evening_lifter, at, everybody, shipped_evidence


def only(suggestions):
    (suggestion,) = suggestions
    return suggestion


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
        if suggestion.variant.startswith("bed_later"):
            assert suggestion.receipt.offer.result - answers.finished_at >= timedelta(hours=1)


def test_hard_exercise_gap_says_when_a_later_bedtime_makes_the_night_short():
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "22:00"),
        finished_at=at("2026-11-24", "21:45"),
        wake_time=at("2026-11-25", "05:40"),
    )

    assert only(hard_exercise_gap(answers, shipped_evidence())).variant == "bed_later_short"


def test_hard_exercise_gap_keeps_sleep_before_the_hour_of_training():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "21:45"))

    conflict = only(hard_exercise_gap(answers, shipped_evidence()))

    assert conflict.clash == Clash(kept=Concern.SLEEP, gave_way=Concern.CONVENIENCE)


def test_train_again_waits_until_soreness_is_past_its_worst():
    line = only(train_again(an_evening_lifter(), shipped_evidence()))

    assert line.window == Window(at("2026-11-27", "18:00"), at("2026-11-28", "18:00"))
    assert line.variant == "hard_and_new"


def test_train_again_is_two_days_after_work_that_makes_hardly_sore():
    answers = an_evening_lifter(effort=Effort.MODERATE, unaccustomed=False)

    line = only(train_again(answers, shipped_evidence()))

    assert line.window.opens == at("2026-11-26", "18:00")


def test_train_again_comes_sooner_after_milder_work():
    answers = an_evening_lifter(effort=Effort.MODERATE, unaccustomed=False)

    line = only(train_again(answers, shipped_evidence()))

    assert line.window.closes == at("2026-11-27", "18:00")


@pytest.mark.parametrize("finished", ["18:45", "22:10"])
def test_train_again_waits_for_the_morning_when_bed_is_near(finished):
    answers = an_evening_lifter(
        asked_at=at("2026-11-24", "22:20"), finished_at=at("2026-11-24", finished)
    )

    line = only(train_again(answers, shipped_evidence()))

    assert line.window.opens == at("2026-11-28", "06:30")


def test_train_again_waits_for_the_morning_where_the_claim_on_late_training_is_gone():
    line = only(train_again(an_evening_lifter(), shipped_evidence(evening_exercise=None)))

    assert line.window.opens == at("2026-11-28", "06:30")


def test_train_again_opens_now_once_its_days_have_come():
    answers = an_evening_lifter(
        finished_at=at("2026-11-21", "18:00"), asked_at=at("2026-11-24", "18:10")
    )

    line = only(train_again(answers, shipped_evidence()))

    assert line.window.opens == answers.asked_at


@pytest.mark.parametrize(
    "change",
    [
        {"effort": Effort.EASY, "unaccustomed": False},
        {"finished_at": at("2026-11-18", "18:00")},
        {"warning_signs": frozenset({WarningSign.PAIN_AT_ONCE})},
    ],
    ids=["easy and known", "all passed", "a warning sign"],
)
def test_train_again_is_left_out(change):
    assert list(train_again(an_evening_lifter(**change), shipped_evidence())) == []


@given(everybody())
def test_train_again_never_opens_in_the_past_nor_in_the_coming_night(answers):
    for line in train_again(answers, shipped_evidence()):
        opens = line.window.opens
        assert opens >= answers.asked_at
        assert not answers.bedtime < opens < answers.wake_time
        assert line.window.closes - answers.finished_at <= timedelta(days=4)
