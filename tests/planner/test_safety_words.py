"""The words of the safety factors: plain enough for everybody, and never an amount."""

import re

import pytest
import textstat

from tests.planner.people import shipped_factors

FACTORS = pytest.mark.parametrize("factor", shipped_factors(), ids=lambda factor: factor.key)

# No longer: the printed sheet cuts a reason off there.
LONGEST = 400
AMOUNT = re.compile(r"\d\s*(?:g|mg|mcg|ml|grams?|milligrams?)\b", re.IGNORECASE)
# What only a professional would know; names of medicines are another matter.
JARGON = re.compile(
    r"adrenergic|agonist|alkaloid|contraindicat|\bCYP|glycoprotein|inhibit|pharmaco|plasma"
    r"|receptor|sedat|serotonergic|substrate",
    re.IGNORECASE,
)


@FACTORS
def test_a_reason_is_easy_to_read(factor):
    assert textstat.flesch_kincaid_grade(factor.why) <= 9


@FACTORS
def test_a_reason_fits_the_printed_sheet(factor):
    assert len(factor.why) <= LONGEST


@FACTORS
def test_a_reason_names_no_amount(factor):
    assert not AMOUNT.search(factor.why)


@FACTORS
def test_a_reason_has_no_words_of_the_trade(factor):
    assert not JARGON.search(factor.why)


@FACTORS
def test_a_reason_has_a_source(factor):
    assert factor.sources
