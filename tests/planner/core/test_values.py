"""Values that make no sense cannot be built."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from planner.core.values import Kratom
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


@pytest.mark.parametrize(("night", "changes"), [("2026-10-24", True), ("2026-11-24", False)])
def test_answers_know_a_night_in_which_the_clocks_change(night, changes):
    morning = datetime.fromisoformat(night).date() + timedelta(days=1)
    answers = an_evening_lifter(
        asked_at=at(night, "18:10"),
        finished_at=at(night, "18:00"),
        bedtime=at(night, "22:30"),
        wake_time=at(morning.isoformat(), "06:30"),
    )

    assert answers.clocks_change_at_night is changes


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
