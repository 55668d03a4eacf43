"""What templates ask about claims: a statement in two parts, its sources, and every verdict."""

from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guides.choices import Verdict
from guides.citations import Cites
from guides.dates import day_in_words
from guides.sentences import parted

register = template.Library()
register.filter("day", day_in_words)


@register.filter
def opening(statement: str) -> str:
    """Its first sentence."""
    return parted(statement)[0]


@register.filter
def remainder(statement: str) -> str:
    """What follows the first sentence."""
    return parted(statement)[1]


@register.simple_tag
def verdicts() -> list[str]:
    """The value of every verdict, the best first."""
    return Verdict.values


@register.simple_tag
def cites(cited: Cites) -> SafeString:
    """The numbers of a card's sources, each leading to its line in the list.

    Written here, as a guide has some hundred of them. No space before: they follow a full stop.
    """
    link = '<a href="{1}"><span class="unseen">source </span>{0}</a>'
    links = format_html_join(" ", link, cited.lines)
    return format_html('<sup class="cite" id="{}">{}</sup>', cited.anchor, links) if links else ""


@register.filter
def iso(on: date) -> str:
    """A day as machines read it."""
    return on.isoformat()
