"""A made-up evening, so that somebody sees what a plan looks like before they tell us anything."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from planner.core.plan import Plan, build_plan
from planner.core.values import Activity, Answers, Caffeine, Effort, Goal
from planner.evidence import knowledge

# Asked so early that the whole day is still to come. The day itself is shown nowhere.
EVENING = Answers(
    asked_at=datetime(2026, 1, 5, 6, tzinfo=UTC),
    zone=ZoneInfo("UTC"),
    activity=Activity.LIFTING,
    effort=Effort.HARD,
    unaccustomed=True,
    finished_at=datetime(2026, 1, 5, 18, tzinfo=UTC),
    soreness=0,
    goal=Goal.FEEL_BETTER,
    bedtime=datetime(2026, 1, 5, 22, 30, tzinfo=UTC),
    wake_time=datetime(2026, 1, 6, 6, 30, tzinfo=UTC),
    caffeine=Caffeine.COFFEE_OR_TEA,
)


def example_plan(on: date) -> Plan:
    """What the planner answers to that evening, from the evidence of a day."""
    known = knowledge(on)
    return build_plan(EVENING, known.evidence, known.factors)
