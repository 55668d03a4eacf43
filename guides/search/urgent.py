"""What somebody types who may need help now; the page then says whom to call before all else."""

import re

from guides.search.words import folded

# Everyday words beside those of the warning signs. One card too many does no harm.
CRISIS = re.compile(
    r"""\b(?: suicid\w* | (?:kill|hurt|harm|cut)(?:ing)?\ (?:my|him|her|them)sel\w* | self.?harm\w*
    | want\ to\ die | end\ (?:my|it)\ (?:life|all)
    )\b""",
    re.VERBOSE,
)
URGENT = re.compile(
    r"""\b(?: overdos\w* | od | ods | od.?ed
    | (?:can.?t|cannot|can\ not|not|trouble|hard|slow\w*)\ (?:to\ )?breath\w* | stopped\ breathing
    | (?:won.?t|cannot|can.?t|not|doesn.?t)\ wak\w* | unconscious | unresponsive | passed\ out
    | blue\ lips | collaps\w* | seizures? | convuls\w* | chest\ pains? | heart\ attack
    | (?:brown|dark|black|red|bloody|blood|cola|coke|tea)\b.{0,12}\b(?:pee|urine|wee|piss)
    | (?:pee|urine|wee|piss)\b.{0,12}\b(?:brown|dark|black|red|bloody|blood|cola|coke|tea)
    )\b""",
    re.VERBOSE,
)


def is_crisis(query: str) -> bool:
    """Whether a query sounds like thoughts of suicide or self-harm."""
    return bool(CRISIS.search(folded(query)))


def is_urgent(query: str) -> bool:
    """Whether a query sounds like an emergency, a crisis too, rather than a question."""
    return is_crisis(query) or bool(URGENT.search(folded(query)))
