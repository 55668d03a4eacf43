"""Values that make no sense cannot be built."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from planner.core.values import Anchor, Kratom, Lane, Receipt, Suggestion, Sum, Window
from tests.planner.people import LONDON, an_evening_lifter, at


def test_answers_refuse_a_naive_time():
    with pytest.raises(ValueError, match="finished_at must be a moment in UTC"):
        an_evening_lifter(finished_at=datetime(2026, 11, 24, 18))


def test_answers_refuse_a_local_time():
    local = at("2026-11-24", "22:30").astimezone(LONDON)

    with pytest.raises(ValueError, match="bedtime must be a moment in UTC"):
        an_evening_lifter(bedtime=local)


def test_answers_refuse_a_night_before_the_session():
    with pytest.raises(ValueError, match="the night must come after"):
        an_evening_lifter(finished_at=at("2026-11-24", "23:00"))


@pytest.mark.parametrize("hours", [0.5, 17])
def test_answers_refuse_a_night_that_is_none(hours):
    answers = an_evening_lifter()

    with pytest.raises(ValueError, match="is none"):
        replace(answers, wake_time=answers.bedtime + timedelta(hours=hours))


def test_answers_refuse_soreness_beyond_ten():
    with pytest.raises(ValueError, match="0 to 10"):
        an_evening_lifter(soreness=11)


def test_answers_refuse_kratom_without_a_product():
    with pytest.raises(ValueError, match="name the product"):
        an_evening_lifter(kratom=Kratom.USING)


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
