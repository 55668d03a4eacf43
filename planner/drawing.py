"""Where moments lie along the width of a drawing, and the words beside them; no drawing itself.

Places are percentages of the width and heights are ems, so that a drawing fits every screen and
its words keep their size, as on the rulers of guides/scales.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from guides.scales import far_enough_apart, percent
from planner.core.suggestions import Window

# What one letter takes of the narrowest screen's width at most, in per cent.
A_LETTER = Decimal("2.7")
HALF, WHOLE = Decimal(50), Decimal(100)

# Heights in ems: above the axis its numbers; below it, one under the other, the words of each
# line that runs down the drawing, and then the rows, each with its words above its bar.
AXIS_AT = Decimal("1.6")
MARKS_FROM = AXIS_AT + Decimal("0.7")
A_MARK = Decimal("1.4")
A_ROW = Decimal("2.1")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside a bar or a line, a part of it strong, and where."""

    strong: str
    rest: str
    at: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time by its sign, as far as it lies in the drawing; cut where it goes on."""

    sign: str
    starts: str
    ends: str
    length: str
    goes_on_before: bool
    goes_on_after: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment as a line down the drawing, by its sign, with words."""

    sign: str
    at: str
    words: Words


@dataclass(frozen=True, slots=True)
class Row:
    """Words, and the bars under them."""

    words: Words
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """What stands under the axis: each thing with its height from the top of the drawing."""

    marks: tuple[tuple[str, Words], ...]
    rows: tuple[tuple[str, Row], ...]
    # How far down the axis lies, the whole drawing reaches, and what lies under the axis.
    axis: str
    height: str
    depth: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The stretch of time that a drawing shows, read by the clocks of a zone."""

    window: Window
    zone: ZoneInfo

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in the drawing."""
        return self.window.opens <= moment <= self.window.closes

    def shows(self, window: Window) -> bool:
        """Whether any of a window lies in the drawing."""
        return window.opens < self.window.closes and window.closes > self.window.opens

    def place(self, moment: datetime) -> Decimal:
        """Where a moment lies, in per cent; beyond an edge, at the edge."""
        gone = Decimal((moment - self.window.opens).total_seconds())
        share = gone / Decimal(self.window.length.total_seconds()) * WHOLE
        return min(max(share, Decimal(0)), WHOLE)

    def clock(self, moment: datetime) -> str:
        """A time of day, with its day before it if that comes before the drawing's first."""
        local, first = (m.astimezone(self.zone) for m in (moment, self.window.opens))
        return f"{local:%H:%M}" if local.date() >= first.date() else f"{local:%a %H:%M}"

    def bar(self, sign: str, window: Window) -> Bar:
        """A window as a bar."""
        starts, ends = far_enough_apart(self.place(window.opens), self.place(window.closes))
        return Bar(
            sign=sign,
            starts=percent(starts),
            ends=percent(ends),
            length=percent(ends - starts),
            goes_on_before=window.opens < self.window.opens,
            goes_on_after=window.closes > self.window.closes,
        )

    def words(self, strong: str, rest: str, beside: Window, turn_at: Decimal = HALF) -> Words:
        """Words that stay in the drawing, though they may be longer than what they stand beside.

        They begin with it, or from `turn_at` on end with it, unless less of a shift makes them
        fit the other way round.
        """
        starts, ends = self.place(beside.opens), self.place(beside.closes)
        takes = min(A_LETTER * len(f"{strong} {rest}"), WHOLE)
        begin, end = min(starts, WHOLE - takes), max(ends, takes)
        turned, back = starts >= turn_at, (starts - begin) - (end - ends)
        if back > 0 or (turned and back == 0):
            return Words(strong, rest, percent(end), "end")
        return Words(strong, rest, percent(begin), "start")

    def mark(self, sign: str, moment: datetime, clock: str, name: str) -> Mark:
        """A moment as a line with words."""
        place = percent(self.place(moment))
        return Mark(sign, place, self.words(clock, name, Window(moment, moment)))


def stacked(marks: Iterable[Words], rows: Iterable[Row]) -> Stack:
    """The words of lines, and rows, one under the other."""
    marks, rows = tuple(marks), tuple(rows)
    rows_from = MARKS_FROM + A_MARK * len(marks)
    height = rows_from + A_ROW * len(rows)
    return Stack(
        marks=tuple((_em(MARKS_FROM + A_MARK * n), words) for n, words in enumerate(marks)),
        rows=tuple((_em(rows_from + A_ROW * n), row) for n, row in enumerate(rows)),
        axis=_em(AXIS_AT),
        height=_em(height),
        depth=_em(height - AXIS_AT),
    )


def _em(height: Decimal) -> str:
    return f"{height.normalize():f}em"
