"""The 24 hours around a plan's night, as places on an axis: what a template needs to draw them.

The hours end soon after waking, so that the night lies near the right whatever the clocks say:
somebody who sleeps by day needs no other drawing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from guides.scales import Tick, anchor_at, percent
from planner.core.plan import Plan
from planner.core.suggestions import Lane, Window
from planner.drawing import WHOLE, Bar, Frame, Mark, Row, Stack, stacked
from planner.timetable import Line, lines_of
from planner.words import IN_BRIEF, in_brief_together

LENGTH = timedelta(hours=24)
AFTER_WAKING = timedelta(hours=1)
NUMBERED = 3
# Clocks of every zone show full hours only at quarters of an hour of UTC.
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Timeline:
    """24 elapsed hours: the clock's hours, the night, two moments, and a row for each line."""

    window: Window
    night: Window
    ticks: tuple[Tick, ...]
    night_bar: Bar
    marks: tuple[Mark, ...]
    stack: Stack
    # What its bars say, in time order, for whoever does not see it.
    spoken: str

    @property
    def signs(self) -> set[str]:
        """The kinds of bar that it has."""
        return {bar.sign for _, row in self.stack.rows for bar in row.bars}

    @property
    def goes_on(self) -> bool:
        """Whether any bar is cut at an edge."""
        return any(
            bar.goes_on_before or bar.goes_on_after
            for _, row in self.stack.rows
            for bar in row.bars
        )


def timeline_of(plan: Plan) -> Timeline:
    """The hours around the coming night, with every line of the plan that falls into them.

    Kratom comes last, and only for somebody whom screening lets through.
    """
    answers = plan.answers
    frame = frame_around(answers.wake_time, answers.zone)
    night = Window(answers.bedtime, answers.wake_time)
    marks = tuple(
        frame.mark(sign, moment, frame.clock(moment), name)
        for moment, sign, name in sorted(
            [
                (answers.finished_at, "session", "session ends"),
                (answers.asked_at, "now", "now"),
            ]
        )
        if frame.holds(moment)
    )
    sleep = frame.words(frame.clock(night.opens), IN_BRIEF["sleep_window"], night, turn_at=WHOLE)
    lines = _lines(plan, frame)
    return Timeline(
        window=frame.window,
        night=night,
        ticks=tuple(_ticks(frame)),
        night_bar=frame.bar("sleep", night),
        marks=marks,
        stack=stacked(
            (*(mark.words for mark in marks), sleep), (*_rows(lines, frame), *_kratom(plan, frame))
        ),
        spoken="; ".join(_spoken(lines, answers.zone)),
    )


def frame_around(wake_time: datetime, zone: ZoneInfo) -> Frame:
    """24 elapsed hours that end an hour after waking, or at the full hour that follows."""
    closes = next(_full_hours(wake_time + AFTER_WAKING, zone))
    return Frame(Window(closes - LENGTH, closes), zone)


def _full_hours(start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """When the clocks show a full hour, from a moment on.

    Where they are put by half an hour, two of these are not an hour apart.
    """
    moment = start + timedelta(seconds=-start.timestamp() % QUARTER.total_seconds())
    while True:
        if moment.astimezone(zone).minute == 0:
            yield moment
        moment += QUARTER


def _ticks(frame: Frame) -> Iterator[Tick]:
    """The full hours, every third with its number; of an hour that comes twice, the first."""
    last = ""
    for moment in _full_hours(frame.window.opens, frame.zone):
        if not frame.holds(moment):
            return
        local, place = moment.astimezone(frame.zone), frame.place(moment)
        number = "" if local.hour % NUMBERED else f"{local:%H}"
        yield Tick(percent(place), "" if number == last else number, anchor_at(place))
        last = number or last


def _lines(plan: Plan, frame: Frame) -> list[Line]:
    """The plan's lines that the drawing shows as bars of their own."""
    return [
        line
        for line in lines_of(plan.timetable)
        if line.lane is not Lane.SLEEP and frame.shows(line.window)
    ]


def _rows(lines: Iterable[Line], frame: Frame) -> Iterator[Row]:
    for line in lines:
        yield Row(
            frame.words(frame.clock(line.window.opens), _names(line), line.window),
            (frame.bar(line.lane, line.window),),
        )


def _spoken(lines: Iterable[Line], zone: ZoneInfo) -> Iterator[str]:
    """Each line with its time, and the days after the first by name."""
    first = None
    for line in lines:
        local = line.window.opens.astimezone(zone)
        first = first or local.date()
        day = "" if local.date() == first else f"{local:%A} "
        yield f"{day}{local:%H:%M} {_names(line)}"


def _names(line: Line) -> str:
    return in_brief_together([told.suggestion for told in line.told])


def _kratom(plan: Plan, frame: Frame) -> Iterator[Row]:
    """The times to stay away from kratom as one row: the more cautious one, and the floor."""
    windows = {cutoff.variant: cutoff.printed for cutoff in plan.kratom_cutoffs}
    floor, cautious = windows.get("floor"), windows.get("cautious")
    name = IN_BRIEF["kratom_cutoff"]
    if floor is None:
        return
    bar = frame.bar("avoid", floor)
    if cautious is None:
        yield Row(frame.words(frame.clock(floor.opens), name, floor), (bar,))
        return
    wider = frame.bar("early", Window(cautious.opens, floor.opens))
    says = f"{name}, {frame.clock(floor.opens)} our floor"
    yield Row(frame.words(frame.clock(cautious.opens), says, cautious), (wider, bar))
