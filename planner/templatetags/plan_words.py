"""How a plan's values read: lengths, days, and the words of the form's answers."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from django import template
from django.utils import timezone

from guides import choices
from planner import words
from planner.core.plan import Plan
from planner.core.values import (
    Activity,
    Anchor,
    Basis,
    Caffeine,
    Effort,
    Goal,
    Kratom,
    Product,
    SoreWhen,
    Suggestion,
    WarningSign,
)

register = template.Library()

_ANCHORS = {
    Anchor.SESSION_END: "Session ends",
    Anchor.BEDTIME: "Your bedtime",
    Anchor.WAKE_TIME: "You get up",
    Anchor.NOW: "Now",
}
_WORDS = {
    Activity: words.ACTIVITIES,
    Effort: words.EFFORTS,
    SoreWhen: words.SORE_WHEN,
    Goal: words.GOALS,
    WarningSign: words.WARNING_SIGNS,
    Caffeine: words.CAFFEINES,
    Kratom: words.KRATOMS,
    Product: words.PRODUCTS,
    Anchor: _ANCHORS,
    Basis: {basis: choices.Basis(basis).label for basis in Basis},
}
# From here on a length reads better in days.
_DAYS_FROM = timedelta(days=4)
NO_BREAK = "\N{NO-BREAK SPACE}"


@register.filter
def in_words(answer: StrEnum) -> str:
    """An answer in the words of the form's question."""
    return _WORDS[type(answer)][answer]


@register.filter
def all_in_words(answers: frozenset[StrEnum]) -> str:
    """Several answers to one question, in the order of the form."""
    order = [answer for kind in _WORDS for answer in kind]
    return ", ".join(in_words(answer) for answer in sorted(answers, key=order.index))


@register.filter
def length(span: timedelta) -> str:
    """A length of time without its sign, kept on one line: 6 h, 8 h 48 min, 10 min, 5 days."""
    minutes = round(abs(span) / timedelta(minutes=1))
    days = 0
    if abs(span) >= _DAYS_FROM:
        days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "days"), (hours, "h"), (minutes, "min")]
    named = [f"{number}{NO_BREAK}{unit}" for number, unit in parts if number]
    return NO_BREAK.join(named) or f"0{NO_BREAK}min"


@register.filter
def step(span: timedelta) -> str:
    """A length of time with the sign it is counted by: − 6 h, + 24 h."""
    return f"{'−' if span < timedelta(0) else '+'}{NO_BREAK}{length(span)}"


@register.filter
def rule_in_words(rule: str) -> str:
    """The name of a rule for reading aloud: caffeine cutoff."""
    return rule.replace("_", " ")


@register.filter
def day_part(moment: datetime) -> str:
    """A day and a part of it, for what is not known to the minute: Wednesday 25, evening."""
    local = timezone.localtime(moment)
    parts = {5: "before dawn", 12: "morning", 18: "afternoon", 24: "evening"}
    part = next(part for until, part in parts.items() if local.hour < until)
    return f"{local:%A %-d}, {part}"


@register.filter
def by_day(suggestions: Iterable[Suggestion]) -> list[tuple[date, list[Suggestion]]]:
    """Suggestions in time order, under the local day on which each opens."""

    def day(suggestion: Suggestion) -> date:
        window = suggestion.printed
        if window is None:
            raise ValueError(f"{suggestion.rule} has no time to stand under")
        return timezone.localtime(window.opens).date()

    return [(on, list(lines)) for on, lines in groupby(suggestions, key=day)]


@register.simple_tag
def plan_title(plan: Plan) -> str:
    """What the plan is for: getting help, or the night, or the sleep, that it leads up to."""
    if plan.is_emergency:
        return "Get help first"
    without = ", without kratom" if plan.screening.holds_back else ""
    bedtime = timezone.localtime(plan.answers.bedtime)
    if 5 <= bedtime.hour < 17:
        return f"Your plan until sleep on {bedtime:%A %-d %B}{without}"
    evening = bedtime - timedelta(days=1) if bedtime.hour < 5 else bedtime
    if plan.answers.bedtime - plan.answers.asked_at > timedelta(days=6):
        return f"Your plan for the night of {evening:%A %-d %B}{without}"
    return f"Your plan for {evening:%A} night{without}"
