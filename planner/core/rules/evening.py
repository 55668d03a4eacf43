"""The day that ends with the coming night: which session is of it, and times before bed."""

from datetime import timedelta

from planner.core.clock import waking_hours
from planner.core.suggestions import Anchor, Sum
from planner.core.values import Answers


def ends_on_that_day(answers: Answers) -> bool:
    """Whether the session ends in the waking hours before the coming night."""
    return answers.finished_at >= next(waking_hours(answers, until=answers.bedtime)).opens


def before_bed(answers: Answers, gap: timedelta = timedelta(0)) -> Sum:
    """So long before bed, but no earlier than waking on that day."""
    awake = next(waking_hours(answers, until=answers.bedtime))
    return Sum(start=Anchor.BEDTIME, at=answers.bedtime, step=-gap).no_earlier_than(
        Anchor.WAKE_TIME, awake.opens
    )
