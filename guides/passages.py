"""Where in the guides a claim stands, for links from outside them."""

from collections.abc import Iterable
from typing import NamedTuple

from guides.markdown import claims_with_a_place
from guides.mentioning import sections_with
from guides.models import Guide, Section


class Passage(NamedTuple):
    """The first card of a claim in a guide, or link to it, to which its address leads."""

    guide: Guide
    address: str


def passages(keys: Iterable[str]) -> dict[str, list[Passage]]:
    """For each claim that published guides show or lead to, its passages, in reading order.

    There is one a guide; key points are none.
    """
    wanted = set(keys)
    sections = (
        Section.objects.filter(sections_with(wanted), guide__in=Guide.objects.published())
        .select_related("guide")
        .order_by("guide__position", "guide", "position")
    )
    found: dict[str, dict[int, Passage]] = {}
    for section in sections:
        guide = section.guide
        for key in claims_with_a_place(section.body) & wanted:
            passage = Passage(guide, f"{guide.get_absolute_url()}#claim-{key}")
            found.setdefault(key, {}).setdefault(guide.pk, passage)
    return {key: list(by_guide.values()) for key, by_guide in found.items()}
