"""What comes out of a plan: suggestions, with their windows and the receipts that explain them.

As with what goes in, every moment is held in UTC, and a value that makes no sense cannot be built.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Self

from planner.core.values import Amount, Basis, Statement, require_utc

PRINTED_TO = timedelta(minutes=5)


class Lane(StrEnum):
    """What kind of line a suggestion is."""

    CARE = "care"  # see somebody now
    WATCH = "watch"  # the day on which to see somebody
    OUTLOOK = "outlook"
    DO = "do"
    AVOID = "avoid"
    SLEEP = "sleep"
    COMPARED = "compared"  # with kratom and without, side by side
    DESCRIBED = "described"  # what people describe; never advice
    NOTE = "note"


class Anchor(StrEnum):
    """A moment from which times are counted, or at which one is held."""

    SESSION_END = "session_end"
    BEDTIME = "bedtime"
    WAKE_TIME = "wake_time"
    NOW = "now"
    # Where a line that comes first in the order of concerns begins.
    WARM_BATH = "warm_bath"


class Concern(IntEnum):
    """What a wish is about, in the order in which we keep them when two cannot both be met."""

    SAFETY = 1
    SLEEP = 2
    RECOVERY = 3
    CONVENIENCE = 4


@dataclass(frozen=True, slots=True)
class Clash:
    """Two wishes that cannot both be met: which was kept, and which gave way.

    Raises ValueError if a wish gave way to one that comes after it in the order of concerns.
    """

    kept: Concern
    gave_way: Concern

    def __post_init__(self) -> None:
        if self.gave_way < self.kept:
            raise ValueError(f"{self.gave_way.name} comes before {self.kept.name}")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, both ends in UTC. Raises ValueError if it closes before it opens."""

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        require_utc(opens=self.opens, closes=self.closes)
        if self.closes < self.opens:
            raise ValueError("a window cannot close before it opens")

    @property
    def length(self) -> timedelta:
        """Elapsed time from end to end."""
        return self.closes - self.opens


# Limits that are no time somebody gave.
_RECKONED = frozenset({Anchor.NOW, Anchor.WARM_BATH})


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
        reckoned = bool(self.step) if self.limit is None else self.limit in _RECKONED
        if not reckoned:
            return self.result
        over = timedelta(seconds=self.result.timestamp() % PRINTED_TO.total_seconds())
        earlier = self.result - over
        return earlier + PRINTED_TO if later and over else earlier

    def _held(self, limit: Anchor, at: datetime) -> Self:
        return type(self)(start=self.start, at=self.at, step=self.step, limit=limit, limit_at=at)


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

    @property
    def time_is_our_reading(self) -> bool:
        """Whether a study carries what is done, and only our reading of it carries when."""
        does, *places = self.claims
        return does.basis is not Basis.INFERENCE and any(
            claim.basis is Basis.INFERENCE for claim in places
        )

    def opens_before(self, moment: datetime) -> bool:
        """Whether the window opens before a moment."""
        return self.opens is not None and self.opens.result < moment

    def opens_at(self, limit: Anchor) -> bool:
        """Whether the window opens where this limit holds it."""
        return self.opens is not None and self.opens.limit is limit

    def closes_at(self, limit: Anchor) -> bool:
        """Whether the window closes where this limit holds it."""
        return self.closes is not None and self.closes.limit is limit

    def leaves_room_for(self, length: timedelta) -> bool:
        """Whether something that takes so long fits between the two sums as they are printed."""
        return (
            self.opens is not None
            and self.closes is not None
            and self.closes.printed(later=False) - self.opens.printed(later=True) >= length
        )


# Without slots, so that its printed window can be kept: a page asks for it some hundred times.
@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What a rule yields: a window, a moment, or words alone. Its receipt holds its times."""

    rule: str
    lane: Lane
    receipt: Receipt
    # Which of a rule's wordings fits.
    variant: str = ""
    # How long the thing itself takes, inside its window.
    length: timedelta | None = None
    # How long it may take at most, where that is said too.
    longest: timedelta | None = None
    amount: Amount | None = None
    # Which of two wishes was kept, when they cannot both be met.
    clash: Clash | None = None

    @property
    def window(self) -> Window | None:
        """The exact window; None when the suggestion is words alone."""
        if self.receipt.opens is None or self.receipt.closes is None:
            return None
        return Window(self.receipt.opens.result, self.receipt.closes.result)

    @cached_property
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
    def placed(self) -> Window:
        """The printed window of a line that has one. Raises ValueError for words alone."""
        if self.printed is None:
            raise ValueError(f"{self.rule} has no time to stand under")
        return self.printed

    @property
    def offered(self) -> datetime | None:
        """The time on offer to five minutes, rounded away from the conflict."""
        offer = self.receipt.offer
        return None if offer is None else offer.printed(later=offer.step > timedelta(0))
