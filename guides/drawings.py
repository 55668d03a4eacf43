"""The drawings that a guide can show: the claims behind each, and the places of what it draws.

The words and the shapes stand in templates/guides/drawings/, a file for each. Places run along the
width in per cent, as on the rulers of guides/scales.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from guides.choices import CountedFrom, Verdict
from guides.quantities import in_words
from guides.scales import Tick, percent, ruler

if TYPE_CHECKING:
    from guides.models import Claim

# How many days there are in one of a claim's unit.
DAYS_IN = {"hours": Decimal(1) / 24, "days": Decimal(1)}
# A band of no length is as wide as this, in per cent, as it could not be seen otherwise.
A_SLIVER = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class Band:
    """From when to when something may happen: as the claim says it, and where it lies."""

    words: str
    starts: str
    length: str


@dataclass(frozen=True, slots=True)
class Course:
    """When soreness starts, is worst and fades, over the days after a session."""

    days: tuple[Tick, ...]
    # How many spaces there are between them.
    spaces: int
    starts: Band
    worst: Band
    fades: Band


def course_of(claims: Sequence["Claim"]) -> Course | None:
    """The course from the claims for its start, its worst and its end.

    None if one of them has no two ends in hours or days after a session: then it has no band.
    """
    spans = [span for claim in claims if (span := _in_days(claim))]
    if len(spans) < len(claims):
        return None
    days = ruler(Decimal(0), max(high for _, high in spans), "days")
    places = [(days.place(low), days.place(high)) for low, high in spans]
    bands = [
        Band(
            in_words(claim.low, claim.high, claim.unit),
            percent(min(left, 100 - A_SLIVER)),
            percent(max(right - left, A_SLIVER)),
        )
        for claim, (left, right) in zip(claims, places, strict=True)
    ]
    numbered = tuple(tick for tick in days.ticks() if tick.label)
    return Course(numbered, len(numbered) - 1, *bands)


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
    """What a drawing rests on; and if it draws numbers, how they become places."""

    # Their keys.
    claims: tuple[str, ...]
    places: Callable[[Sequence["Claim"]], Course | None] | None = None

    def is_borne_out_by(self, claims: Sequence["Claim"]) -> bool:
        """Whether it may be shown: it has no words for doubt, nor for a number that is missing."""
        is_sure = all(claim.verdict == Verdict.SUPPORTED for claim in claims)
        return is_sure and (self.places is None or self.places(claims) is not None)


DRAWINGS = {
    "soreness-course": Drawing(("doms-onset", "doms-peak", "doms-resolution"), course_of),
    "receptors": Drawing(
        (
            "seven-oh-formed-by-cyp3a",
            "mitragynine-partial-mu-agonist",
            "adrenergic-serotonergic-actions",
        )
    ),
}


def resting_on(key: str) -> list[str]:
    """The names of the drawings that rest on a claim."""
    return [name for name, drawing in DRAWINGS.items() if key in drawing.claims]
