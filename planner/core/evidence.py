"""What the rules need to know: the claim that holds each number, and how far an edit may move it.

A length written here is a floor or a ceiling and never the number itself; the numbers live on
claims, which editors keep. Hours that were published below a floor are read as the floor.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from planner.core.values import Statement, Unit

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
A_WEEK = 7 * DAY
# No rule looks further ahead; a longer length is a slip of the pen and is not used.
LONGEST = 30 * DAY


class Reason(StrEnum):
    """Why a line is withheld."""

    MISSING = "missing"  # there is no such claim, or it is not published
    OVERDUE = "overdue"  # its review is too long past
    NO_HOURS = "no_hours"  # no number for rules, one in another unit, or one that makes no sense


class WithheldError(LookupError):
    """Evidence that a rule needs cannot be used; the line that rests on it is left out."""

    def __init__(self, claim: str, reason: Reason) -> None:
        super().__init__(f"{claim}: {reason}")
        self.claim, self.reason = claim, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """A length of time that a rule reads from a claim."""

    claim: str
    unit: Unit
    at_least: timedelta | None = None
    at_most: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A length of time as a rule may use it: what the claim says, within floor and ceiling."""

    statement: Statement
    low: timedelta
    high: timedelta


SORENESS_START = Needed(claim="doms-onset", unit=Unit.HOURS)
SORENESS_PEAK = Needed(claim="doms-peak", unit=Unit.HOURS)
SORENESS_END = Needed(claim="doms-resolution", unit=Unit.DAYS)
SEE_A_DOCTOR_AFTER = Needed(claim="red-flag-lasting-soreness", unit=Unit.DAYS, at_most=A_WEEK)
LIGHT_MOVEMENT_LENGTH = Needed(claim="light-movement-length", unit=Unit.MINUTES)
CAFFEINE_FLOOR = Needed(claim="caffeine-cutoff-minimum", unit=Unit.HOURS, at_least=6 * HOUR)
CAFFEINE_COFFEE = Needed(claim="caffeine-coffee", unit=Unit.HOURS, at_least=6 * HOUR)
CAFFEINE_PRE_WORKOUT = Needed(claim="caffeine-pre-workout", unit=Unit.HOURS, at_least=6 * HOUR)
WARM_BATH = Needed(claim="warm-bath", unit=Unit.HOURS)
WARM_BATH_LENGTH = Needed(claim="warm-bath-length", unit=Unit.MINUTES)
SCREENS_OFF = Needed(claim="screens", unit=Unit.HOURS)
LAST_LARGE_MEAL = Needed(claim="large-meal-gap", unit=Unit.HOURS)
SLEEP_LENGTH = Needed(claim="sleep-hours", unit=Unit.HOURS, at_least=7 * HOUR)
HARD_EXERCISE_GAP = Needed(claim="evening-exercise", unit=Unit.HOURS, at_least=HOUR)
KRATOM_FLOOR = Needed(claim="six-hours-before-bed-rule", unit=Unit.HOURS, at_least=6 * HOUR)
KRATOM_CAUTIOUS = Needed(claim="kratom-cautious", unit=Unit.HOURS, at_least=6 * HOUR)
KRATOM_NOT_CLEARED = Needed(claim="mitragynine-half-life", unit=Unit.HOURS)
KRATOM_DESCRIBED_TIME = Needed(claim="kratom-described-time", unit=Unit.HOURS, at_least=6 * HOUR)

NEEDED = tuple(value for value in list(vars().values()) if isinstance(value, Needed))

# Claims that rules quote for their words and not for a number.
SORENESS_UNSTUDIED = "kratom-doms-unstudied"
LIGHT_MOVEMENT = "light-movement"
CHEST_PAIN = "emergency-numbers"
DARK_URINE = "red-flag-rhabdomyolysis"
TIGHT_MUSCLE = "red-flag-compartment-syndrome"
SWOLLEN_LEG = "red-flag-leg-clot"
INJURY = "red-flag-injury"
HAZARDS = (
    "deaths-polysubstance-share",
    "driving-impairment",
    "overdose-signs",
    "overdose-what-to-do",
)

QUOTED = (
    SORENESS_UNSTUDIED,
    LIGHT_MOVEMENT,
    CHEST_PAIN,
    DARK_URINE,
    TIGHT_MUSCLE,
    SWOLLEN_LEG,
    INJURY,
    *HAZARDS,
)

CLAIMS = frozenset({needed.claim for needed in NEEDED} | set(QUOTED))


class Evidence:
    """The published claims that rules read, by key, and those whose review is too long past."""

    def __init__(self, statements: Iterable[Statement], overdue: Iterable[str] = ()) -> None:
        self._statements: Mapping[str, Statement] = {s.claim: s for s in statements}
        self._overdue = frozenset(overdue)

    def __getitem__(self, needed: Needed) -> Finding:
        """The length that a rule needs. Raises WithheldError when it cannot be used."""
        statement = self.says(needed.claim)
        if (
            statement.basis is None
            or statement.low is None
            or statement.high is None
            or statement.unit != needed.unit
        ):
            raise WithheldError(needed.claim, Reason.NO_HOURS)
        low, high = needed.unit.length(statement.low), needed.unit.length(statement.high)
        if needed.at_least is not None:
            low, high = max(low, needed.at_least), max(high, needed.at_least)
        if needed.at_most is not None:
            low, high = min(low, needed.at_most), min(high, needed.at_most)
        if not timedelta(0) < low <= high <= LONGEST:
            raise WithheldError(needed.claim, Reason.NO_HOURS)
        return Finding(statement=statement, low=low, high=high)

    def says(self, claim: str) -> Statement:
        """A claim for its words. Raises WithheldError when it cannot be used."""
        if claim not in self._statements:
            raise WithheldError(claim, Reason.MISSING)
        if claim in self._overdue:
            raise WithheldError(claim, Reason.OVERDUE)
        return self._statements[claim]

    def known(self, *claims: str) -> Iterator[Statement]:
        """Those of the claims that can be shown; for words of safety, which no gap withholds."""
        for claim in claims:
            if claim in self._statements:
                yield self._statements[claim]
