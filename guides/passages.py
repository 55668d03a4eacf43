"""Where in the guides a claim is shown, for links from outside them."""

from collections.abc import Iterable

from guides.markdown import mentioned
from guides.models import Guide, Section


def passages(keys: Iterable[str]) -> dict[str, str]:
    """For each claim that a published guide shows, the address of the first card of it."""
    wanted = set(keys)
    sections = (
        Section.objects.filter(guide__in=Guide.objects.published(), body__contains="::: claim")
        .select_related("guide")
        .order_by("guide__position", "guide", "position")
    )
    found: dict[str, str] = {}
    for section in sections:
        for key in mentioned(section.body).claims & wanted - found.keys():
            found[key] = f"{section.guide.get_absolute_url()}#claim-{key}"
    return found
