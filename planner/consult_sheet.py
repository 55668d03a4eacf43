"""What stands on a consult sheet: one page of paper, so what does not fit is counted and said."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.text import Truncator

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
from planner.core.rules.care import THOUGHTS_OF_SUICIDE
from planner.core.screening import PRESCRIPTION, Kind, SafetyFactor, Severity, Stop, gravity
from planner.core.values import Answers, Product, Statement

# In letters of the small print, as A4 and US Letter hold them; measured on paper, with as much
# ticked as there is, in a wide type.
ROOM_IN_ALL = 4100
# Of each row of names, where not all has room.
ROOM_FOR_NAMES = 150
# What stands in larger print, or on lines of its own.
A_QUESTION = 280
A_WARNING = 200
A_STOP = 200
BETWEEN_REASONS = 65
# In short they follow each other, with a few words around them.
BETWEEN_SHORT_REASONS = 5
AROUND_SHORT_REASONS = 75
# A longer reason is cut, as its editor may not know of the page.
LONGEST_REASON = 400
# A question about several things is longer by all its names but the first, in half the width.
LETTERS_IN_A_QUESTION = 4
# Where I say what I take, and at its question.
TIMES_NAMED = 2

# What a pharmacist is asked first, though it is no medicine.
AS_GRAVE_AS_A_CLASH = frozenset({THOUGHTS_OF_SUICIDE, "heart-rhythm"})
# What no pharmacist needs to be told of at length, though it is taken.
WELL_KNOWN = frozenset({"alcohol", "cannabis-thc", "illegal-stimulants", "kava"})

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


@dataclass(frozen=True, slots=True)
class InShort:
    """Why a factor was flagged, in the first sentence of its reason."""

    name: str
    why: str

    @classmethod
    def of(cls, factor: SafetyFactor) -> "InShort":
        """A factor whose whole reason has no room."""
        first, stop, _ = factor.why.partition(". ")
        return cls(factor.name, f"{first}{stop.strip()}")

    @property
    def letters(self) -> int:
        """How much of the page it takes."""
        return len(self.name) + len(self.why) + BETWEEN_SHORT_REASONS


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultSheet:
    """What a plan's sheet holds beside the answers: names, reasons, questions and facts."""

    medicines: Names
    conditions: Names
    unlisted: Names
    # What they wrote of what they take, in their own words.
    written: str
    # With their reasons, gravest first; then those whose reason has room for a sentence alone.
    explained: tuple[SafetyFactor, ...]
    in_short: tuple[InShort, ...]
    not_explained: int
    questions: tuple[Question, ...]
    facts: tuple[Statement, ...]


def build_sheet(plan: Plan, evidence: Evidence, written: str = "") -> ConsultSheet:
    """The sheet of a plan; a fact whose claim cannot be used is left out, as a plan's line is.

    All names stand on it if a sentence for each has room beside them.
    """
    whole = _sheet(plan, evidence, written, room_for_names=ROOM_IN_ALL)
    if not whole.not_explained:
        return whole
    return _sheet(plan, evidence, written, room_for_names=ROOM_FOR_NAMES)


def _sheet(plan: Plan, evidence: Evidence, written: str, room_for_names: int) -> ConsultSheet:
    answers, flagged = plan.answers, plan.screening.flagged
    taken = [factor for factor in flagged if factor.kind is Kind.MEDICINE]
    # Any prescription medicine: news only where none is named.
    taken += [factor for factor in flagged if factor.key == PRESCRIPTION and not taken]
    medicines = _fitting((factor.name for factor in taken), room_for_names)
    had = (f.name for f in flagged if f not in taken and f.key != PRESCRIPTION)
    conditions = _fitting(had, room_for_names)
    unlisted = _fitting(answers.unlisted_medicines, room_for_names)
    asked = questions(
        answers,
        plan.screening,
        is_still_sore=any(card.rule == "see_a_doctor_after" for card in plan.care),
    )
    letters_named = sum(names.letters for names in (conditions, medicines, unlisted)) + len(written)
    filled = (
        TIMES_NAMED * letters_named
        + sum(LETTERS_IN_A_QUESTION * len(name) for asks in asked for name in asks.named[1:])
        + A_QUESTION * len(asked)
        + A_WARNING * len(plan.care)
        + A_STOP * len({*plan.screening.stops} - {Stop.UNLISTED_MEDICINE})
    )
    explained, in_short = _reasons(sorted(flagged, key=_weight), ROOM_IN_ALL - filled)
    return ConsultSheet(
        medicines=medicines,
        conditions=conditions,
        unlisted=unlisted,
        written=written,
        explained=tuple(map(_cut, explained)),
        in_short=in_short,
        not_explained=len(flagged) - len(explained) - len(in_short),
        questions=asked,
        facts=tuple(_facts(_needs(answers), evidence)),
    )


def _fitting(names: Iterable[str], room: int) -> Names:
    """The first of the names, as many as fit; one at least, as a blank says nothing."""
    everything = tuple(names)
    shown: list[str] = []
    for name in everything:
        if shown and sum(map(len, shown)) + len(name) > room:
            break
        shown.append(name)
    return Names(tuple(shown), len(everything) - len(shown))


def _weight(factor: SafetyFactor) -> tuple[int, int]:
    """Gravest first; of those, what clashes with kratom or is about the heart, and last alcohol."""
    if factor.key in WELL_KNOWN:
        place = 2
    else:
        place = int(factor.kind is Kind.CONDITION and factor.key not in AS_GRAVE_AS_A_CLASH)
    return -list(Severity).index(gravity(factor)), place


def _reasons(
    factors: Sequence[SafetyFactor], room: int
) -> tuple[tuple[SafetyFactor, ...], tuple[InShort, ...]]:
    """Those with their whole reason, one at least, and those with a sentence; as many as fit.

    That each has a sentence goes before that one has more.
    """
    if not factors:
        return (), ()
    room -= _letters(factors[0]) + AROUND_SHORT_REASONS
    in_short: list[InShort] = []
    for factor in factors[1:]:
        short = InShort.of(factor)
        if short.letters > room:
            break
        room -= short.letters
        in_short.append(short)
    whole = 1
    for factor, short in zip(factors[1:], in_short, strict=False):
        room -= _letters(factor) - short.letters
        if room < 0:
            break
        whole += 1
    return tuple(factors[:whole]), tuple(in_short[whole - 1 :])


def _cut(factor: SafetyFactor) -> SafetyFactor:
    """A factor whose reason is as long as the page has room for."""
    return replace(factor, why=Truncator(factor.why).chars(LONGEST_REASON))


def _letters(factor: SafetyFactor) -> int:
    """How much of the page a factor takes with its whole reason and its sources."""
    sources = sum(len(source.short) for source in factor.sources)
    return len(factor.label) + min(len(factor.why), LONGEST_REASON) + sources + BETWEEN_REASONS


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
