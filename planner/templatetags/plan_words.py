"""How a plan's values read: lengths, days, and the words of the form's answers."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from django import template
from django.utils import timezone

from planner import forms
from planner.core.plan import Plan
from planner.core.values import (
    Activity,
    Anchor,
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
    Activity: forms.ACTIVITIES,
    Effort: forms.EFFORTS,
    SoreWhen: forms.SORE_WHEN,
    Goal: forms.GOALS,
    WarningSign: forms.WARNING_SIGNS,
    Caffeine: forms.CAFFEINES,
    Kratom: forms.KRATOMS,
    Product: forms.PRODUCTS,
    Anchor: _ANCHORS,
}
# From here on a length reads better in days.
_DAYS_FROM = timedelta(days=4)


@register.filter
def in_words(answer: StrEnum) -> str:
    """An answer in the words of the form's question."""
    return _WORDS[type(answer)][answer]


@register.filter
def length(span: timedelta) -> str:
    """A length of time without its sign: 6 h, 8 h 48 min, 10 min, 5 days."""
    minutes = round(abs(span) / timedelta(minutes=1))
    days = 0
    if abs(span) >= _DAYS_FROM:
        days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{days} days"] * bool(days) + [f"{hours} h"] * bool(hours)
    return " ".join(parts + [f"{minutes} min"] * (bool(minutes) or not parts))


@register.filter
def step(span: timedelta) -> str:
    """A length of time with the sign it is counted by: − 6 h, + 24 h."""
    return f"{'−' if span < timedelta(0) else '+'} {length(span)}"


@register.filter
def rule_in_words(rule: str) -> str:
    """The name of a rule for reading aloud: caffeine cutoff."""
    return rule.replace("_", " ")


@register.filter
def day_part(moment: datetime) -> str:
    """A day and a part of it, for what is not known to the minute: Wednesday evening."""
    local = timezone.localtime(moment)
    for part, until in (("night", 5), ("morning", 12), ("afternoon", 18), ("evening", 24)):
        if local.hour < until:
            return f"{local:%A} {part}"
    raise AssertionError("no hour is later than 23")


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
    """What the plan is for: the night, or the sleep, that it leads up to."""
    bedtime = timezone.localtime(plan.answers.bedtime)
    if 5 <= bedtime.hour < 17:
        return f"Your plan until sleep on {bedtime:%A}"
    evening = bedtime - timedelta(days=1) if bedtime.hour < 5 else bedtime
    return f"Your plan for {evening:%A} night"
