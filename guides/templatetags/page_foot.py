"""What stands at the foot of every page."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from guides.drawn_once import drawn_once

register = template.Library()


@register.simple_tag
@drawn_once(maxsize=1)
def foot_links() -> SafeString:
    """{% foot_links %}: where else to go. Kept once drawn, as it never differs."""
    return render_to_string("_partials/_foot_links.html")
