"""The plan: a pure function of somebody's answers, the evidence, and the safety factors."""

from collections.abc import Iterable
from dataclasses import dataclass

from planner.core.evidence import Evidence, Reason, WithheldError
from planner.core.rules import (
    CARE_RULES,
    KRATOM_SAFETY_RULES,
    KRATOM_TIME_RULES,
    RECOVERY_RULES,
    Rule,
)
from planner.core.rules.care import Urgency
from planner.core.rules.kratom import kratom_cutoff
from planner.core.screening import SafetyFactor, Screening, screen
from planner.core.values import Answers, Lane, Suggestion


@dataclass(frozen=True, slots=True)
class Withheld:
    """A line that is left out of a plan, and the claim that could not carry it."""

    rule: str
    claim: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
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

    @property
    def is_emergency(self) -> bool:
        """Whether somebody must be seen now, so that the rest of the plan is withheld."""
        return any(suggestion.variant == Urgency.EMERGENCY for suggestion in self.care)

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
    screening = screen(answers, factors, is_sent_to_care=bool(care))
    urgent = Plan(answers=answers, screening=screening, care=care)
    if urgent.is_emergency:
        return urgent

    recovery = apply(RECOVERY_RULES)
    times = apply(KRATOM_TIME_RULES) if screening.lets_through else ()
    # What people describe must never stand without the times to stay away.
    if kratom_cutoff.__name__ in {gap.rule for gap in withheld}:
        times = ()
    hazards = apply(KRATOM_SAFETY_RULES) if answers.asks_about_kratom else ()
    return Plan(
        answers=answers,
        screening=screening,
        care=care,
        watch=_in_lanes(recovery + seen_to, Lane.WATCH),
        outlook=_in_lanes(recovery, Lane.OUTLOOK),
        timetable=tuple(
            sorted(_in_lanes(recovery, Lane.DO, Lane.AVOID, Lane.SLEEP, Lane.NOTE), key=_opens_at)
        ),
        kratom=times + hazards,
        withheld=tuple(withheld),
    )


def _in_lanes(suggestions: Iterable[Suggestion], *lanes: Lane) -> tuple[Suggestion, ...]:
    return tuple(suggestion for suggestion in suggestions if suggestion.lane in lanes)


def _opens_at(suggestion: Suggestion) -> float:
    window = suggestion.window
    return window.opens.timestamp() if window else float("-inf")
