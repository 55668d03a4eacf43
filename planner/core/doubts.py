"""Answers that are possible and odd: the plan takes them as they are, and asks."""

import re
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum

from planner.core.values import Answers, SoreWhen

# What counts as odd is our own choice: no source gives these, and no line of a plan rests on them.
NIGHT_PASSED = timedelta(hours=21)
SHORT_NIGHT = timedelta(hours=4)
LONG_NIGHT = timedelta(hours=12)
SORE = 4
# Answers to the question about caffeine, typed among medicines; herbal tea is none.
_CAFFEINE = re.compile(
    r"\b(?:coffee|espresso|caffeine|pre[- ]?workout)\b|^(?:black |green )?tea\b", re.IGNORECASE
)


class Doubt(StrEnum):
    """What we would like somebody to look at again."""

    TOMORROW_NIGHT = "tomorrow_night"  # tonight's bedtime has passed a short while ago
    SHORT_NIGHT = "short_night"
    LONG_NIGHT = "long_night"
    SORE_BEFORE = "sore_before"  # sore now, from a session that is still to come
    SORE_AFTER_EASY = "sore_after_easy"
    NOT_SORE_YET = "not_sore_yet"  # "not yet", beside a degree of soreness
    CAFFEINE_AMONG_MEDICINES = "caffeine_among_medicines"


def doubts(answers: Answers) -> Iterator[Doubt]:
    """What is odd about somebody's answers, in the order of the questions."""
    if answers.soreness >= SORE and answers.is_to_come:
        yield Doubt.SORE_BEFORE
    elif answers.is_out_of_proportion:
        yield Doubt.SORE_AFTER_EASY
    if answers.soreness and SoreWhen.NONE_YET in answers.sore_when:
        yield Doubt.NOT_SORE_YET
    if answers.bedtime - max(answers.asked_at, answers.finished_at) > NIGHT_PASSED:
        yield Doubt.TOMORROW_NIGHT
    night = answers.wake_time - answers.bedtime
    if night < SHORT_NIGHT:
        yield Doubt.SHORT_NIGHT
    elif night > LONG_NIGHT:
        yield Doubt.LONG_NIGHT
    if any(map(_CAFFEINE.search, answers.unlisted_medicines)):
        yield Doubt.CAFFEINE_AMONG_MEDICINES
