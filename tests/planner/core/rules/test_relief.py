"""What eases soreness a little on the sore days."""

from datetime import timedelta

import pytest
from hypothesis import given

from planner.core.rules.relief import foam_rolling, heat, light_movement, massage
from planner.core.suggestions import Window
from planner.core.values import Effort, SoreWhen, WarningSign
from tests.planner.people import an_evening_lifter, at, everybody, shipped_evidence

RELIEF = (light_movement, massage, heat, foam_rolling)


def windows(rule, answers):
    return [line.window for line in rule(answers, shipped_evidence())]


def test_light_movement_has_a_window_on_each_peak_day():
    windows = [s.window for s in light_movement(an_evening_lifter(), shipped_evidence())]

    assert windows == [
        Window(at("2026-11-25", "18:00"), at("2026-11-25", "22:30")),
        Window(at("2026-11-26", "06:30"), at("2026-11-26", "22:30")),
        Window(at("2026-11-27", "06:30"), at("2026-11-27", "18:00")),
    ]


def test_light_movement_starts_no_earlier_than_now():
    answers = an_evening_lifter(finished_at=at("2026-11-22", "18:00"))

    first = next(light_movement(answers, shipped_evidence()))

    assert first.window.opens == answers.asked_at


@pytest.mark.parametrize("sign", WarningSign)
def test_light_movement_is_left_out_with_a_warning_sign(sign):
    answers = an_evening_lifter(warning_signs=frozenset({sign}))

    assert list(light_movement(answers, shipped_evidence())) == []


@given(everybody())
def test_light_movement_always_has_room_for_its_ten_minutes(answers):
    for movement in light_movement(answers, shipped_evidence()):
        assert movement.length == timedelta(minutes=10)
        assert movement.window.length >= movement.length


@pytest.mark.parametrize(
    ("sore_when", "variant"),
    [({SoreWhen.NIGHT}, "at_night"), ({SoreWhen.WAKING}, "on_waking"), (set(), "")],
)
def test_light_movement_is_placed_by_when_somebody_is_sore(sore_when, variant):
    answers = an_evening_lifter(sore_when=frozenset(sore_when))

    whole_day = list(light_movement(answers, shipped_evidence()))[1]

    assert whole_day.variant == variant


def test_light_movement_is_placed_by_a_bed_only_in_a_window_that_reaches_it():
    answers = an_evening_lifter(sore_when=frozenset({SoreWhen.NIGHT, SoreWhen.WAKING}))

    variants = [line.variant for line in light_movement(answers, shipped_evidence())]

    assert variants == ["at_night", "on_waking", "on_waking"]


def test_light_movement_is_not_offered_for_the_last_minutes_before_bed():
    answers = an_evening_lifter(finished_at=at("2026-11-24", "21:45"))

    first = next(light_movement(answers, shipped_evidence()))

    assert first.window.opens == at("2026-11-26", "06:30")


@pytest.mark.parametrize("rule", [massage, heat])
def test_massage_and_heat_have_a_window_on_each_sore_day(rule):
    assert windows(rule, an_evening_lifter()) == [
        Window(at("2026-11-25", "18:00"), at("2026-11-25", "22:30")),
        Window(at("2026-11-26", "06:30"), at("2026-11-26", "22:30")),
        Window(at("2026-11-27", "06:30"), at("2026-11-27", "18:00")),
    ]


def test_foam_rolling_starts_on_the_evening_itself():
    first, *later = windows(foam_rolling, an_evening_lifter())

    assert first == Window(at("2026-11-24", "18:10"), at("2026-11-24", "22:30"))
    assert len(later) == 3


def test_foam_rolling_ends_sooner_after_easy_work():
    answers = an_evening_lifter(effort=Effort.EASY, unaccustomed=False)

    assert windows(foam_rolling, answers)[-1].closes == at("2026-11-25", "12:00")


@pytest.mark.parametrize("rule", RELIEF, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("sign", WarningSign)
def test_nothing_is_offered_to_somebody_with_a_warning_sign(rule, sign):
    assert windows(rule, an_evening_lifter(warning_signs=frozenset({sign}))) == []


@pytest.mark.parametrize("rule", RELIEF, ids=lambda rule: rule.__name__)
def test_nothing_is_offered_to_somebody_who_is_far_too_sore_after_easy_work(rule):
    answers = an_evening_lifter(effort=Effort.EASY, soreness=8)

    assert windows(rule, answers) == []


@pytest.mark.parametrize("rule", RELIEF, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize(("soreness", "is_offered"), [(0, False), (1, True)])
def test_relief_is_for_whoever_is_sore_or_will_be(rule, soreness, is_offered):
    answers = an_evening_lifter(effort=Effort.EASY, unaccustomed=False, soreness=soreness)

    assert bool(windows(rule, answers)) is is_offered


@pytest.mark.parametrize("rule", RELIEF, ids=lambda rule: rule.__name__)
@given(answers=everybody())
def test_relief_is_never_offered_in_the_past(rule, answers):
    assert all(window.opens >= answers.asked_at for window in windows(rule, answers))
