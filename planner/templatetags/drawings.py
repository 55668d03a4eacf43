"""The drawings of a plan, for templates."""

from collections.abc import Iterable, Iterator
from html import escape

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from guides.scales import Tick
from planner.core.plan import Plan
from planner.drawing import Bar, Mark, Stack, Words
from planner.example import example_plan as plan_of_the_example
from planner.outlook import course_of
from planner.timeline import Timeline, timeline_of

register = template.Library()


@register.simple_tag
def example_plan() -> Plan:
    """{% example_plan as plan %}: a made-up evening, as the planner answers it today."""
    return plan_of_the_example(timezone.now().date())


register.filter("timeline", timeline_of)
register.filter("course", course_of)

ARROW_BACK, ARROW_ON = "M-2 0v6l-5-3z", "M2 0v6l5-3z"


@register.simple_tag
def hours(timeline: Timeline) -> SafeString:
    """The full hours on the axis of a timeline; every third has its number, and a line below."""
    drawn = "".join(_hour(tick, timeline.stack.axis) for tick in timeline.ticks)
    return mark_safe(drawn)  # noqa: S308 -- places and numbers of our own


def _hour(tick: Tick, axis: str) -> str:
    place = f'x1="{tick.at}" x2="{tick.at}" y1="{axis}"'
    if not tick.label:
        return f'<line class="drawing__axis" {place} y2="2em"/>'
    return (
        f'<line class="drawing__guide" {place} y2="100%"/><text class="drawing__number" '
        f'x="{tick.at}" y="1.1em" text-anchor="{tick.anchor}">{tick.label}</text>'
        f'<line class="drawing__axis" {place} y2="2.4em"/>'
    )


@register.simple_tag
def stack(drawn: Stack, marks: Iterable[Mark]) -> SafeString:
    """What stands under the axis of a drawing: lines with words, then words with the bars below.

    Drawn here, as a template takes ten times as long for some two hundred places.
    """
    return mark_safe("".join(_shapes(drawn, marks)))  # noqa: S308 -- words are escaped below


def _shapes(drawn: Stack, marks: Iterable[Mark]) -> Iterator[str]:
    for mark in marks:
        yield (
            f'<line class="drawing__mark drawing__mark--{mark.sign}" x1="{mark.at}" '
            f'x2="{mark.at}" y1="{drawn.axis}" y2="100%"/>'
        )
    for top, words in drawn.marks:
        yield f'<svg width="100%" y="{top}" overflow="visible">{_beside(words)}</svg>'
    for top, row in drawn.rows:
        bars = "".join(_bar(bar) for bar in row.bars)
        yield f'<svg width="100%" y="{top}" overflow="visible">{_words(row.words)}{bars}</svg>'


def _beside(words: Words) -> str:
    """Words beside a line that runs down the drawing, a little away from it."""
    return _words(words, dx=' dx="-.45em"' if words.anchor == "end" else ' dx=".45em"')


def _words(words: Words, dx: str = "") -> str:
    return (
        f'<text class="drawing__words" x="{words.at}" y=".95em"{dx} text-anchor="{words.anchor}">'
        f'<tspan class="drawing__strong">{escape(words.strong)}</tspan> {escape(words.rest)}</text>'
    )


def _bar(bar: Bar) -> str:
    """A bar, with an arrow at each edge at which it goes on."""
    fill = ' fill="url(#hatch)"' if bar.sign == "avoid" else ""
    drawn = (
        f'<rect class="drawing__bar drawing__bar--{bar.sign}" x="{bar.starts}" y="1.3em" '
        f'width="{bar.length}" height=".6em"{fill}/>'
    )
    if bar.goes_on_before:
        drawn += _arrow(bar.starts, ARROW_BACK)
    if bar.goes_on_after:
        drawn += _arrow(bar.ends, ARROW_ON)
    return drawn


def _arrow(at: str, shape: str) -> str:
    return (
        f'<svg x="{at}" y="1.3em" width=".5em" height=".6em" viewBox="0 0 5 6" overflow="visible">'
        f'<path class="drawing__arrow" d="{shape}"/></svg>'
    )
