"""Where in the guides a claim is shown, for links from outside them."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from guides.markdown import mentioned
from guides.models import Guide, Section


class Passage(NamedTuple):
    """The first card of a claim in a guide, to which its address leads."""

    guide: Guide
    address: str


def passages(keys: Iterable[str]) -> dict[str, list[Passage]]:
    """For each claim that a published guide shows, its passages, one a guide, in reading order."""
    wanted = set(keys)
    named = Q.create([("body__contains", key) for key in sorted(wanted)], Q.OR)
    sections = (
        Section.objects.filter(
            named, guide__in=Guide.objects.published(), body__contains="::: claim"
        )
        .select_related("guide")
        .order_by("guide__position", "guide", "position")
    )
    found: dict[str, dict[int, Passage]] = {}
    for section in sections:
        guide = section.guide
        for key in mentioned(section.body).claims & wanted:
            passage = Passage(guide, f"{guide.get_absolute_url()}#claim-{key}")
            found.setdefault(key, {}).setdefault(guide.pk, passage)
    return {key: list(by_guide.values()) for key, by_guide in found.items()}
