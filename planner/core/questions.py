"""What somebody may want to ask a pharmacist or doctor: kinds of question, not their words."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from planner.core.rules.care import SIGNS, THOUGHTS_OF_SUICIDE
from planner.core.screening import SafetyFactor, Screening, Severity, gravity
from planner.core.values import Answers, Kratom, Product

# As many as one page has room to answer; a limit of the paper and of nothing else.
MOST = 8
# A question about several things names so many of them.
NAMED = 3
# From here on, of the questions for everybody only the first is asked.
ENOUGH = 6

# The key of the safety factor.
DAILY_USE = "already-using-daily"


class Kind(StrEnum):
    """What a question asks."""

    # To be seen to before anything else.
    CRISIS = "crisis"
    WARNING_SIGNS = "warning_signs"
    STILL_SORE = "still_sore"
    OUT_OF_PROPORTION = "out_of_proportion"
    # About all that is a clear no; about one thing that somebody named; about those that no place
    # is left for.
    LEAVE_ALONE = "leave_alone"
    CONDITION = "condition"
    MEDICINE = "medicine"
    UNLISTED_MEDICINE = "unlisted_medicine"
    STOPPING = "stopping"
    THE_REST = "the_rest"
    # For everybody who asks about kratom.
    PRODUCT = "product"
    INSTEAD = "instead"
    OTHER_MEDICINES = "other_medicines"
    RISKS = "risks"
    # For everybody else.
    ORDINARY_SORENESS = "ordinary_soreness"
    PAINKILLERS = "painkillers"
    SLEEP = "sleep"
    COLD_WATER = "cold_water"
    MY_MEDICINES = "my_medicines"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the sheet: its kind, and the names of what it is about."""

    kind: Kind
    # Warning signs, or names of safety factors and medicines.
    about: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Those of them that its words name, so that it stays short."""
        return self.about[:NAMED]

    @property
    def how_many(self) -> int:
        """How many things it is about."""
        return len(self.about)


def questions(
    answers: Answers, screening: Screening, *, is_still_sore: bool = False
) -> tuple[Question, ...]:
    """The questions for somebody's sheet, what is most urgent first: three at least, MOST at most.

    Each flagged factor and each unlisted medicine stands in exactly one of them. When they are
    more than there is room for, the last of them are one question. `is_still_sore` says that the
    plan sends them to a doctor for soreness that has lasted too long.
    """
    care = tuple(_to_be_seen_to(answers, screening, is_still_sore=is_still_sore))
    named = tuple(_about_what_was_named(answers, screening))
    room = MOST - len(care) - 1
    if len(named) > room:
        rest = named[room - 1 :]
        about = tuple(name for question in rest for name in question.about)
        named = (*named[: room - 1], Question(Kind.THE_REST, about))
    own = (*care, *named)
    common = _about_kratom(answers, screening) if answers.asks_about_kratom else _about_recovery()
    return (*own, *islice(common, max(1, ENOUGH - len(own))))


def _to_be_seen_to(
    answers: Answers, screening: Screening, *, is_still_sore: bool
) -> Iterator[Question]:
    for factor in screening.flagged:
        if factor.key == THOUGHTS_OF_SUICIDE:
            yield Question(Kind.CRISIS, (factor.name,))
    signs = tuple(sign for sign in SIGNS if sign in answers.warning_signs)
    if signs:
        yield Question(Kind.WARNING_SIGNS, signs)
    elif is_still_sore:
        yield Question(Kind.STILL_SORE)
    elif answers.is_out_of_proportion:
        yield Question(Kind.OUT_OF_PROPORTION)


def _about_what_was_named(answers: Answers, screening: Screening) -> Iterator[Question]:
    others = [factor for factor in screening.flagged if factor.key != THOUGHTS_OF_SUICIDE]
    a_clear_no = tuple(factor.name for factor in others if gravity(factor) is Severity.AVOID)
    if a_clear_no:
        yield Question(Kind.LEAVE_ALONE, a_clear_no)
    for factor in others:
        if gravity(factor) is not Severity.AVOID:
            yield Question(_kind(factor, answers), (factor.name,))
    if answers.asks_about_kratom:
        for name in answers.unlisted_medicines:
            yield Question(Kind.UNLISTED_MEDICINE, (name,))


def _kind(factor: SafetyFactor, answers: Answers) -> Kind:
    if factor.key == DAILY_USE:
        return Kind.STOPPING
    return Kind.CONDITION if factor.key in answers.conditions else Kind.MEDICINE


def _about_kratom(answers: Answers, screening: Screening) -> Iterator[Question]:
    is_told_daily = any(factor.key == DAILY_USE for factor in screening.flagged)
    if answers.kratom is Kratom.USING and not is_told_daily:
        yield Question(Kind.STOPPING)
    if answers.product is not Product.LEAF:
        yield Question(Kind.PRODUCT)
    yield Question(Kind.INSTEAD)
    yield Question(Kind.OTHER_MEDICINES)
    yield Question(Kind.RISKS)


def _about_recovery() -> Iterator[Question]:
    yield Question(Kind.ORDINARY_SORENESS)
    yield Question(Kind.PAINKILLERS)
    yield Question(Kind.SLEEP)
    yield Question(Kind.COLD_WATER)
    yield Question(Kind.MY_MEDICINES)
