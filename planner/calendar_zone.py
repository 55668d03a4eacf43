"""A time zone as a calendar file states it: its offsets, and when the clocks change."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from planner.core.values import A_DAY

A_SECOND = timedelta(seconds=1)


def zone_component(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """A zone's VTIMEZONE for whole years in UTC, both ends included.

    Not icalendar's own Timezone.from_tzinfo(): its clocks go forward too late (7.3.2), as it looks
    for changes in local time, in which the hour that is skipped still counts as before.
    """
    component = Timezone()
    component.add("tzid", zone.key)
    starts = datetime(first_year, 1, 1, tzinfo=UTC)
    ends = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    component.add_component(_observance(zone, starts, starts))
    for change in _changes(zone, starts, ends):
        component.add_component(_observance(zone, change - A_SECOND, change))
    return component


def _changes(zone: ZoneInfo, starts: datetime, ends: datetime) -> Iterator[datetime]:
    """Every moment at which the offset becomes another, to the second."""
    before = starts
    while before < ends:
        after = before + A_DAY
        if _offset(zone, before) != _offset(zone, after):
            yield _change_between(zone, before, after)
        before = after


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > A_SECOND:
        halfway = before + (after - before) // A_SECOND // 2 * A_SECOND
        if _offset(zone, halfway) == _offset(zone, before):
            before = halfway
        else:
            after = halfway
    return after


def _observance(
    zone: ZoneInfo, before: datetime, since: datetime
) -> TimezoneStandard | TimezoneDaylight:
    """What the clocks show from a moment on; its start is written as they showed it before."""
    local = since.astimezone(zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", since.replace(tzinfo=None) + _offset(zone, before))
    observance.add("tzoffsetfrom", _offset(zone, before))
    observance.add("tzoffsetto", _offset(zone, since))
    observance.add("tzname", local.tzname())
    return observance


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    if offset is None:
        raise ValueError(f"{zone.key} has no offset at {moment}")
    return offset
