"""Times as people type them."""

from datetime import datetime, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from planner.fields import (
    ClockTimeField,
    LocalDateTimeField,
    TimeZoneField,
    read_clock,
    zones_by_region,
)


@pytest.mark.parametrize(
    "typed",
    [
        "22:30",
        "2230",
        "22.30",
        "22h30",
        "10:30pm",
        "10.30 pm",
        "10:30 PM",
        "1030pm",
        " 10:30 p.m. ",
    ],
)
def test_half_past_ten_at_night_can_be_typed_in_many_ways(typed):
    assert read_clock(typed) == time(22, 30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6:30", time(6, 30)),
        ("630", time(6, 30)),
        ("0630", time(6, 30)),
        ("6am", time(6)),
        ("22", time(22)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("24:00", time(0)),
        ("midnight", time(0)),
        ("Noon", time(12)),
    ],
)
def test_other_times_are_read_as_meant(typed, meant):
    assert read_clock(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "half 6", "25:00", "22:60", "13am", "0am", "10:3", "22:30:15", "-1", "٢٢:٣x", "24:30"],
)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError, match="time of day|hour must be|minute must be"):
        read_clock(typed)


@given(st.times())
def test_every_clock_time_is_read_back(clock):
    assert read_clock(f"{clock:%H:%M}") == clock.replace(second=0, microsecond=0)


def read_or_refuse(field, typed):
    try:
        return field.clean(typed)
    except ValidationError as refusal:
        return refusal


@given(st.text(max_size=20))
def test_no_typed_text_breaks_the_field(typed):
    outcome = read_or_refuse(ClockTimeField(example="06:30"), typed)

    assert isinstance(outcome, time | ValidationError)


def test_the_error_keeps_what_was_typed_and_shows_an_example():
    with pytest.raises(ValidationError, match="“half 6” is not clear to us. .* 06:30"):
        ClockTimeField(example="06:30").clean("half 6")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-24t18:00",
        "2026-11-24, 18:00",
        "2026-11-24T18:00",
        "2026-11-24T18:00:00",
        "2026-11-24 18:00",
        "2026-11-24 6pm",
    ],
)
def test_a_local_date_and_time_is_read(typed):
    field = LocalDateTimeField(example="2026-11-24 18:00")

    assert field.clean(typed) == datetime(2026, 11, 24, 18)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("now", datetime(2026, 11, 24, 18, 10)),
        ("Just finished", datetime(2026, 11, 24, 18, 10)),
        ("today 6pm", datetime(2026, 11, 24, 18)),
        ("yesterday at 19:30", datetime(2026, 11, 23, 19, 30)),
        ("Tomorrow 7.15", datetime(2026, 11, 25, 7, 15)),
        ("tonight 9 pm", datetime(2026, 11, 24, 21)),
    ],
)
def test_a_moment_may_be_told_from_today(typed, moment):
    told = LocalDateTimeField(example="2026-11-24 18:00").clean(typed)

    assert told.on(datetime(2026, 11, 24, 18, 10, 59)) == moment


@pytest.mark.parametrize(
    "typed",
    [
        "yesterday",
        "2026-02-30T18:00",
        "2026-11-24",
        "T18:00",
        "2026-11-24 24:00",
        "today midnight",
        "tonight at midnight",
        "tonight 1am",
    ],
)
def test_a_date_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError, match="is not clear to us"):
        LocalDateTimeField(example="2026-11-24 18:00").clean(typed)


@pytest.mark.parametrize("name", ["Europe/London", "Asia/Kathmandu", "Asia/Katmandu", "UTC"])
def test_a_zone_is_known_by_any_of_its_names(name):
    assert TimeZoneField().clean(name).key == name


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "../../etc/passwd", "Europe/london\x00", "localtime"]
)
def test_an_unknown_zone_is_refused(name):
    with pytest.raises(ValidationError):
        TimeZoneField().clean(name)


def test_the_list_of_zones_holds_every_continent():
    regions = [region for region, _ in zones_by_region()]

    assert {"Africa", "America", "Asia", "Australia", "Europe", "Pacific"} <= set(regions)
