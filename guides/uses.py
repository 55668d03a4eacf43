"""Where a claim, a popular claim, a source or a word of the glossary is used.

Readers see it on a claim's page, editors beside the row, and what is used cannot be deleted.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import Q

from guides.drawings import resting_on
from guides.markdown import mentioned
from guides.mentioning import sections_with
from guides.models import Claim, Guide, PopularClaim, Section, Source, Term
from guides.passages import passages


class Use(NamedTuple):
    """Something that rests on a row: in words, and where readers see it (empty: nowhere)."""

    words: str
    address: str = ""
    # How long it still does once the row is overdue for review. None: however long.
    grace: timedelta | None = None
    # What it does, in a sentence, where no page says so in words. Empty: there is a page.
    about: str = ""


# Other apps that rely on rows by their keys: each names what of it relies on a row.
RELYING: list[Callable[[models.Model], Iterable[Use]]] = []

# How texts mention a row: a field of Keys.
MENTIONED_AS = {Source: "sources", Claim: "claims", PopularClaim: "popular", Term: "terms"}


def guides_that_mention(row: models.Model) -> list[Guide]:
    """The guides, drafts too, whose key points or sections mention a row."""
    key, kind = row.key, MENTIONED_AS[type(row)]
    # A drawing names none of the claims behind it.
    drawings = resting_on(key) if kind == "claims" else []
    named = Section.objects.filter(sections_with([key, *drawings])).values("guide")
    guides = Guide.objects.filter(Q(key_points__contains=key) | Q(pk__in=named))
    return [
        guide
        for guide in guides.prefetch_related("sections")
        if key
        in getattr(mentioned(guide.key_points, *(s.body for s in guide.sections.all())), kind)
    ]


def relying_on(row: models.Model) -> list[Use]:
    """What of other apps relies on a row."""
    return [use for ask in RELYING for use in ask(row)]


def uses_of(claim: Claim) -> list[Use]:
    """Where readers meet a published claim: guides, what people say, and what else relies on it."""
    return [
        *(
            Use(f"the guide “{guide.title}”", address)
            for guide, address in passages([claim.key]).get(claim.key, [])
        ),
        *(
            Use(f"what people say: “{said.says}”", said.get_absolute_url())
            for said in claim.popular_claims.all()
        ),
        *relying_on(claim),
    ]
