"""Quantities on a ruler."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.choices import CountedFrom
from guides.models import Claim
from guides.scales import FEWEST_TICKS, MOST_TICKS, Limit, Moment, Scale, scale_of

NUMBERS = st.decimals(-999_999, 999_999, places=3)
UNITS = ["hours", "minutes", "days", "grams", "% of people", "points on a 0-10 scale", "SMD"]


def scale(low: str | None, high: str | None, unit: str = "hours", *more: str, **limits: str):
    """The ruler for numbers written as text."""
    low, high = (None if end is None else Decimal(end) for end in (low, high))
    limits = {name: Decimal(number) for name, number in limits.items()}
    return scale_of(low, high, unit, *more, **limits)


def numbers(scale: Scale) -> list[str]:
    return [tick.label for tick in scale.ticks if tick.label]


def place(percent: str) -> float:
    assert percent.endswith("%")
    return float(percent[:-1])


@st.composite
def quantities(draw) -> dict[str, object]:
    """What a claim may hold: at least one end, and limits that hold."""
    ends = sorted(draw(st.lists(NUMBERS, min_size=4, max_size=4)))
    floor, low, high, ceiling = ends
    is_open = draw(st.sampled_from(["below", "above", "no", "no"]))
    return {
        "low": None if is_open == "below" else low,
        "high": None if is_open == "above" else draw(st.sampled_from([high, low])),
        "unit": draw(st.sampled_from(UNITS)),
        "counted_from": draw(st.sampled_from(["", *CountedFrom.values])),
        "floor": draw(st.sampled_from([None, floor])),
        "ceiling": draw(st.sampled_from([None, ceiling])),
    }


@pytest.mark.parametrize(
    ("low", "high", "unit", "expected"),
    [
        ("24", "72", "hours", ["0", "12", "24", "36", "48", "60", "72"]),
        ("23", "45", "hours", ["0", "12", "24", "36", "48"]),
        ("8.8", "13.2", "hours", ["0", "3", "6", "9", "12", "15"]),
        ("1", "1", "hours", ["0", "0.25", "0.5", "0.75", "1"]),
        ("30", "60", "minutes", ["0", "10", "20", "30", "40", "50", "60"]),
        ("10", "90", "minutes", ["0", "15", "30", "45", "60", "75", "90"]),
        ("7", "9", "days", ["0", "2", "4", "6", "8", "10"]),
        ("0.01", "0.04", "% of leaf", ["0", "0.01", "0.02", "0.03", "0.04"]),
        ("-0.04", "0.47", "SMD", ["−0.1", "0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        ("-7", "-5", "SMD", ["−8", "−6", "−4", "−2", "0"]),
        ("2014", "2018", "years on the list", ["2014", "2015", "2016", "2017", "2018"]),
        ("0", "0", "hours", ["0", "0.25", "0.5", "0.75", "1"]),
    ],
)
def test_a_ruler_has_round_numbers_and_starts_at_zero_where_it_can(low, high, unit, expected):
    assert numbers(scale(low, high, unit)) == expected


@pytest.mark.parametrize(
    ("low", "high", "unit", "first", "last"),
    [
        ("46", "46", "% with worse sleep", "0", "100"),
        ("6", "6", "percent less pain", "0", "100"),
        ("0.7", "0.8", "points lower on a 0-10 scale", "0", "10"),
        ("0.5", "1", "points lower on a 0-100 scale", "0", "100"),
        ("120", "130", "% increase", "0", "150"),
        ("-3", "12", "% change", "−5", "15"),
    ],
)
def test_an_effect_is_drawn_against_the_whole_that_its_unit_names(low, high, unit, first, last):
    drawn = numbers(scale(low, high, unit))

    assert (drawn[0], drawn[-1]) == (first, last)


def test_a_window_after_the_session_lies_to_the_right_of_its_end():
    drawn = scale("24", "48", "hours", "session-end")

    assert (drawn.starts, drawn.ends, drawn.length) == ("50%", "100%", "50%")
    assert drawn.moment == Moment("0%", "Session ends", "start")
    assert drawn.unit == "hours after the session ends"


def test_time_before_bed_runs_towards_bedtime_at_the_right():
    drawn = scale("6", "8", "hours", "bedtime")

    assert numbers(drawn)[0] == "0"
    assert drawn.ticks[0].at == "100%"
    assert (drawn.starts, drawn.ends) == ("0%", "25%")
    assert drawn.moment == Moment("100%", "Bedtime", "end")


def test_time_after_waking_starts_at_waking():
    assert scale("6", "8", "hours", "wake-time").moment == Moment("0%", "Waking", "start")


def test_a_length_has_no_moment():
    assert scale("30", "60", "minutes").moment is None


def test_limits_are_placed_and_named():
    drawn = scale("7", "9", floor="5", ceiling="10")

    assert drawn.limits == (
        Limit("50%", "This number cannot be set below 5."),
        Limit("100%", "This number cannot be set above 10."),
    )
    assert drawn.words == (
        "7 to 9 hours, on a ruler from 0 to 10. "
        "This number cannot be set below 5. This number cannot be set above 10."
    )


def test_an_open_end_runs_to_the_edge():
    above = scale("40", None, "alkaloids")
    below = scale(None, "72", "hours")

    assert (above.starts, above.ends) == ("66.67%", "100%")
    assert (above.is_open_left, above.is_open_right) == (False, True)
    assert (below.starts, below.ends) == ("0%", "100%")
    assert (below.is_open_left, below.is_open_right) == (True, False)


def test_before_bedtime_an_open_end_is_on_the_other_side():
    drawn = scale("6", None, "hours", "bedtime")

    assert (drawn.is_open_left, drawn.is_open_right) == (True, False)
    assert drawn.starts == "0%"


@pytest.mark.parametrize(
    ("unit", "is_window"),
    [("hours", True), ("days (calculated)", True), ("seconds (before, after)", False)],
)
def test_only_where_anything_between_counts_is_a_range_a_window(unit, is_window):
    assert scale("1", "2", unit).is_window is is_window


@pytest.mark.parametrize(
    ("low", "high", "unit"),
    [
        (None, None, ""),
        ("644", "644", "respondents"),
        ("1", "15", "g of leaf powder"),
        ("3", "3", "g per occasion"),
    ],
)
def test_what_a_drawing_would_not_help_is_not_drawn(low, high, unit):
    assert scale(low, high, unit) is None


@given(quantities())
def test_every_ruler_has_four_to_seven_even_numbers_and_holds_everything(quantity):
    drawn = scale_of(**quantity)

    # Only a mere count is not drawn.
    if drawn is None:
        assert quantity["low"] == quantity["high"]
        return
    ruler = [
        (float(tick.label.replace("−", "-")), place(tick.at)) for tick in drawn.ticks if tick.label
    ]
    assert FEWEST_TICKS <= len(ruler) <= MOST_TICKS
    assert {ruler[0][1], ruler[-1][1]} == {0, 100}
    steps = [after[1] - before[1] for before, after in pairwise(ruler)]
    assert steps == pytest.approx([steps[0]] * len(steps), abs=0.03)
    everything = [drawn.starts, drawn.ends, *(limit.at for limit in drawn.limits)]
    everything += [tick.at for tick in drawn.ticks]
    everything += [drawn.moment.at] if drawn.moment else []
    assert all(0 <= place(at) <= 100 for at in everything)
    assert place(drawn.starts) <= place(drawn.ends)
    assert place(drawn.length) == pytest.approx(place(drawn.ends) - place(drawn.starts), abs=0.02)


@given(quantities().filter(lambda q: q["low"] is not None and q["high"] is not None))
def test_a_number_stands_where_the_ruler_has_it(quantity):
    drawn = scale_of(**quantity | {"counted_from": "session-end"})

    first, *_, last = [
        (float(tick.label.replace("−", "-")), place(tick.at)) for tick in drawn.ticks if tick.label
    ]
    for number, at in ((quantity["low"], drawn.starts), (quantity["high"], drawn.ends)):
        share = (float(number) - first[0]) / (last[0] - first[0])
        assert place(at) == pytest.approx(100 * share, abs=0.01)


@given(quantities())
def test_time_before_bed_is_the_mirror_of_time_after_the_session(quantity):
    after = scale_of(**quantity | {"counted_from": "session-end"})
    before = scale_of(**quantity | {"counted_from": "bedtime"})

    assert place(before.starts) == pytest.approx(100 - place(after.ends), abs=0.011)
    assert place(before.ends) == pytest.approx(100 - place(after.starts), abs=0.011)
    assert (before.is_open_left, before.is_open_right) == (after.is_open_right, after.is_open_left)
    assert numbers(before) == numbers(after)


def test_every_shipped_number_that_rules_read_is_drawn_and_no_reported_amount_is(content):
    drawn = {
        claim: scale_of(
            claim.low, claim.high, claim.unit, claim.counted_from,
            floor=claim.floor, ceiling=claim.ceiling,
        )
        for claim in Claim.objects.all()
    }  # fmt: skip

    assert [claim.key for claim in drawn if claim.basis and not drawn[claim]] == []
    assert [claim.key for claim in drawn if claim.unit.startswith("g ") and drawn[claim]] == []
