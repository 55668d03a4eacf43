"""The parts of a plan that Python draws."""

import pytest

from planner.templatetags.plan_parts import lines
from planner.timetable import lines_of
from tests.planner.people import an_evening_lifter, at, plan_for

PASSED = "This time has passed"


@pytest.mark.usefixtures("in_london")
@pytest.mark.parametrize(
    ("asked_at", "has_passed"), [("13:39", False), ("13:40", False), ("13:41", True)]
)
def test_a_time_has_passed_by_what_is_printed(asked_at, has_passed):
    # Eight hours and 48 minutes before bed: 13:42, and 13:40 on the page.
    plan = plan_for(an_evening_lifter(asked_at=at("2026-11-24", asked_at)))
    [caffeine] = [line for line in plan.timetable if line.rule == "caffeine_cutoff"]

    drawn = lines(lines_of([caffeine]), plan.answers)

    assert ">13:40</time>" in drawn
    assert (PASSED in drawn) is has_passed


@pytest.mark.usefixtures("in_london")
def test_what_says_itself_what_to_do_later_is_not_missed():
    plan = plan_for(an_evening_lifter())

    def drawn(rule: str) -> str:
        return lines(lines_of(line for line in plan.timetable if line.rule == rule), plan.answers)

    missed = {line.rule for line in plan.timetable if 'class="missed"' in drawn(line.rule)}
    assert "train_again" not in missed
    assert missed
