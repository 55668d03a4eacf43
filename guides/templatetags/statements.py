"""What templates ask about claims: a statement in two parts, and every verdict there is."""

from django import template

from guides.choices import Verdict
from guides.sentences import parted

register = template.Library()


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
