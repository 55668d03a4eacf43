"""What comes out of a plan: windows, sums, and which of two wishes gives way."""

from datetime import timedelta

import pytest

from planner.core.suggestions import (
    Anchor,
    Clash,
    Concern,
    Lane,
    Receipt,
    Suggestion,
    Sum,
    Window,
)
from tests.planner.people import at


def test_a_window_cannot_close_before_it_opens():
    with pytest.raises(ValueError, match="cannot close"):
        Window(at("2026-11-24", "18:00"), at("2026-11-24", "17:59"))


def test_a_sum_is_held_at_its_limit():
    early = Sum(start=Anchor.BEDTIME, at=at("2026-11-24", "22:30"), step=-timedelta(hours=17))

    held = early.no_earlier_than(Anchor.WAKE_TIME, at("2026-11-24", "06:30"))

    assert held.exact == at("2026-11-24", "05:30")
    assert held.result == at("2026-11-24", "06:30")


def a_suggestion(lane: Lane) -> Suggestion:
    """From 13:42 to 14:43, three minutes off the printed grid each."""
    bedtime = at("2026-11-24", "22:30")
    return Suggestion(
        rule="any",
        lane=lane,
        receipt=Receipt(
            opens=Sum(start=Anchor.BEDTIME, at=bedtime, step=-timedelta(hours=8, minutes=48)),
            closes=Sum(start=Anchor.BEDTIME, at=bedtime, step=-timedelta(hours=7, minutes=47)),
        ),
    )


def test_what_to_leave_alone_prints_wider_than_it_is():
    printed = a_suggestion(Lane.AVOID).printed

    assert printed == Window(at("2026-11-24", "13:40"), at("2026-11-24", "14:45"))


@pytest.mark.parametrize("lane", [Lane.DO, Lane.DESCRIBED])
def test_what_is_done_or_described_prints_inside_its_window(lane):
    printed = a_suggestion(lane).printed

    assert printed == Window(at("2026-11-24", "13:45"), at("2026-11-24", "14:40"))


def test_a_time_that_somebody_gave_prints_as_given():
    given = Sum(start=Anchor.BEDTIME, at=at("2026-11-24", "22:33"))

    assert given.printed(later=False) == at("2026-11-24", "22:33")


def test_a_sum_that_is_held_at_now_is_rounded_as_nobody_gave_that_time():
    ends = Sum(start=Anchor.SESSION_END, at=at("2026-11-24", "18:00"))

    now = ends.no_earlier_than(Anchor.NOW, at("2026-11-24", "18:07"))

    assert now.printed(later=True) == at("2026-11-24", "18:10")
    assert now.printed(later=False) == at("2026-11-24", "18:05")


def test_a_receipt_knows_whether_it_opens_before_a_moment():
    receipt = Receipt(opens=Sum(start=Anchor.BEDTIME, at=at("2026-11-24", "22:30")))

    assert receipt.opens_before(at("2026-11-24", "22:31"))
    assert not receipt.opens_before(at("2026-11-24", "22:30"))
    assert not Receipt().opens_before(at("2026-11-24", "22:31"))


def test_a_wish_may_give_way_to_one_that_comes_before_it():
    clash = Clash(kept=Concern.SLEEP, gave_way=Concern.RECOVERY)

    assert clash.kept < clash.gave_way


def test_no_wish_gives_way_to_one_that_comes_after_it():
    with pytest.raises(ValueError, match="SAFETY comes before SLEEP"):
        Clash(kept=Concern.SLEEP, gave_way=Concern.SAFETY)


def test_the_order_of_concerns_is_safety_sleep_recovery_convenience():
    assert [concern.name for concern in Concern] == [
        "SAFETY",
        "SLEEP",
        "RECOVERY",
        "CONVENIENCE",
    ]
