"""Times counted back from bed, which most rules need."""

from datetime import timedelta

from planner.core.clock import waking_hours
from planner.core.values import Anchor, Answers, Sum


def before_bed(answers: Answers, gap: timedelta = timedelta(0)) -> Sum:
    """So long before bed, but no earlier than waking on that day."""
    awake = next(waking_hours(answers, until=answers.bedtime))
    return Sum(start=Anchor.BEDTIME, at=answers.bedtime, step=-gap).no_earlier_than(
        Anchor.WAKE_TIME, awake.opens
    )
