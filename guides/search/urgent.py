"""What somebody types who may need help now; the page then says whom to call before all else."""

import re
from enum import StrEnum

from guides.search.words import folded


class Urgency(StrEnum):
    """What it may be about; each has words of its own below the numbers to call."""

    THOUGHTS = "thoughts"
    OVERDOSE = "overdose"
    SIGN = "sign"


# Everyday words beside those of the warning signs. One card too many does no harm.
URGENT = {
    Urgency.THOUGHTS: r"""
        suicid\w* | (?:kill|hurt|harm|cut)(?:ing)?\ (?:my|him|her|them)sel\w* | self.?harm\w*
        | (?:want\ to|wanna)\ (?:die|be\ dead) | end\ (?:my|it)\ (?:life|all)
        | don.?t\ (?:want\ to|wanna)\ (?:live|be\ here|be\ alive|exist)
        | (?:better\ off|wish\ i\ (?:was|were))\ dead | no\ reason\ to\ live | not\ worth\ living
    """,
    Urgency.OVERDOSE: r"""
        overdos\w* | od | ods | od.?ed | (?:took|taken|had|swallowed|ate|drank)\ too\ (?:much|many)
        | (?:can.?t|cannot|can\ not|not|trouble|hard|slow\w*)\ (?:to\ )?breath\w*
        | stopped\ breathing | (?:won.?t|cannot|can.?t|not|doesn.?t)\ wak\w*
        | unconscious | unresponsive | not\ respond\w* | passed\ out | blue\ lips
    """,
    Urgency.SIGN: r"""
        collaps\w* | faint(?:ed|ing) | blacked\ out | seizures? | convuls\w* | chest\ pains?
        | (?:chest|heart)\b.{0,8}\b(?:hurts?|racing|pounding) | racing\ heart | heart\ attack
        | throat\b.{0,12}\b(?:closing|swelling|swollen)
        | (?:am\ i|i.?m|im|going\ to|gonna)\ (?:die|dying)
        | (?:brown|dark|black|red|bloody|blood|cola|coke|tea)\b.{0,12}\b(?:pee|urine|wee|piss)
        | (?:pee|urine|wee|piss)\b.{0,12}\b(?:brown|dark|black|red|bloody|blood|cola|coke|tea)
    """,
}
PATTERNS = {
    urgency: re.compile(rf"\b(?:{words})\b", re.VERBOSE) for urgency, words in URGENT.items()
}


def urgency(*queries: str) -> Urgency | None:
    """What a query sounds like, or any of several, if it is an emergency rather than a question."""
    texts = [folded(query) for query in queries]
    for kind, pattern in PATTERNS.items():
        if any(map(pattern.search, texts)):
            return kind
    return None
