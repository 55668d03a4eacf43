"""What stands at the foot of every page."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def foot_links() -> SafeString:
    """{% foot_links %}: where else to go. Kept once drawn, as it never differs."""
    return render_to_string("_partials/_foot_links.html")
