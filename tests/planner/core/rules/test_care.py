"""When to see somebody."""

from datetime import timedelta

import pytest
from hypothesis import given

from planner.core.evidence import Evidence
from planner.core.rules.care import SIGNS, Urgency, see_a_doctor_after, urgent_signs
from planner.core.suggestions import Lane, Window
from planner.core.values import WarningSign
from tests.planner.people import (
    an_evening_lifter,
    asking_about_leaf,
    at,
    everybody,
    shipped_evidence,
)


def test_urgent_signs_puts_dark_urine_and_a_swollen_leg_on_two_cards():
    answers = an_evening_lifter(
        warning_signs=frozenset({WarningSign.SWOLLEN_LEG, WarningSign.DARK_URINE})
    )

    cards = list(urgent_signs(answers, shipped_evidence()))

    assert [card.variant for card in cards] == [Urgency.EMERGENCY, Urgency.TODAY]
    assert [claim.claim for claim in cards[0].receipt.claims] == ["red-flag-rhabdomyolysis"]


@pytest.mark.parametrize("sign", WarningSign)
def test_urgent_signs_shows_a_card_for_every_sign_even_without_evidence(sign):
    answers = an_evening_lifter(warning_signs=frozenset({sign}))

    (card,) = urgent_signs(answers, Evidence([]))

    assert card.variant == SIGNS[sign][0]
    assert card.receipt.inputs == (sign,)


@pytest.mark.parametrize(
    ("sign", "order"),
    [
        (WarningSign.DARK_URINE, [Urgency.EMERGENCY, "crisis"]),
        (WarningSign.SWOLLEN_LEG, ["crisis", Urgency.TODAY]),
        (WarningSign.GETTING_WORSE, ["crisis", Urgency.DOCTOR]),
    ],
)
def test_urgent_signs_puts_thoughts_of_suicide_before_all_but_an_emergency(sign, order):
    answers = asking_about_leaf(
        conditions=frozenset({"suicidal-thoughts"}), warning_signs=frozenset({sign})
    )

    cards = list(urgent_signs(answers, Evidence([])))

    assert [card.variant for card in cards] == order


def test_urgent_signs_is_silent_without_a_sign():
    assert list(urgent_signs(an_evening_lifter(), shipped_evidence())) == []


def test_see_a_doctor_after_names_day_five_to_seven():
    (day,) = see_a_doctor_after(an_evening_lifter(), shipped_evidence())

    assert day.window == Window(at("2026-11-29", "18:00"), at("2026-12-01", "18:00"))
    assert day.lane is Lane.WATCH


def test_see_a_doctor_after_becomes_a_care_card_once_the_day_has_come():
    answers = an_evening_lifter(finished_at=at("2026-11-19", "18:00"), soreness=4)

    (card,) = see_a_doctor_after(answers, shipped_evidence())

    assert (card.lane, card.variant) == (Lane.CARE, "now")


def test_see_a_doctor_after_leaves_somebody_alone_who_is_no_longer_sore():
    answers = an_evening_lifter(finished_at=at("2026-11-19", "18:00"), soreness=0)

    assert list(see_a_doctor_after(answers, shipped_evidence())) == []


def test_see_a_doctor_after_stands_even_without_evidence():
    later = an_evening_lifter()
    now = an_evening_lifter(finished_at=at("2026-11-17", "18:00"), soreness=8)

    days = [next(see_a_doctor_after(answers, Evidence([]))) for answers in (later, now)]

    assert days[0].window == Window(at("2026-11-29", "18:00"), at("2026-12-01", "18:00"))
    assert (days[1].lane, days[1].variant) == (Lane.CARE, "now")


def test_see_a_doctor_after_gives_no_later_day_to_somebody_with_a_warning_sign():
    answers = an_evening_lifter(warning_signs=frozenset({WarningSign.GETTING_WORSE}))

    assert list(see_a_doctor_after(answers, shipped_evidence())) == []


@given(everybody())
def test_see_a_doctor_after_is_never_later_than_a_week_after_the_session(answers):
    for day in see_a_doctor_after(answers, shipped_evidence()):
        assert day.window.closes - answers.finished_at <= timedelta(days=7)


@given(everybody())
def test_urgent_signs_puts_every_sign_on_one_card_the_most_urgent_first(answers):
    cards = [
        card for card in urgent_signs(answers, shipped_evidence()) if card.variant in list(Urgency)
    ]

    named = [sign for card in cards for sign in card.receipt.inputs]
    assert sorted(named) == sorted(answers.warning_signs)
    assert [card.variant for card in cards] == sorted(
        (card.variant for card in cards), key=list(Urgency).index
    )
