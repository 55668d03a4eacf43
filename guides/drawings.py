"""The drawings that a guide can show: the claims behind each, and the places of what it draws.

The words and the shapes stand in templates/guides/drawings/, a file for each. Places run along the
width in per cent, as on the rulers of guides/scales.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from guides.choices import CountedFrom, Verdict
from guides.quantities import in_words
from guides.scales import Tick, far_enough_apart, percent, ruler_over

if TYPE_CHECKING:
    from guides.models import Claim

# How many days there are in one of a claim's unit.
DAYS_IN = {"hours": Decimal(1) / 24, "days": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Band:
    """From when to when something may happen: as the claim says it, and where it lies."""

    words: str
    left: str
    length: str


@dataclass(frozen=True, slots=True)
class SorenessBands:
    """When soreness starts, is worst and eases, over the days after a session."""

    days: tuple[Tick, ...]
    # How many spaces there are between them.
    spaces: int
    starts: Band
    worst: Band
    eases: Band


def bands_of(claims: Mapping[str, "Claim"]) -> SorenessBands | None:
    """The bands from the claims by what they say: `starts`, `worst` and `eases`.

    None if one of them has no two ends in hours or days after a session: then it has no band.
    """
    spans = {says: span for says, claim in claims.items() if (span := _in_days(claim))}
    if len(spans) < len(claims):
        return None
    days = ruler_over(Decimal(0), max(high for _, high in spans.values()), "days")
    bands = {}
    for says, claim in claims.items():
        left, right = far_enough_apart(*(days.place(end) for end in spans[says]))
        words = in_words(claim.low, claim.high, claim.unit)
        bands[says] = Band(words, percent(left), percent(right - left))
    numbered = tuple(tick for tick in days.ticks() if tick.label)
    return SorenessBands(numbered, len(numbered) - 1, **bands)


def _in_days(claim: "Claim") -> tuple[Decimal, Decimal] | None:
    """Both ends of a claim's time after a session."""
    days = DAYS_IN.get(claim.unit)
    if days is None or claim.counted_from != CountedFrom.SESSION_END:
        return None
    if claim.low is None or not claim.high or claim.low < 0:
        return None
    return claim.low * days, claim.high * days


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a drawing rests on; and if it draws numbers, how they become bands."""

    # The keys of claims, by what the drawing has each of them say.
    behind: Mapping[str, str]
    bands: Callable[[Mapping[str, "Claim"]], SorenessBands | None] | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        """The keys of the claims behind it."""
        return tuple(self.behind.values())

    def claims_by_what_they_say(self, known: Mapping[str, "Claim"]) -> dict[str, "Claim"] | None:
        """The claims behind it, out of those that are known by key; None if one is missing."""
        if not known.keys() >= set(self.claims):
            return None
        return {says: known[key] for says, key in self.behind.items()}

    def is_borne_out_by(self, claims: Mapping[str, "Claim"]) -> bool:
        """Whether it may be shown: it has no words for doubt, nor for a number that is missing."""
        is_sure = all(claim.verdict == Verdict.SUPPORTED for claim in claims.values())
        return is_sure and (self.bands is None or self.bands(claims) is not None)


DRAWINGS = {
    "soreness-course": Drawing(
        {"starts": "doms-onset", "worst": "doms-peak", "eases": "doms-resolution"}, bands_of
    ),
    "receptors": Drawing(
        {
            "made_from_it": "seven-oh-formed-by-cyp3a",
            "part_of_the_way": "mitragynine-partial-mu-agonist",
            "other_receptors": "adrenergic-serotonergic-actions",
        }
    ),
}


def resting_on(key: str) -> list[str]:
    """The names of the drawings that rest on a claim."""
    return [name for name, drawing in DRAWINGS.items() if key in drawing.claims]
