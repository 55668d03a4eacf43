"""What a guide can mention, found by a few words of it: sources, claims, what people say, terms."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, JsonResponse

from guides.models import Claim, PopularClaim, Source, Term

MOST = 20
# A query is a few words; more of them would only make the database work.
LONGEST, MOST_WORDS = 100, 8


class Mentionable(NamedTuple):
    """One kind of what can be mentioned: where it is looked for, and what is said of one."""

    model: type[models.Model]
    fields: tuple[str, ...]
    title: str
    about: Callable[[Any], list[str]]


def _about_source(source: Source) -> list[str]:
    return [source.short, source.get_kind_display(), source.remark]


def _about_claim(claim: Claim) -> list[str]:
    marks = [claim.get_verdict_display(), f"{claim.get_certainty_display().lower()} certainty"]
    return marks if claim.is_published else [*marks, "not published: readers do not see it"]


def _about_popular(said: PopularClaim) -> list[str]:
    answered = any(claim.is_published for claim in said.claims.all())
    marks = [said.get_verdict_display()]
    return marks if answered else [*marks, "no published claim answers it: readers do not see it"]


def _about_term(term: Term) -> list[str]:
    return [term.meaning]


KINDS = {
    "source": Mentionable(Source, ("key", "title", "authors"), "title", _about_source),
    "claim": Mentionable(Claim, ("key", "statement"), "statement", _about_claim),
    "popular": Mentionable(PopularClaim, ("key", "says"), "says", _about_popular),
    "term": Mentionable(Term, ("key", "name", "also", "meaning"), "name", _about_term),
}


def mentions(request: HttpRequest) -> JsonResponse:
    """Rows of a kind that have all the words of a query, for whoever writes a guide."""
    kind = KINDS.get(request.GET.get("kind", ""))
    if kind is None:
        raise Http404("There is no such kind")
    found = _matching(kind, request.GET.get("q", ""))
    return JsonResponse(
        {
            "results": [
                {"key": row.key, "title": getattr(row, kind.title), "about": kind.about(row)}
                for row in found[:MOST]
            ],
            "more": len(found) > MOST,
        }
    )


def _matching(kind: Mentionable, typed: str) -> list[Any]:
    """The rows that have every word somewhere, by key; one more than are shown, if there is one."""
    rows = kind.model._default_manager.order_by("key")
    if kind.model is PopularClaim:
        rows = rows.prefetch_related("claims")
    for word in typed[:LONGEST].split()[:MOST_WORDS]:
        rows = rows.filter(Q.create([(f"{name}__icontains", word) for name in kind.fields], Q.OR))
    return list(rows[: MOST + 1])
