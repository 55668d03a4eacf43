"""The calendar files of people, read back."""

from icalendar import Calendar, Event

from guides.models import Notice
from planner.calendar import Options, calendar_of
from planner.core.values import Answers
from tests.planner.people import plan_for

SITE = "https://handbook.example.org"
# Nothing that names a thing, a rule or a medicine.
DISCREET = {"Plan: do", "Plan: leave alone", "Plan: sleep", "Plan: check", "Plan: not before this"}


def file_for(answers: Answers, *, notice: Notice | None = None, **chosen: bool) -> Calendar:
    """Somebody's calendar file, read back."""
    return Calendar.from_ical(
        calendar_of(plan_for(answers), Options(site_url=SITE, **chosen), notice)
    )


def events_for(answers: Answers, **chosen: bool) -> list[Event]:
    """The events of somebody's file, in its order."""
    return file_for(answers, **chosen).events


def event_of(answers: Answers, title: str, **chosen: bool) -> Event:
    """The first event whose title begins so."""
    return next(
        event for event in events_for(answers, **chosen) if str(event["summary"]).startswith(title)
    )
