"""What search engines are told, in the head of a page."""

import json
from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from guides import linked_data
from guides.citations import Reference
from guides.models import Claim, Guide, Source
from guides.sign_off import Approvals

register = template.Library()

# As in Django's json_script: so nothing in the data can end the element, or begin another.
ESCAPED = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


@register.simple_tag
def site_data() -> SafeString:
    """{% site_data %}: the site as a whole."""
    return _element(linked_data.site())


@register.simple_tag
def guide_data(guide: Guide, approvals: Approvals | None) -> SafeString:
    """{% guide_data guide approvals %}: a guide, its reviewers, and where its sources stand."""
    return _element(linked_data.guide_page(guide, approvals or None))


@register.simple_tag
def sources_data(guide: Guide, references: Iterable[Reference]) -> SafeString:
    """{% sources_data guide references %}: the reference list of a guide."""
    return _element(linked_data.sources_page(guide, (line.source for line in references)))


@register.simple_tag
def claim_data(claim: Claim, sources: Iterable[Source]) -> SafeString:
    """{% claim_data claim sources %}: a claim and the sources behind it."""
    return _element(linked_data.claim_page(claim, sources))


def _element(data: linked_data.Data) -> SafeString:
    """Data as JSON-LD. Browsers never run an element of this type, so no policy is asked."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPED)
    return mark_safe(  # noqa: S308 -- JSON whose <, > and & are escaped, as json_script does it
        f'<script type="application/ld+json">{text}</script>'
    )
