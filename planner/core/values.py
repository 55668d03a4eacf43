"""What goes into a plan: answers and statements. A value that makes no sense cannot be built.

Every moment in here is held in UTC, so that six hours are six elapsed hours on a night when the
clocks change too; the visitor's zone is for reading clocks and for printing.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
SHORTEST_NIGHT = timedelta(hours=1)
LONGEST_NIGHT = timedelta(hours=16)
# So sore after easy work that it is no longer taken for soreness: our own caution.
OUT_OF_PROPORTION = 8


class Activity(StrEnum):
    """The kind of session."""

    LIFTING = "lifting"
    RUNNING = "running"
    JUMPING_OR_DOWNHILL = "jumping_or_downhill"
    TEAM_SPORT = "team_sport"
    CYCLING_OR_SWIMMING = "cycling_or_swimming"
    OTHER = "other"


class Effort(StrEnum):
    """How hard the session was."""

    EASY = "easy"
    MODERATE = "moderate"
    HARD = "hard"


class SoreWhen(StrEnum):
    """The part of the day in which somebody is sore."""

    NONE_YET = "none_yet"
    DAYTIME = "daytime"
    NIGHT = "night"
    WAKING = "waking"


class Goal(StrEnum):
    """What matters most to somebody."""

    NEXT_SESSION = "next_session"
    MUSCLE_GROWTH = "muscle_growth"
    FEEL_BETTER = "feel_better"


class WarningSign(StrEnum):
    """A sign from the red-flag claims that this may not be soreness."""

    CHEST_PAIN = "chest_pain"
    DARK_URINE = "dark_urine"
    EXTREME_PAIN_OR_WEAKNESS = "extreme_pain_or_weakness"
    TIGHT_NUMB_MUSCLE = "tight_numb_muscle"
    BROKEN_OR_COLD_LIMB = "broken_or_cold_limb"
    SWOLLEN_LEG = "swollen_leg"
    PAIN_AT_ONCE = "pain_at_once"
    GETTING_WORSE = "getting_worse"


class Caffeine(StrEnum):
    """The strongest caffeine of the day."""

    NONE = "none"
    COFFEE_OR_TEA = "coffee_or_tea"
    PRE_WORKOUT = "pre_workout"


class Kratom(StrEnum):
    """Whether somebody asks about kratom."""

    NO = "no"
    CONSIDERING = "considering"
    USING = "using"


class Product(StrEnum):
    """The kind of kratom product."""

    LEAF = "leaf"
    EXTRACT = "extract"
    SEVEN_HYDROXY = "seven_hydroxy"
    UNSURE = "unsure"


class Verdict(StrEnum):
    """What studies say of a claim."""

    SUPPORTED = "supported"
    MIXED = "mixed"
    WEAK = "weak"
    CONTRADICTED = "contradicted"
    UNSTUDIED = "unstudied"


class Certainty(StrEnum):
    """How sure the verdict is, in GRADE's words."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"


class Basis(StrEnum):
    """What the hours of a claim rest on."""

    EVIDENCE = "evidence"
    INFERENCE = "inference"
    CAUTION = "caution"


class Unit(StrEnum):
    """A unit of time in which a claim gives its quantity."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"

    def length(self, number: Decimal) -> timedelta:
        """That many of this unit; a day is 24 elapsed hours."""
        return timedelta(**{self.value: float(number)})


class Measure(StrEnum):
    """A unit of amount in which a claim gives its quantity."""

    GRAMS = "grams"
    DEGREES_CELSIUS = "degrees-celsius"


def require_utc(**moments: datetime) -> None:
    """Raise ValueError, naming the first of these moments that is not held in UTC."""
    for name, moment in moments.items():
        if moment.tzinfo is not UTC:
            raise ValueError(f"{name} must be a moment in UTC")


class TypedName(NamedTuple):
    """A typed name that a safety factor has: as we compare it, and as somebody wrote it."""

    name: str
    # Of the safety factor.
    key: str
    typed: str


class CloseName(NamedTuple):
    """A listed name that is close to an unlisted one: to be asked about, never taken for it."""

    typed: str
    # As the list has it.
    name: str
    # Of the safety factors that have it.
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a visitor told us about one session, the coming night and safety.

    Errors name the answer that is wrong and never what it was: they may end up in a log.
    Raises ValueError for a moment that is not in UTC, a night that does not come after both the
    session and the question or is no night by its length, soreness outside 0 to 10, or kratom
    without a product.
    """

    asked_at: datetime
    zone: ZoneInfo
    activity: Activity
    effort: Effort
    unaccustomed: bool
    finished_at: datetime
    soreness: int
    sore_when: frozenset[SoreWhen] = frozenset()
    goal: Goal
    warning_signs: frozenset[WarningSign] = frozenset()
    bedtime: datetime
    wake_time: datetime
    caffeine: Caffeine
    kratom: Kratom = Kratom.NO
    product: Product | None = None
    # Keys of safety factors.
    conditions: frozenset[str] = frozenset()
    medicines: frozenset[str] = frozenset()
    typed_medicines: tuple[TypedName, ...] = ()
    # Names as they were typed that are in no safety factor: never taken for safe.
    unlisted_medicines: tuple[str, ...] = ()
    # What some of those may be.
    close_names: tuple[CloseName, ...] = ()

    def __post_init__(self) -> None:
        require_utc(
            asked_at=self.asked_at,
            finished_at=self.finished_at,
            bedtime=self.bedtime,
            wake_time=self.wake_time,
        )
        if self.bedtime < max(self.asked_at, self.finished_at):
            raise ValueError("the night must come after the session and after the question")
        if not SHORTEST_NIGHT <= self.wake_time - self.bedtime <= LONGEST_NIGHT:
            raise ValueError("a night of such a length is none")
        if not 0 <= self.soreness <= 10:
            raise ValueError("soreness runs from 0 to 10")
        if self.asks_about_kratom and self.product is None:
            raise ValueError("whoever asks about kratom must name the product, or be unsure")

    @property
    def asks_about_kratom(self) -> bool:
        """Whether kratom may be spoken of at all."""
        return self.kratom is not Kratom.NO

    @property
    def has_warning_sign(self) -> bool:
        """Whether somebody named a sign that this may not be soreness."""
        return bool(self.warning_signs)

    @property
    def is_out_of_proportion(self) -> bool:
        """Whether somebody is so sore after so little that it may be something else."""
        return (
            not self.is_to_come
            and self.effort is Effort.EASY
            and self.soreness >= OUT_OF_PROPORTION
        )

    @property
    def may_be_something_else(self) -> bool:
        """Whether this may not be soreness: nothing is then offered that could do harm."""
        return self.has_warning_sign or self.is_out_of_proportion

    @property
    def is_easy_and_known(self) -> bool:
        """Easy work that the muscles know, from which hardly anybody gets sore."""
        return self.effort is Effort.EASY and not self.unaccustomed

    @property
    def clocks_change_at_night(self) -> bool:
        """Whether the clocks change between bedtime and wake time."""
        bed, up = (moment.astimezone(self.zone) for moment in (self.bedtime, self.wake_time))
        return bed.utcoffset() != up.utcoffset()

    @property
    def is_to_come(self) -> bool:
        """Whether the session has not ended yet."""
        return self.finished_at > self.asked_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A paper or page that a claim rests on: first author and year, and where to find it."""

    short: str
    # Whether we opened it ourselves: a plan says so where we did not.
    seen: bool
    # Empty when it is not on the web.
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A published claim, as far as a plan needs it."""

    claim: str
    statement: str
    verdict: Verdict
    certainty: Certainty
    basis: Basis | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    reviewed_on: date
    # The day of the next review, once that has passed.
    overdue_since: date | None = None
    sources: tuple[Source, ...] = ()
    # Address of the guide passage that shows the claim; empty when none does.
    passage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much of something, or how warm: what a claim says, within floor and ceiling."""

    statement: Statement
    unit: Measure
    low: Decimal
    high: Decimal
