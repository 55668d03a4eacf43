"""Where in the guides a claim is shown, for links from outside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from guides.markdown import mentioned
from guides.models import Guide, Section


@dataclass(frozen=True, slots=True)
class Passage:
    """The place in a guide where a claim has its card."""

    guide_title: str
    url: str


def passages(keys: Iterable[str]) -> dict[str, Passage]:
    """For each of the claims that a published guide shows, the first place where it does."""
    wanted = set(keys)
    sections = (
        Section.objects.filter(guide__in=Guide.objects.published(), body__contains="::: claim")
        .select_related("guide")
        .order_by("guide__position", "guide", "position")
    )
    found: dict[str, Passage] = {}
    for section in sections:
        for key in mentioned(section.body).claims & wanted - found.keys():
            url = f"{section.guide.get_absolute_url()}#claim-{key}"
            found[key] = Passage(section.guide.title, url)
    return found
