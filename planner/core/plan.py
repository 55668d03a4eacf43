"""The plan: a pure function of somebody's answers, the evidence, and the safety factors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from planner.core.doubts import Doubt, doubts
from planner.core.evidence import Evidence, Reason, WithheldError
from planner.core.rules import (
    CARE_RULES,
    KRATOM_SAFETY_RULES,
    KRATOM_TIME_RULES,
    PLAN_RULES,
    Rule,
)
from planner.core.rules.care import CRISIS, Urgency
from planner.core.rules.kratom import kratom_cutoff
from planner.core.screening import SafetyFactor, Screening, screen
from planner.core.suggestions import Lane, Suggestion
from planner.core.values import Answers


@dataclass(frozen=True, slots=True)
class Withheld:
    """A line that is left out of a plan, and the claim that could not carry it."""

    rule: str
    claim: str
    reason: Reason


# Without slots, so that what a page asks for again and again can be kept.
@dataclass(frozen=True, kw_only=True)
class Plan:
    """Care cards, screening, outlook and suggestions in time order; kratom apart from them."""

    answers: Answers
    screening: Screening
    care: tuple[Suggestion, ...]
    outlook: tuple[Suggestion, ...] = ()
    watch: tuple[Suggestion, ...] = ()
    timetable: tuple[Suggestion, ...] = ()
    kratom: tuple[Suggestion, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_emergency(self) -> bool:
        """Whether somebody must be seen now, so that the rest of the plan is withheld."""
        return any(suggestion.variant == Urgency.EMERGENCY for suggestion in self.care)

    @cached_property
    def running(self) -> tuple[Suggestion, ...]:
        """What is to be left alone already by its printed time, and until the night."""
        asked_at = self.answers.asked_at
        return tuple(
            line for line in self.timetable if line.lane is Lane.AVOID and _opens(line) <= asked_at
        )

    @cached_property
    def tonight(self) -> tuple[Suggestion, ...]:
        """The lines to come until the end of the night."""
        running = self.running
        return tuple(
            line
            for line in self.timetable
            if line not in running and _opens(line) < self.answers.wake_time
        )

    @cached_property
    def later(self) -> tuple[Suggestion, ...]:
        """The lines of the days after it."""
        return tuple(line for line in self.timetable if _opens(line) >= self.answers.wake_time)

    @property
    def kratom_compared(self) -> tuple[Suggestion, ...]:
        """What would change, beside the plan without it."""
        return _in_lanes(self.kratom, Lane.COMPARED)

    @property
    def kratom_cutoffs(self) -> tuple[Suggestion, ...]:
        """The times to stay away from kratom."""
        return _in_lanes(self.kratom, Lane.AVOID)

    @property
    def kratom_words(self) -> tuple[Suggestion, ...]:
        """What people describe, and the hazards."""
        return _in_lanes(self.kratom, Lane.DESCRIBED, Lane.NOTE)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Every suggestion in the order in which it is shown."""
        return self.care + self.outlook + self.watch + self.timetable + self.kratom


def build_plan(answers: Answers, evidence: Evidence, factors: Iterable[SafetyFactor]) -> Plan:
    """The plan for these answers at the moment they were asked.

    An emergency sign withholds everything but its care card. A line whose claim is missing,
    unpublished or overdue is left out and named in `withheld`.
    """
    withheld: list[Withheld] = []

    def apply(rules: Iterable[Rule]) -> tuple[Suggestion, ...]:
        suggestions: list[Suggestion] = []
        for rule in rules:
            try:
                suggestions += rule(answers, evidence)
            except WithheldError as gap:
                withheld.append(Withheld(rule.__name__, gap.claim, gap.reason))
        return tuple(suggestions)

    seen_to = apply(CARE_RULES)
    care = _in_lanes(seen_to, Lane.CARE)
    is_sent_to_care = any(card.variant != CRISIS for card in care)
    screening = screen(answers, factors, is_sent_to_care=is_sent_to_care)
    urgent = Plan(answers=answers, screening=screening, care=care)
    if urgent.is_emergency:
        return urgent

    recovery = apply(PLAN_RULES)
    times = apply(KRATOM_TIME_RULES) if screening.lets_through else ()
    # What people describe must never stand without the times to stay away.
    for gap in [gap for gap in withheld if gap.rule == kratom_cutoff.__name__]:
        left_out = dict.fromkeys(line.rule for line in _in_lanes(times, Lane.DESCRIBED))
        withheld += [Withheld(rule, gap.claim, gap.reason) for rule in left_out]
        times = _in_lanes(times, Lane.COMPARED)
    # Whoever is told to take none beside a medicine is not told when others take it.
    if screening.names_a_medicine:
        times = _in_lanes(times, Lane.COMPARED, Lane.AVOID)
    hazards = apply(KRATOM_SAFETY_RULES) if answers.asks_about_kratom else ()
    return Plan(
        answers=answers,
        screening=screening,
        care=care,
        watch=_in_lanes(recovery + seen_to, Lane.WATCH),
        outlook=_in_lanes(recovery, Lane.OUTLOOK),
        timetable=tuple(
            sorted(_in_lanes(recovery, Lane.DO, Lane.AVOID, Lane.SLEEP, Lane.NOTE), key=_place)
        ),
        kratom=times + hazards,
        withheld=tuple(withheld),
        doubts=tuple(doubts(answers)),
    )


def _in_lanes(suggestions: Iterable[Suggestion], *lanes: Lane) -> tuple[Suggestion, ...]:
    return tuple(suggestion for suggestion in suggestions if suggestion.lane in lanes)


def _place(line: Suggestion) -> tuple[datetime, bool, datetime]:
    """By when a line opens; what is to be left alone first, and what shares a window together."""
    return line.placed.opens, line.lane is not Lane.AVOID, line.placed.closes


def _opens(line: Suggestion) -> datetime:
    return line.placed.opens
