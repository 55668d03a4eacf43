"""The words of a plan without markup."""

import re

import pytest
from hypothesis import given

from planner.plain_words import plain_words
from tests.planner.people import an_evening_lifter, everybody, plan_for

pytestmark = pytest.mark.usefixtures("in_london")


def words_of(answers, rule):
    plan = plan_for(answers)
    line = next(line for line in plan.suggestions if line.rule == rule)
    return plain_words(line, answers)


def test_a_heading_becomes_the_title():
    words = words_of(an_evening_lifter(), "alcohol_tonight")

    assert words.title == "Alcohol"
    assert words.text.startswith("None before you sleep.")


def test_words_without_a_heading_have_no_title():
    words = words_of(an_evening_lifter(), "see_a_doctor_after")

    assert words.title == ""
    assert "Still sore on Sunday 29 November" in words.text


@given(everybody())
def test_no_markup_is_left(answers):
    plan = plan_for(answers)

    for line in plan.suggestions:
        words = plain_words(line, answers)
        assert words.title or words.text
        assert not re.search(r"[<>]|&\w+;|  |\bTrue\b|\bFalse\b", f"{words.title}{words.text}")
