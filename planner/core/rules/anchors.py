"""What rules count from: the end of the session, the waking hours before the night, and bed."""

from datetime import timedelta

from planner.core.clock import waking_hours
from planner.core.suggestions import Anchor, Sum, Window
from planner.core.values import Answers


def awake_before_bed(answers: Answers) -> Window:
    """The waking hours before the coming night."""
    return next(waking_hours(answers, until=answers.bedtime))


def ends_on_that_day(answers: Answers) -> bool:
    """Whether the session ends in the waking hours before the coming night."""
    return answers.finished_at >= awake_before_bed(answers).opens


def after_the_session(answers: Answers, gap: timedelta = timedelta(0)) -> Sum:
    """So long after the session ends."""
    return Sum(start=Anchor.SESSION_END, at=answers.finished_at, step=gap)


def before_bed(answers: Answers, gap: timedelta = timedelta(0)) -> Sum:
    """So long before bed, but no earlier than waking on that day."""
    return Sum(start=Anchor.BEDTIME, at=answers.bedtime, step=-gap).no_earlier_than(
        Anchor.WAKE_TIME, awake_before_bed(answers).opens
    )
