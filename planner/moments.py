"""The moments that typed times come to, and what to say of times that come to none."""

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from guides.dates import day_in_words
from planner.core import clock
from planner.core.values import LONGEST_NIGHT, SHORTEST_NIGHT
from planner.words import length

# Older soreness is a doctor's matter, and further ahead nobody knows their bedtime.
OLDEST_SESSION = timedelta(days=14)
FURTHEST_SESSION = timedelta(days=14)

_NIGHTS = f"{length(SHORTEST_NIGHT)} to {length(LONGEST_NIGHT)}"


class UnusableTimeError(ValueError):
    """A time that no plan can be counted from: the question it answers, and what to say there."""

    def __init__(self, question: str, message: str) -> None:
        super().__init__(message)
        self.question = question


class Moments(NamedTuple):
    """When the session ends and the night after it begins and ends, in UTC."""

    finished_at: datetime
    bedtime: datetime
    wake_time: datetime


def session_and_night(
    ends: datetime, bedtime: time, wake_time: time, *, zone: ZoneInfo, asked_at: datetime
) -> Moments:
    """What the clocks of a zone show, as moments; `ends` without a zone, `asked_at` with one.

    The night is the first to begin after both. Raises UnusableTimeError for a session too far
    away, a time that the clocks go forward over, a night of an odd length, and a session inside
    a night that has not ended yet.
    """
    # By what the clocks show, as the ends of the calendar have no moment in UTC.
    today = asked_at.astimezone(zone).replace(tzinfo=None)
    if not -OLDEST_SESSION <= ends - today <= FURTHEST_SESSION:
        raise UnusableTimeError("finished_at", _far_away(is_past=ends < today))
    try:
        finished_at = clock.nearest_moment(ends.time(), ends.date(), zone, asked_at)
    except clock.SkippedTimeError as skipped:
        raise UnusableTimeError("finished_at", _skipped(skipped)) from skipped
    try:
        night = clock.coming_night(bedtime, wake_time, max(asked_at, finished_at), zone)
    except clock.SkippedTimeError as skipped:
        question = "bedtime" if skipped.clock == bedtime else "wake_time"
        raise UnusableTimeError(question, _skipped(skipped)) from skipped
    asleep = night[1] - night[0]
    if not SHORTEST_NIGHT <= asleep <= LONGEST_NIGHT:
        raise _odd_night(bedtime, wake_time, asleep)
    up_at = clock.up_after(finished_at, bedtime, wake_time, zone)
    # Only a night that has not ended yet is worth a question.
    if up_at is not None and up_at > asked_at:
        raise UnusableTimeError("bedtime", _session_at_night(ends, bedtime, wake_time))
    return Moments(finished_at, *night)


def _far_away(*, is_past: bool) -> str:
    advice = " If you are still sore after longer than that, see a doctor." if is_past else ""
    return f"Write a day within two weeks of today.{advice}"


def _skipped(skipped: clock.SkippedTimeError) -> str:
    return (
        f"{skipped.clock:%H:%M} does not exist on {day_in_words(skipped.day)} in "
        f"{skipped.zone.key}: the clocks go forward over it. Write an earlier or a later time."
    )


def _session_at_night(ends: datetime, bedtime: time, wake_time: time) -> str:
    return (
        f"The session ends at {ends:%H:%M}, inside the night you give "
        f"({bedtime:%H:%M} to {wake_time:%H:%M}). "
        "Write the bedtime that you will have after it."
    )


def _odd_night(bedtime: time, wake_time: time, asleep: timedelta) -> UnusableTimeError:
    """Said at the time that was meant for the other half of the day, if that explains it."""
    said = f"From {bedtime:%H:%M} to {wake_time:%H:%M} is {length(asleep)}"
    meant = clock.other_half_of_the_day(bedtime, wake_time)
    if meant is None:
        question, then = "bedtime", f"A night here is {_NIGHTS} long."
    else:
        question, then = meant[0], f"Did you mean {meant[1]:%H:%M}?"
    how = "Write evening times in full, such as 22:30 or 10:30pm."
    return UnusableTimeError(question, f"{said}. {then} {how}")
