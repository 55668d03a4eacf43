"""The calendar file: the lines of a plan that are still to come, as events of RFC 5545.

Nothing that somebody typed stands in it, only times that follow from it, and words of ours.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from icalendar import Alarm, Calendar, Event

from guides.models import Notice
from planner.calendar_zone import zone_component
from planner.core import clock
from planner.core.plan import Plan
from planner.core.suggestions import Lane, Suggestion
from planner.core.values import A_DAY, Answers
from planner.plain_words import PlainWords, plain_words, words_of

# Counted in days from the session, so that a plan has one of them, whatever night it is for.
COUNTED_IN_DAYS = frozenset({"see_a_doctor_after", "train_again"})
# A choice for the whole of a sore day is no appointment.
AT_ANY_HOUR = frozenset({"light_movement", "massage", "heat", "foam_rolling", "fluids"})
# Its lines differ by nothing else than their margin.
KRATOM_CUTOFF = "kratom_cutoff"

BEFORE_BED = timedelta(minutes=15)
# Seconds since then number the versions of an event: until 2094 they fit into what calendars keep.
FIRST_VERSION = datetime(2026, 1, 1, tzinfo=UTC)
NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What somebody chose for their file, and the address that its links begin with."""

    site_url: str
    is_discreet: bool = False
    has_alarms: bool = False


def lines_to_come(plan: Plan) -> tuple[Suggestion, ...]:
    """What a calendar can hold: empty for an emergency, as that has no timetable.

    Remarks on a choice between two times are left out, as are what to do at any hour of a sore day,
    whatever should be left alone already, and all that people describe of kratom.
    """
    lines = plan.timetable + plan.kratom_cutoffs + plan.watch
    return tuple(line for line in lines if _is_to_come(line, plan.answers.asked_at))


def calendar_of(plan: Plan, options: Options, notice: Notice | None) -> bytes:
    """The file, with its times in the visitor's zone; the notice stands in every event."""
    calendar = Calendar()
    calendar.add("prodid", "-//Recovery Handbook//Recovery plan//EN")
    calendar.add("version", "2.0")
    lines = lines_to_come(plan)
    with timezone.override(plan.answers.zone):
        ask_first = words_of(render_to_string("_partials/_notice.html", {"notice": notice})).text
        for line in lines:
            calendar.add_component(_event(line, plan.answers, options, ask_first))
    if calendar.get_missing_tzids():
        first = min(line.placed.opens for line in lines)
        last = max(line.placed.closes for line in lines)
        zone = zone_component(plan.answers.zone, first.year, last.year)
        calendar.subcomponents.insert(0, zone)
    return calendar.to_ical()


def _is_to_come(line: Suggestion, asked_at: datetime) -> bool:
    window = line.printed
    if window is None or line.lane is Lane.NOTE or line.rule in AT_ANY_HOUR:
        return False
    return line.lane is not Lane.AVOID or window.opens > asked_at


def _event(line: Suggestion, answers: Answers, options: Options, ask_first: str) -> Event:
    words = plain_words(line, answers)
    is_moment = _is_moment(line)
    # A shared calendar gives its owner away, and an alarm at the margin sounds like a last call.
    is_kratom = line.rule == KRATOM_CUTOFF
    is_discreet = options.is_discreet or is_kratom
    in_full = _title(line, words, is_discreet=False)
    title = _title(line, words, is_discreet=True) if is_discreet else in_full
    event = Event()
    event.add("uid", _uid(line, answers))
    event.add("dtstamp", answers.asked_at)
    event.add("sequence", (answers.asked_at - FIRST_VERSION) // timedelta(seconds=1))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if line.lane is Lane.SLEEP else "TRANSPARENT")
    event.add("summary", title)
    notes = _plain(
        "planner/calendar/event.txt",
        title=in_full if is_discreet else "",
        suggestion=line,
        receipt=line.receipt,
        text=words.text,
        has_end=not is_moment,
        site_url=options.site_url,
        ask_first=ask_first,
    )
    event.add("description", notes)
    window = line.placed
    if line.lane is Lane.WATCH:
        event.add("dtstart", window.opens.astimezone(answers.zone).date())
    else:
        event.add("dtstart", _as_written(window.opens, answers))
        if not is_moment:
            event.add("dtend", _as_written(window.closes, answers))
    if options.has_alarms and not is_kratom:
        event.add_component(_alarm(line, title, answers))
    return event


def _is_moment(line: Suggestion) -> bool:
    """Whether a line is a moment from which something holds, and no stretch of time to fill."""
    return line.lane is Lane.AVOID or line.rule in COUNTED_IN_DAYS


def _title(line: Suggestion, words: PlainWords, *, is_discreet: bool) -> str:
    return _plain(
        "planner/calendar/title.txt",
        rule=line.rule,
        lane=line.lane,
        title=words.title,
        is_discreet=is_discreet,
    )


def _uid(line: Suggestion, answers: Answers) -> str:
    """The same for the same line of the same session, whatever else was answered, and whenever.

    Signed, so that nobody can try out which line, or which session, it stands for.
    """
    told = [answers.finished_at.isoformat(), line.rule]
    if line.rule not in COUNTED_IN_DAYS:
        told.append(_evening(line.placed.opens, answers).isoformat())
    if line.rule == KRATOM_CUTOFF:
        told.append(line.variant)
    return salted_hmac("planner.calendar", " ".join(told), algorithm="sha256").hexdigest()[:32]


def _evening(moment: datetime, answers: Answers) -> date:
    """The day whose night comes next; a bedtime before noon belongs to the day before it."""
    local, bed = (m.astimezone(answers.zone) for m in (moment, answers.bedtime))
    day = local.date() if local.time() <= bed.time() else local.date() + A_DAY
    return day if bed.hour >= NOON else day - A_DAY


def _as_written(moment: datetime, answers: Answers) -> datetime:
    """In the visitor's zone; in UTC where the clocks show a time for the second time.

    RFC 5545 takes such a local time for the first of the two.
    """
    local = moment.astimezone(answers.zone)
    return moment if local.fold else local


def _alarm(line: Suggestion, title: str, answers: Answers) -> Alarm:
    """At its moment, before bed a little sooner, and on a day to check something when they get up.

    Nothing else rings sooner: many things may be done from the time somebody gets up, and before
    a cut-off it would sound like a call for one more.
    """
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    if line.lane is Lane.WATCH:
        up, day = (m.astimezone(answers.zone) for m in (answers.wake_time, line.placed.opens))
        rings = clock.read_leniently(up.time(), day.date(), answers.zone)
        alarm.add("trigger", rings, parameters={"VALUE": "DATE-TIME"})
    else:
        alarm.add("trigger", -BEFORE_BED if line.lane is Lane.SLEEP else timedelta(0))
    return alarm


def _plain(template: str, **context: object) -> str:
    """A template of plain text without its empty lines: one line for each that has words."""
    lines = (" ".join(line.split()) for line in render_to_string(template, context).splitlines())
    return "\n".join(line for line in lines if line)
