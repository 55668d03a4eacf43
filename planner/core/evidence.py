"""What the rules need to know: the claim that holds each number, and how far an edit may move it.

A length written here is a floor or a ceiling and never the number itself; the numbers live on
claims, which editors keep. Hours that were published below a floor are read as the floor.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from planner.core.values import A_DAY, Amount, Measure, Statement, Unit

HOUR = timedelta(hours=1)
A_WEEK = 7 * A_DAY
# No rule looks further ahead; a longer length is a slip of the pen and is not used.
LONGEST = 30 * A_DAY
# Nor does one need more than this.
MOST = {Measure.GRAMS: Decimal(100), Measure.DEGREES_CELSIUS: Decimal(45)}


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
    # Whether the window may open at once; elsewhere a zero is a slip of the pen.
    may_be_zero: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededAmount:
    """An amount that a rule reads from a claim."""

    claim: str
    unit: Measure
    at_least: Decimal | None = None
    at_most: Decimal | None = None


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
MASSAGE = Needed(claim="massage-window", unit=Unit.HOURS)
FOAM_ROLLING = Needed(claim="foam-rolling-window", unit=Unit.HOURS, may_be_zero=True)
HEAT = Needed(claim="heat-window", unit=Unit.HOURS)
COLD_WATER = Needed(claim="cold-water-start", unit=Unit.HOURS, may_be_zero=True)
COLD_WATER_LENGTH = Needed(
    claim="cold-water-immersion", unit=Unit.MINUTES, at_most=timedelta(minutes=15)
)
COLD_WATER_TEMPERATURE = NeededAmount(
    claim="cold-water-temperature", unit=Measure.DEGREES_CELSIUS, at_least=Decimal(11)
)
PROTEIN_AFTER = Needed(claim="protein-window", unit=Unit.HOURS, may_be_zero=True)
PROTEIN_SERVING = NeededAmount(claim="protein-after-exercise", unit=Measure.GRAMS)
PROTEIN_BEFORE_SLEEP = Needed(claim="protein-before-bed", unit=Unit.MINUTES)
PROTEIN_BEFORE_SLEEP_SERVING = NeededAmount(claim="protein-before-sleep", unit=Measure.GRAMS)
TRAIN_AGAIN = Needed(claim="train-while-sore", unit=Unit.DAYS)
NAP = Needed(claim="nap-after-waking", unit=Unit.HOURS)
NAP_LENGTH = Needed(claim="naps", unit=Unit.MINUTES, at_most=HOUR)
KRATOM_BUILDS_UP = Needed(claim="steady-state-days", unit=Unit.DAYS)
KRATOM_FLOOR = Needed(claim="six-hours-before-bed-rule", unit=Unit.HOURS, at_least=6 * HOUR)
KRATOM_CAUTIOUS = Needed(claim="kratom-cautious", unit=Unit.HOURS, at_least=6 * HOUR)
KRATOM_NOT_CLEARED = Needed(claim="mitragynine-half-life", unit=Unit.HOURS)
KRATOM_DESCRIBED_TIME = Needed(claim="kratom-described-time", unit=Unit.HOURS, at_least=6 * HOUR)

NEEDED = tuple(value for value in list(vars().values()) if isinstance(value, Needed))
NEEDED_AMOUNTS = tuple(value for value in list(vars().values()) if isinstance(value, NeededAmount))

# Claims that rules and the consult sheet quote for their words and not for a number.
SORENESS_UNSTUDIED = "kratom-doms-unstudied"
LIGHT_MOVEMENT = "light-movement"
MASSAGE_RELIEF = "massage-soreness"
FOAM_ROLLING_RELIEF = "foam-rolling"
HEAT_RELIEF = "heat"
COLD_WATER_GROWTH = "cold-water-muscle-growth"
COLD_WATER_SHOCK = "cold-water-shock"
FLUIDS = "hydration"
ALCOHOL = "alcohol-sleep"
REGULAR_SCHEDULE = "regular-schedule"
REPEATED_BOUT = "repeated-bout-effect"
DEPENDENCE = "dependence-tracks-frequency"
NO_BETTER_SLEEP = "kratom-sleep-no-trials"
MASKED_PAIN = "masking-pain-training"
CONCENTRATES = "seven-oh-concentrates-different-risk"
LEAF_STUDIES_ARE_OF_LEAF = "leaf-study-results-do-not-transfer"
MIXING = "deaths-polysubstance-share"
DRIVING = "driving-impairment"
CHEST_PAIN = "emergency-numbers"
CRISIS_LINES = "crisis-lines"
DARK_URINE = "red-flag-rhabdomyolysis"
TIGHT_MUSCLE = "red-flag-compartment-syndrome"
SWOLLEN_LEG = "red-flag-leg-clot"
INJURY = "red-flag-injury"
HAZARDS = (
    MIXING,
    DRIVING,
    "overdose-signs",
    "overdose-what-to-do",
)

QUOTED = (
    SORENESS_UNSTUDIED,
    LIGHT_MOVEMENT,
    MASSAGE_RELIEF,
    FOAM_ROLLING_RELIEF,
    HEAT_RELIEF,
    COLD_WATER_GROWTH,
    COLD_WATER_SHOCK,
    FLUIDS,
    ALCOHOL,
    REGULAR_SCHEDULE,
    REPEATED_BOUT,
    DEPENDENCE,
    NO_BETTER_SLEEP,
    MASKED_PAIN,
    CONCENTRATES,
    LEAF_STUDIES_ARE_OF_LEAF,
    CHEST_PAIN,
    CRISIS_LINES,
    DARK_URINE,
    TIGHT_MUSCLE,
    SWOLLEN_LEG,
    INJURY,
    *HAZARDS,
)

CLAIMS = frozenset(
    {needed.claim for needed in NEEDED} | {needed.claim for needed in NEEDED_AMOUNTS} | set(QUOTED)
)


class Evidence:
    """The published claims that rules read, by key, and those whose review is too long past."""

    def __init__(self, statements: Iterable[Statement], overdue: Iterable[str] = ()) -> None:
        self._statements: Mapping[str, Statement] = {s.claim: s for s in statements}
        self._overdue = frozenset(overdue)

    def __getitem__(self, needed: Needed) -> Finding:
        """The length that a rule needs. Raises WithheldError when it cannot be used."""
        statement, low, high = self._quantity(needed)
        finding = Finding(
            statement=statement,
            low=_held(needed.unit.length(low), needed.at_least, needed.at_most),
            high=_held(needed.unit.length(high), needed.at_least, needed.at_most),
        )
        shortest = finding.high if needed.may_be_zero else finding.low
        if not timedelta(0) <= finding.low <= finding.high <= LONGEST or not shortest:
            raise WithheldError(needed.claim, Reason.NO_HOURS)
        return finding

    def amount(self, needed: NeededAmount) -> Amount:
        """The amount that a rule needs. Raises WithheldError when it cannot be used."""
        statement, low, high = self._quantity(needed)
        amount = Amount(
            statement=statement,
            unit=needed.unit,
            low=_held(low, needed.at_least, needed.at_most),
            high=_held(high, needed.at_least, needed.at_most),
        )
        if not 0 < amount.low <= amount.high <= MOST[needed.unit]:
            raise WithheldError(needed.claim, Reason.NO_HOURS)
        return amount

    def find(self, needed: Needed) -> Finding | None:
        """The length, or None when it cannot be used; for a line that can stand without it."""
        try:
            return self[needed]
        except WithheldError:
            return None

    def _quantity(self, needed: Needed | NeededAmount) -> tuple[Statement, Decimal, Decimal]:
        statement = self.says(needed.claim)
        low, high = statement.low, statement.high
        if statement.basis is None or low is None or high is None or statement.unit != needed.unit:
            raise WithheldError(needed.claim, Reason.NO_HOURS)
        return statement, low, high

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


Quantity = TypeVar("Quantity", timedelta, Decimal)


def _held(quantity: Quantity, at_least: Quantity | None, at_most: Quantity | None) -> Quantity:
    """A quantity, brought within floor and ceiling."""
    if at_least is not None:
        quantity = max(quantity, at_least)
    if at_most is not None:
        quantity = min(quantity, at_most)
    return quantity
