"""A quantity as a place on a ruler: what a template needs to draw one, and no drawing itself.

Places run along the width, as percentages of it, so that a drawing fits every screen and its words
keep their size.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count

from guides.choices import CountedFrom
from guides.quantities import in_words

# A ruler has so many numbers at least and at most.
FEWEST_TICKS = 4
MOST_TICKS = 7

# Units, by their first word, of which a range means anything between its ends. Elsewhere the two
# ends may be two findings (“before, after”), so each gets a point of its own.
RANGED = ("hours", "days", "minutes", "weeks", "grams", "degrees", "°C")
PERCENT = ("%", "percent", "per cent")
# An amount of leaf that people report, such as “g of leaf powder”.
REPORTED_AMOUNT = "g "

# A stretch of no length is drawn as wide as this, in per cent, as it could not be seen otherwise.
A_SLIVER = Decimal("0.6")
# What the zero of a ruler is called.
MOMENTS = {
    CountedFrom.SESSION_END: "Session ends",
    CountedFrom.BEDTIME: "Bedtime",
    CountedFrom.WAKE_TIME: "Waking",
}


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the ruler; most have a number."""

    at: str
    label: str = ""
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Limit:
    """How far an edit may go."""

    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What the ruler's zero stands for, such as “Bedtime”."""

    at: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A quantity on a ruler.

    It lies between the places `starts` and `ends`, read from the left; they are one for a single
    number. It is a window if anything between counts, else it is two points. An open side runs on
    to the edge. `words` say all of it to those who do not see the drawing.
    """

    words: str
    unit: str
    ticks: tuple[Tick, ...]
    starts: str
    ends: str
    length: str
    is_window: bool
    is_single: bool
    is_open_left: bool
    is_open_right: bool
    limits: tuple[Limit, ...]
    moment: Moment | None


@dataclass(frozen=True, slots=True)
class Ruler:
    """The numbers of a ruler, from the least to the most, and how they lie along its width."""

    numbers: list[Decimal]
    is_leftwards: bool

    @property
    def first(self) -> Decimal:
        """Its least number."""
        return self.numbers[0]

    @property
    def last(self) -> Decimal:
        """Its greatest number."""
        return self.numbers[-1]

    def place(self, number: Decimal) -> Decimal:
        """Where a number lies."""
        share = (number - self.first) / (self.last - self.first) * 100
        return 100 - share if self.is_leftwards else share

    def sides(self, low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal]:
        """The places of both ends of a range, from the left; an open end lies at the edge."""
        ends = (self.first if low is None else low, self.last if high is None else high)
        left, right = sorted(map(self.place, ends))
        return left, right

    def ticks(self) -> Iterator[Tick]:
        """Its numbers, and four parts between two of them."""
        for number, following in zip(self.numbers, [*self.numbers[1:], None], strict=True):
            at = self.place(number)
            yield Tick(percent(at), _plain(number), anchor_at(at))
            if following is not None:
                for part in (1, 2, 3):
                    yield Tick(percent(self.place(number + (following - number) * part / 4)))


def ruler_over(
    lowest: Decimal, highest: Decimal, unit: str = "", *, is_leftwards: bool = False
) -> Ruler:
    """A ruler that reaches from one number to the other, with round numbers of such a unit."""
    return Ruler(_numbers(lowest, highest, unit), is_leftwards)


def scale_of(
    low: Decimal | None,
    high: Decimal | None,
    unit: str = "",
    counted_from: str = "",
    *,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
) -> Scale | None:
    """The ruler for a quantity; None if there is none, or if drawing it would say nothing.

    A mere count, such as the size of a survey, has nothing to be compared with. Nor is an amount
    of leaf that people report drawn: a drawing of it would look like advice.
    """
    given = [number for number in (low, high, floor, ceiling) if number is not None]
    if (low is None and high is None) or unit.startswith(REPORTED_AMOUNT):
        return None
    frame = _frame(given, unit)
    is_window = unit.startswith(RANGED)
    is_single = low is not None and low == high
    if is_single and not (frame or is_window or counted_from):
        return None

    reach = frame or _span(_running_on(low, high, given), from_zero=bool(counted_from))
    # Time before bed runs towards bed, as everywhere on this site.
    ruler = ruler_over(*reach, unit, is_leftwards=counted_from == CountedFrom.BEDTIME)
    left, right = ruler.sides(low, high)
    since = CountedFrom(counted_from).label if counted_from else ""
    reads = f"on a ruler from {_plain(ruler.first)} to {_plain(ruler.last)}."
    words = f"{in_words(low, high, unit, since)}, {reads}"
    limits = _limits(floor, ceiling, ruler)
    return Scale(
        words=" ".join([words, *(limit.words for limit in limits)]),
        unit=f"{unit.replace('degrees-celsius', 'degrees Celsius')} {since}".strip(),
        ticks=tuple(ruler.ticks()),
        starts=percent(left),
        ends=percent(right),
        length=percent(right - left),
        is_window=is_window,
        is_single=is_single,
        is_open_left=(high if ruler.is_leftwards else low) is None,
        is_open_right=(low if ruler.is_leftwards else high) is None,
        limits=limits,
        moment=_moment(counted_from, ruler) if counted_from else None,
    )


def _limits(floor: Decimal | None, ceiling: Decimal | None, ruler: Ruler) -> tuple[Limit, ...]:
    """How far an edit may go, on the ruler and in words."""
    return tuple(
        Limit(percent(ruler.place(number)), f"This number cannot be set {side} {_plain(number)}.")
        for number, side in ((floor, "below"), (ceiling, "above"))
        if number is not None
    )


def _moment(counted_from: str, ruler: Ruler) -> Moment:
    """What the ruler's zero stands for."""
    zero = ruler.place(Decimal(0))
    return Moment(percent(zero), MOMENTS[CountedFrom(counted_from)], anchor_at(zero))


def _frame(given: list[Decimal], unit: str) -> tuple[Decimal, Decimal] | None:
    """The whole that the unit itself names: 100 for a share, 10 for points on a 0-10 scale.

    Against its whole a small effect looks small. A share too thin to be seen has none.
    """
    if named := re.search(r"\b0-([1-9]\d{0,5}) scale", unit):
        whole = Decimal(named[1])
    elif unit.startswith(PERCENT) and max(given) >= 1:
        whole = Decimal(100)
    else:
        return None
    return (Decimal(0), whole) if 0 <= min(given) <= max(given) <= whole else None


def _running_on(low: Decimal | None, high: Decimal | None, given: list[Decimal]) -> list[Decimal]:
    """What a ruler holds: the numbers given, and more of it where the range is open."""
    return [
        *([_beyond(min(given), -1)] if low is None else []),
        *given,
        *([_beyond(max(given), 1)] if high is None else []),
    ]


def _beyond(end: Decimal, direction: int) -> Decimal:
    """How far a ruler goes on where the range is open, so that it can be seen to run on."""
    towards_zero = end * direction < 0
    return Decimal(0) if towards_zero else end + direction * (abs(end) / 2 or Decimal(1))


def _span(given: list[Decimal], *, from_zero: bool) -> tuple[Decimal, Decimal]:
    """From where to where a ruler goes: from zero, unless that would hide the quantity."""
    lowest, highest = min(given), max(given)
    if not from_zero and lowest > 50 * (highest - lowest) > 0:
        # Years, which nobody counts from zero.
        return lowest, highest
    lowest, highest = min(lowest, Decimal(0)), max(highest, Decimal(0))
    return lowest, highest if highest > lowest else lowest + 1


def _numbers(lowest: Decimal, highest: Decimal, unit: str) -> list[Decimal]:
    """The numbers of a ruler that reaches from one number to the other, evenly apart and round."""
    for step in _steps(unit, (highest - lowest) / MOST_TICKS):
        first = (lowest / step).to_integral_value(ROUND_FLOOR)
        last = (highest / step).to_integral_value(ROUND_CEILING)
        if last - first < MOST_TICKS:
            return [n * step for n in map(Decimal, range(int(first), int(last) + 1))]
    raise AssertionError("steps grow without end")


def _steps(unit: str, least: Decimal) -> Iterator[Decimal]:
    """Round distances from about `least` on, growing. None is over 2.5 times the one before it.

    So the first that leaves no more than MOST_TICKS numbers still leaves FEWEST_TICKS.
    """
    if unit.startswith("hours") and least > Decimal("0.1"):
        yield from map(Decimal, ("0.25", "0.5", "1", "2", "3", "6", "12"))
        yield from (Decimal(24) * 2**power for power in count())
    elif unit.startswith("minutes") and least > Decimal("2"):
        yield from map(Decimal, ("5", "10", "15", "30"))
        yield from (Decimal(60) * 2**power for power in count())
    else:
        for power in count(least.adjusted()):
            for mantissa in (1, 2, 5):
                yield Decimal(mantissa).scaleb(power)


def anchor_at(place: Decimal) -> str:
    """How words stand to their place: those at the ends stay inside the drawing."""
    return {0: "start", 100: "end"}.get(place, "middle")


def _plain(number: Decimal) -> str:
    """As in_words writes a single number."""
    return in_words(number, number)


def far_enough_apart(left: Decimal, right: Decimal) -> tuple[Decimal, Decimal]:
    """The places of both ends of a stretch, so far from each other that it can be seen."""
    left = min(left, 100 - A_SLIVER)
    return left, max(right, left + A_SLIVER)


def percent(share: Decimal) -> str:
    """A place or a length for a drawing, such as “12.5%”."""
    return f"{share.quantize(Decimal('0.01')).normalize():f}%"
