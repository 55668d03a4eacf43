"""What stands on a consult sheet: one page of paper, so what does not fit is counted and said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.core.evidence import (
    COLD_WATER_SHOCK,
    CONCENTRATES,
    KRATOM_BUILDS_UP,
    KRATOM_NOT_CLEARED,
    LEAF_STUDIES_ARE_OF_LEAF,
    NO_BETTER_SLEEP,
    SLEEP_LENGTH,
    SORENESS_END,
    SORENESS_PEAK,
    SORENESS_UNSTUDIED,
    Evidence,
    Needed,
    WithheldError,
)
from planner.core.plan import Plan
from planner.core.questions import Question, questions
from planner.core.screening import SafetyFactor, Stop
from planner.core.values import Answers, Product, Statement

# In letters of the small print, as A4 and US Letter hold them; measured on paper, with as much
# ticked as there is, in a wide type.
ROOM_IN_ALL = 4200
ROOM_FOR_NAMES = 150
# What stands in larger print, or on lines of its own.
A_QUESTION = 375
A_WARNING = 200
A_STOP = 200
BETWEEN_REASONS = 65
# A question about several things is longer by all its names but the first, in half the width.
LETTERS_IN_A_QUESTION = 4
# Where I say what I take, and at its question.
TIMES_NAMED = 2

LEAF_FACTS = (KRATOM_NOT_CLEARED, KRATOM_BUILDS_UP, SORENESS_UNSTUDIED, NO_BETTER_SLEEP)
# Studies of leaf say nothing of these.
OTHER_PRODUCT_FACTS = (CONCENTRATES, LEAF_STUDIES_ARE_OF_LEAF, SORENESS_UNSTUDIED, NO_BETTER_SLEEP)
RECOVERY_FACTS = (SORENESS_PEAK, SORENESS_END, SLEEP_LENGTH, COLD_WATER_SHOCK)


@dataclass(frozen=True, slots=True)
class Names:
    """Names that fit on a line or two, and how many more there are."""

    shown: tuple[str, ...]
    left_off: int

    @property
    def letters(self) -> int:
        """How long they are."""
        return sum(map(len, self.shown))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultSheet:
    """What a plan's sheet holds beside the answers: names, reasons, questions and facts."""

    medicines: Names
    conditions: Names
    unlisted: Names
    # What they wrote of what they take, in their own words.
    written: str
    # With their reasons, gravest first.
    explained: tuple[SafetyFactor, ...]
    not_explained: int
    questions: tuple[Question, ...]
    facts: tuple[Statement, ...]


def build_sheet(plan: Plan, evidence: Evidence, written: str = "") -> ConsultSheet:
    """The sheet of a plan; a fact whose claim cannot be used is left out, as a plan's line is."""
    answers, flagged = plan.answers, plan.screening.flagged
    conditions = _fitting(f.name for f in flagged if f.key in answers.conditions)
    medicines = _fitting(f.name for f in flagged if f.key not in answers.conditions)
    unlisted = _fitting(answers.unlisted_medicines)
    asked = questions(
        answers,
        plan.screening,
        is_still_sore=any(card.rule == "see_a_doctor_after" for card in plan.care),
    )
    names = sum(names.letters for names in (conditions, medicines, unlisted)) + len(written)
    taken = (
        TIMES_NAMED * names
        + sum(LETTERS_IN_A_QUESTION * len(name) for asks in asked for name in asks.named[1:])
        + A_QUESTION * len(asked)
        + A_WARNING * len(plan.care)
        + A_STOP * len({*plan.screening.stops} - {Stop.UNLISTED_MEDICINE})
    )
    explained = tuple(_explained(flagged, ROOM_IN_ALL - taken))
    return ConsultSheet(
        medicines=medicines,
        conditions=conditions,
        unlisted=unlisted,
        written=written,
        explained=explained,
        not_explained=len(flagged) - len(explained),
        questions=asked,
        facts=tuple(_facts(_needs(answers), evidence)),
    )


def _fitting(names: Iterable[str]) -> Names:
    """The first of the names, as many as fit; one at least, as a blank says nothing."""
    everything = tuple(names)
    shown: list[str] = []
    for name in everything:
        if shown and sum(map(len, shown)) + len(name) > ROOM_FOR_NAMES:
            break
        shown.append(name)
    return Names(tuple(shown), len(everything) - len(shown))


def _explained(factors: Iterable[SafetyFactor], room: int) -> Iterator[SafetyFactor]:
    """The gravest of the factors, as many as have room for their reasons; one at least."""
    for place, factor in enumerate(factors):
        sources = sum(len(source.short) for source in factor.sources)
        room -= len(factor.label) + len(factor.why) + sources + BETWEEN_REASONS
        if place and room < 0:
            return
        yield factor


def _needs(answers: Answers) -> tuple[Needed | str, ...]:
    if not answers.asks_about_kratom:
        return RECOVERY_FACTS
    return LEAF_FACTS if answers.product is Product.LEAF else OTHER_PRODUCT_FACTS


def _facts(needs: Iterable[Needed | str], evidence: Evidence) -> Iterator[Statement]:
    for needed in needs:
        try:
            yield evidence.says(needed) if isinstance(needed, str) else evidence[needed].statement
        except WithheldError:
            continue
