"""What goes into a plan and what comes out of it. A value that makes no sense cannot be built.

Every moment in here is held in UTC, so that six hours are six elapsed hours on a night when the
clocks change too; the visitor's zone is for reading clocks and for printing.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Self
from zoneinfo import ZoneInfo

PRINTED_TO = timedelta(minutes=5)
SHORTEST_NIGHT = timedelta(hours=1)
LONGEST_NIGHT = timedelta(hours=16)


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


class Lane(StrEnum):
    """What kind of line a suggestion is."""

    CARE = "care"  # see somebody now
    WATCH = "watch"  # the day on which to see somebody
    OUTLOOK = "outlook"
    DO = "do"
    AVOID = "avoid"
    SLEEP = "sleep"
    DESCRIBED = "described"  # what people describe; never advice
    NOTE = "note"


class Anchor(StrEnum):
    """A moment that the visitor gave, from which times are counted."""

    SESSION_END = "session_end"
    BEDTIME = "bedtime"
    WAKE_TIME = "wake_time"
    NOW = "now"


def require_utc(**moments: datetime) -> None:
    """Raise ValueError, naming the first of these moments that is not held in UTC."""
    for name, moment in moments.items():
        if moment.tzinfo is not UTC:
            raise ValueError(f"{name} must be a moment in UTC, not {moment!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a visitor told us about one session, the coming night and safety.

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
            raise ValueError(f"a night of {self.wake_time - self.bedtime} is none")
        if not 0 <= self.soreness <= 10:
            raise ValueError(f"soreness runs from 0 to 10, not {self.soreness}")
        if self.asks_about_kratom and self.product is None:
            raise ValueError("whoever asks about kratom must name the product, or be unsure")

    @property
    def asks_about_kratom(self) -> bool:
        """Whether kratom may be spoken of at all."""
        return self.kratom is not Kratom.NO

    @property
    def has_warning_sign(self) -> bool:
        """Whether any sign says that this may not be soreness; heat and movement can then harm."""
        return bool(self.warning_signs)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, both ends in UTC. Raises ValueError if it closes before it opens."""

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        require_utc(opens=self.opens, closes=self.closes)
        if self.closes < self.opens:
            raise ValueError(f"a window cannot close at {self.closes}, before {self.opens}")

    @property
    def length(self) -> timedelta:
        """Elapsed time from end to end."""
        return self.closes - self.opens


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How one moment was reckoned: from an anchor, a step, and the limit that then held it."""

    start: Anchor
    at: datetime
    step: timedelta = timedelta(0)
    limit: Anchor | None = None
    limit_at: datetime | None = None

    @property
    def exact(self) -> datetime:
        """The bare sum, before any limit."""
        return self.at + self.step

    @property
    def result(self) -> datetime:
        """The moment itself."""
        return self.exact if self.limit_at is None else self.limit_at

    def no_earlier_than(self, limit: Anchor, at: datetime) -> Self:
        """The same sum, held at the limit if it comes out before it."""
        return self._held(limit, at) if self.result < at else self

    def no_later_than(self, limit: Anchor, at: datetime) -> Self:
        """The same sum, held at the limit if it comes out after it."""
        return self._held(limit, at) if self.result > at else self

    def printed(self, *, later: bool) -> datetime:
        """The result to five minutes, later or earlier; a time somebody gave stays as given."""
        if self.limit not in {None, Anchor.NOW} or not self.step:
            return self.result
        over = timedelta(seconds=self.result.timestamp() % PRINTED_TO.total_seconds())
        earlier = self.result - over
        return earlier + PRINTED_TO if later and over else earlier

    def _held(self, limit: Anchor, at: datetime) -> Self:
        return type(self)(start=self.start, at=self.at, step=self.step, limit=limit, limit_at=at)


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
    sources: tuple[Source, ...] = ()
    # Address of the guide passage that shows the claim; empty when none does.
    passage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Why a suggestion says what it says: the answers read, the sums, and the claims."""

    # The answers that the rule looked at, beside the anchors of its sums: fields, or signs.
    inputs: tuple[str, ...] = ()
    opens: Sum | None = None
    closes: Sum | None = None
    # The nearest time that would work, when a wish cannot be met.
    offer: Sum | None = None
    # How much of a claim's range was used, when not all of it.
    share: Fraction | None = None
    claims: tuple[Statement, ...] = ()

    def leaves_room_for(self, length: timedelta) -> bool:
        """Whether something that takes so long fits between the two sums as they are printed."""
        return (
            self.opens is not None
            and self.closes is not None
            and self.closes.printed(later=False) - self.opens.printed(later=True) >= length
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a rule yields: a window, a moment, or words alone. Its receipt holds its times."""

    rule: str
    lane: Lane
    receipt: Receipt
    # Which of a rule's wordings fits.
    variant: str = ""
    # How long the thing itself takes, inside its window.
    length: timedelta | None = None

    @property
    def window(self) -> Window | None:
        """The exact window; None when the suggestion is words alone."""
        if self.receipt.opens is None or self.receipt.closes is None:
            return None
        return Window(self.receipt.opens.result, self.receipt.closes.result)

    @property
    def printed(self) -> Window | None:
        """The window to five minutes, rounded to the cautious side.

        What is to be left alone, or watched for, starts earlier; what is to be done, or is
        described, stays inside its window.
        """
        opens, closes = self.receipt.opens, self.receipt.closes
        if opens is None or closes is None:
            return None
        wider = self.lane in {Lane.AVOID, Lane.OUTLOOK, Lane.SLEEP}
        opens_at = opens.printed(later=self.lane in {Lane.DO, Lane.DESCRIBED})
        closes_at = closes.printed(later=wider)
        # A window of less than five minutes would turn inside out.
        return Window(opens_at, closes_at) if opens_at <= closes_at else self.window

    @property
    def offered(self) -> datetime | None:
        """The time on offer to five minutes, rounded away from the conflict."""
        offer = self.receipt.offer
        return None if offer is None else offer.printed(later=offer.step > timedelta(0))
