"""A claim's statement in two parts: what heads its page, and what follows."""

from django import template

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
