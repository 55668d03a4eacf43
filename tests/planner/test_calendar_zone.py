"""A time zone as a calendar file states it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.calendar_zone import zone_component
from tests.planner.people import LONDON, ZONES, at

MORE = [*map(ZoneInfo, ("Africa/Casablanca", "Europe/Dublin", "America/St_Johns", "America/Nuuk"))]
STARTS = datetime(2026, 1, 1, tzinfo=UTC)
TWO_YEARS = 730


def changes_in(component):
    """When its clocks change, in UTC, and what they are then ahead of it, as RFC 5545 has it."""
    return sorted(
        (
            observance["dtstart"].dt.replace(tzinfo=UTC) - observance["tzoffsetfrom"].td,
            observance["tzoffsetto"].td,
        )
        for observance in component.subcomponents
    )


def offset_in(component, moment):
    return [offset for since, offset in changes_in(component) if since <= moment][-1]


@pytest.mark.parametrize("zone", [*ZONES, *MORE], ids=str)
def test_a_zone_states_what_its_clocks_show_through_whole_years(zone):
    component = zone_component(zone, 2026, 2027)

    for moment in (STARTS + timedelta(days=day, hours=day % 24) for day in range(TWO_YEARS)):
        assert offset_in(component, moment) == moment.astimezone(zone).utcoffset(), moment


@pytest.mark.parametrize("zone", [*ZONES, *MORE], ids=str)
def test_the_clocks_of_a_zone_change_to_the_second(zone):
    component = zone_component(zone, 2026, 2027)

    for change, offset in changes_in(component)[1:]:
        a_second_before = change - timedelta(seconds=1)
        assert change.astimezone(zone).utcoffset() == offset
        assert a_second_before.astimezone(zone).utcoffset() == offset_in(component, a_second_before)
        assert a_second_before.astimezone(zone).utcoffset() != offset


def test_the_hour_that_london_skips_is_skipped_in_the_file():
    component = zone_component(LONDON, 2026, 2026)

    assert [since for since, _ in changes_in(component)] == [
        STARTS,
        at("2026-03-29", "02:00"),
        at("2026-10-25", "01:00", fold=1),
    ]
    assert [observance.name for observance in component.subcomponents] == [
        "STANDARD",
        "DAYLIGHT",
        "STANDARD",
    ]
