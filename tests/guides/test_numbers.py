"""The numbers of a text, as they are looked for in claims."""

from decimal import Decimal

import pytest

from guides.checking.numbers import in_ranges, numbers

NAMES = frozenset({"7-hydroxymitragynine", "7-OH", "t1/2", "Half-life"})

TAKEN = [
    ("12 to 24 hours", [("12", "hours"), ("24", "hours")]),
    ("12–24 h", [("12", "hours"), ("24", "hours")]),
    ("two to five days", [("2", "days"), ("5", "days")]),
    ("30 to under 60 minutes", [("30", "minutes"), ("60", "minutes")]),
    ("six- to eight-hour nights", [("6", "hours"), ("8", "hours")]),
    ("between 13 and 19 mg", [("13", "milligrams"), ("19", "milligrams")]),
    ("seven hours or more", [("7", "hours")]),
    ("seven or more hours", [("7", "hours")]),
    ("18% of 26 men", [("18", "per cent"), ("26", "")]),
    ("18 per cent", [("18", "per cent")]),
    ("18 percent", [("18", "per cent")]),
    ("40-42.5 degrees Celsius", [("40", "degrees"), ("42.5", "degrees")]),
    ("15 °C", [("15", "degrees")]),
    ("1,260 nM", [("1260", "")]),
    ("8.8 hours. 13.2 for others.", [("8.8", "hours"), ("13.2", "")]),
    ("Sixteen-fold", [("16", "")]),
    ("a 100-point scale", [("100", "")]),
    ("a ten-person pilot", [("10", "")]),
    ("twenty-five of forty", [("25", ""), ("40", "")]),
    ("seven of eight", [("7", ""), ("8", "")]),
    ("one hour", [("1", "hours")]),
    ("one to three drinks", [("1", ""), ("3", "")]),
    ("half an hour", [("0.5", "hours")]),
    ("more than half of them", [("0.5", "")]),
    ("about a quarter of users", [("0.25", "")]),
    ("twice the odds", [("2", "")]),
    ("the first two to three days", [("2", "days"), ("3", "days")]),
    ("those three days", [("3", "days")]),
    ("call 999 or 1-800-222-1222", [("999", ""), ("18002221222", "a telephone")]),
    ("around 14:00", [("14.00", "a clock")]),
    ("a cup (about 2 g)", [("2", "grams")]),
    ("2000 mg", [("2000", "milligrams")]),
]  # fmt: skip

LEFT_OUT = [
    "in July 2025", "on 22 November 2026", "by November 22", "in 2016-2020", "the 3rd and the 20th",
    "first, second and third", "one of them", "no one", "One review found none.", "the two lists",
    "those two", "all three of them", "either half", "7-OH", "7-Hydroxymitragynine", "7-hydroxy",
    "omega-3", "CYP3A", "alpha-2", "a half-life", "t1/2", "doi 10.3390/molecules29050984",
    "attention", "often", "a third session",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TAKEN)
def test_a_number_is_taken_with_its_unit(text, expected):
    found = [(number.value, number.unit) for number in numbers(text, NAMES)]

    assert found == [(Decimal(value), unit) for value, unit in expected]


@pytest.mark.parametrize("text", LEFT_OUT)
def test_what_is_no_quantity_is_left_out(text):
    assert numbers(text, NAMES) == ()


def test_a_number_of_thousands_of_digits_is_a_number_too():
    (number,) = numbers("9" * 5000)

    assert number.value > 1


def test_a_third_is_the_same_wherever_it_stands():
    [guide], [claim] = numbers("about a third of users"), numbers("One third of them said so.")

    assert guide.is_among([claim])


def test_the_two_ends_of_a_range_stand_together():
    found = numbers("Two to five days, 4 h and 6-8 g")

    together = [[number.words for number in group] for group in in_ranges(found)]

    assert together == [["Two", "five"], ["4"], ["6", "8"]]


SAME = [
    ("72 hours", "24 to 72 hours"),
    ("two", "2 hours"),
    ("2 hours", "two"),
    ("18%", "18 per cent"),
    ("12 h", "twelve hours"),
    ("about nine hours", "8.8 hours"),
    ("about the last nine hours", "8.8 hours"),
    ("more than thirteen", "13.2 hours"),
    ("less than nine hours", "8.2 hours"),
    ("about nine hours", "nine hours"),
]
OTHER = [
    ("72 hours", "60 hours"),
    ("72 hours", "three days"),
    ("18%", "18 hours"),
    ("2 mg", "2 g"),
    ("nine hours", "8.8 hours"),
    ("about nine hours", "8 hours"),
    ("about nine hours", "8.8 days"),
    ("more than nine hours", "8.8 hours"),
    ("less than nine hours", "9.2 hours"),
    ("about 8.8 hours", "8.6 hours"),
]


@pytest.mark.parametrize(("guide", "claim"), SAME)
def test_a_number_is_found_in_another_text(guide, claim):
    [number] = numbers(guide)

    assert number.is_among(numbers(claim))


@pytest.mark.parametrize(("guide", "claim"), OTHER)
def test_another_number_is_not_taken_for_it(guide, claim):
    [number] = numbers(guide)

    assert not number.is_among(numbers(claim))
