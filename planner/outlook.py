"""The course of soreness over the days after a session, as places on an axis of local days.

Bands are ranges and never a curve: a curve would look more exact than what is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from operator import itemgetter
from zoneinfo import ZoneInfo

from guides.scales import Tick, percent
from planner.core.clock import read_leniently
from planner.core.plan import Plan
from planner.core.suggestions import Lane, Suggestion, Window
from planner.core.values import A_DAY
from planner.drawing import A_LETTER, Frame, Mark, Row, Stack, stacked
from planner.words import COURSE_IN_BRIEF, in_brief, part_of_day

AT_LEAST = 5 * A_DAY


@dataclass(frozen=True, slots=True)
class Course:
    """Days with their names, the session's end, now, and a row for each part of the course."""

    window: Window
    midnights: tuple[str, ...]
    names: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    stack: Stack


def course_of(plan: Plan) -> Course | None:
    """When soreness starts, is worst and eases, and the day that means a doctor.

    From the session's end, or from now if that comes within the day before it; for five days, or
    to the end of the doctor's day if that is later. None for somebody to whom the usual course is
    not told.
    """
    answers = plan.answers
    bands = [(band, band.printed) for band in plan.outlook if band.printed]
    if not bands:
        return None
    doctor = _doctor(plan)
    ends = [answers.finished_at + AT_LEAST, *(window.closes for _, window in bands)]
    if doctor:
        ends.append(doctor[1].closes)
    is_soon = answers.finished_at - A_DAY <= answers.asked_at <= answers.finished_at
    opens = answers.asked_at if is_soon else answers.finished_at
    frame = Frame(Window(opens, max(ends)), answers.zone)
    moments = [("session", answers.finished_at, "session ends"), ("now", answers.asked_at, "now")]
    marks = tuple(
        frame.mark(sign, moment, f"{moment.astimezone(frame.zone):%a %H:%M}", name)
        for sign, moment, name in sorted(moments, key=itemgetter(1))
        if frame.holds(moment)
    )
    rows = [
        Row(
            frame.words(COURSE_IN_BRIEF[band.variant], _from_to(window, frame.zone), window),
            (frame.bar(band.variant, window),),
        )
        for band, window in bands
    ]
    if doctor:
        line, day = doctor
        on = f"{day.opens.astimezone(frame.zone):%a %-d}"
        rows.append(Row(frame.words(on, in_brief(line), day), (frame.bar("doctor", day),)))
    return Course(
        window=frame.window,
        midnights=tuple(percent(frame.place(day.opens)) for day in list(_days(frame))[1:]),
        names=tuple(_names(frame)),
        marks=marks,
        stack=stacked((mark.words for mark in marks), rows),
    )


def _doctor(plan: Plan) -> tuple[Suggestion, Window] | None:
    """The line that names the day on which still being sore means a doctor, and that day."""
    for line in plan.watch:
        if line.lane is Lane.WATCH and line.printed:
            on = line.printed.opens.astimezone(plan.answers.zone).date()
            return line, _day(on, plan.answers.zone)
    return None


def _day(on: date, zone: ZoneInfo) -> Window:
    return Window(*(read_leniently(time(), day, zone) for day in (on, on + A_DAY)))


def _days(frame: Frame) -> Iterator[Window]:
    """The local days, from the one on which the drawing begins."""
    day = _day(frame.window.opens.astimezone(frame.zone).date(), frame.zone)
    while day.opens < frame.window.closes:
        yield day
        day = _day(day.closes.astimezone(frame.zone).date(), frame.zone)


def _names(frame: Frame) -> Iterator[Tick]:
    """The name of each day in the middle of its part of the axis, if that is wide enough."""
    for day in _days(frame):
        starts, ends = frame.place(day.opens), frame.place(day.closes)
        name = f"{day.opens.astimezone(frame.zone):%a}"
        if ends - starts >= A_LETTER * len(name):
            yield Tick(percent((starts + ends) / 2), name)


def _from_to(window: Window, zone: ZoneInfo) -> str:
    """From one part of a day to another, as no study knows the hour."""
    opens, closes = (moment.astimezone(zone) for moment in (window.opens, window.closes))
    day = "" if closes.date() == opens.date() else f"{closes:%a} "
    return f"{opens:%a} {part_of_day(opens)} to {day}{part_of_day(closes)}"
