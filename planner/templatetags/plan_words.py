"""How a plan's values read: lengths, days, and the words of the form's answers."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from django import template
from django.utils import timezone

from guides import choices
from guides.dates import day_in_words
from planner import timetable, words
from planner.core.clock import DAWN, is_by_day
from planner.core.plan import Plan
from planner.core.screening import SafetyFactor
from planner.core.suggestions import Anchor, Concern, Suggestion
from planner.core.values import (
    A_DAY,
    Activity,
    Amount,
    Answers,
    Basis,
    Caffeine,
    Certainty,
    Effort,
    Goal,
    Kratom,
    Measure,
    Product,
    SoreWhen,
    Verdict,
    WarningSign,
)
from planner.words import NO_BREAK, length

register = template.Library()

_ANCHORS = {
    Anchor.SESSION_END: "Session ends",
    Anchor.BEDTIME: "Your bedtime",
    Anchor.WAKE_TIME: "You get up",
    Anchor.NOW: "Now",
    Anchor.WARM_BATH: "The warm bath",
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
    Verdict: {verdict: choices.Verdict(verdict).label for verdict in Verdict},
    Certainty: {certainty: choices.Certainty(certainty).label for certainty in Certainty},
}
# A weekday alone, such as “Thursday night”, can only be this near.
_A_WEEKDAY_IS_CLEAR = timedelta(days=6)
_UNITS = {Measure.GRAMS: "g", Measure.DEGREES_CELSIUS: "°C"}

register.filter("day", day_in_words)
register.filter("length", length)
register.filter("in_brief", words.in_brief)
register.filter("by_day", timetable.by_day)
register.filter("in_few_words", timetable.in_few_words)
register.filter("next_times", timetable.next_times)


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
def clock(moment: datetime) -> str:
    """A time of day: 13:40. Django's own filter does the same ten times slower, and a plan has
    some hundred times."""
    return f"{timezone.localtime(moment):%H:%M}"


@register.filter
def day_clock(moment: datetime) -> str:
    """A time with its day: Tue 13:40."""
    return f"{timezone.localtime(moment):%a %H:%M}"


@register.filter
def day_name(on: date) -> str:
    """A day, or that of a moment, as a visitor says it: Tuesday 24 November."""
    return f"{timezone.localtime(on) if isinstance(on, datetime) else on:%A %-d %B}"


@register.filter
def iso(moment: datetime) -> str:
    """A moment as machines read it."""
    return timezone.localtime(moment).isoformat()


@register.filter
def step(span: timedelta) -> str:
    """A length of time with the sign it is counted by: − 6 h, + 24 h."""
    return f"{'−' if span < timedelta(0) else '+'}{NO_BREAK}{length(span)}"


@register.filter
def typed_for(factor: SafetyFactor, answers: Answers) -> str:
    """The names that somebody typed and that belong to a safety factor, as they wrote them."""
    return ", ".join(name.typed for name in answers.typed_medicines if name.key == factor.key)


@register.filter
def concern(kept: Concern) -> str:
    """What a wish is about, inside a sentence: sleep."""
    return kept.name.lower()


@register.filter
def rule_in_words(rule: str) -> str:
    """What the lines of a rule say, in few words: no caffeine."""
    return words.IN_BRIEF[rule]


@register.filter
def day_part(moment: datetime) -> str:
    """A day and a part of it, for what is not known to the minute: Wednesday 25, evening."""
    local = timezone.localtime(moment)
    return f"{local:%A %-d}, {words.part_of_day(local)}"


@register.filter
def clock_beside(moment: datetime, other: datetime) -> str:
    """A time of day, with its weekday unless it is the day of the other: 13:42, Wed 18:00."""
    local = timezone.localtime(moment)
    is_same_day = local.date() == timezone.localtime(other).date()
    return f"{local:%H:%M}" if is_same_day else f"{local:%a %H:%M}"


@register.filter
def amount(given: Amount) -> str:
    """An amount with its unit, on one line: 20 to 40 g, 11 to 15 °C."""
    numbers = dict.fromkeys(f"{number.normalize():f}" for number in (given.low, given.high))
    return NO_BREAK.join([*" to ".join(numbers).split(" "), _UNITS[given.unit]])


@register.filter
def span(suggestion: Suggestion) -> str:
    """How long something takes: 10 min, or 30 min to 1 h."""
    lengths = (suggestion.length, suggestion.longest or suggestion.length)
    return " to ".join(dict.fromkeys(length(taken) for taken in lengths if taken))


@register.simple_tag
def plan_title(plan: Plan) -> str:
    """What the plan is for: getting help, or the night, or the sleep, that it leads up to."""
    if plan.is_emergency:
        return "Get help first"
    without = ", without kratom" if plan.answers.asks_about_kratom else ""
    bedtime = timezone.localtime(plan.answers.bedtime)
    if is_by_day(bedtime.time()):
        return f"Your plan until sleep on {bedtime:%A %-d %B}{without}"
    evening = bedtime - A_DAY if bedtime.hour < DAWN else bedtime
    if plan.answers.bedtime - plan.answers.asked_at > _A_WEEKDAY_IS_CLEAR:
        return f"Your plan for the night of {evening:%A %-d %B}{without}"
    return f"Your plan for {evening:%A} night{without}"
