"""Who makes this site and how: the pages on which trust rests."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guides.about import PAGES, counted_claims, counted_sources
from guides.evidence import citations_for
from guides.models import Guide, PopularClaim
from guides.self_assessment import PROJECT, assess, judgements
from guides.views.public import public_page


@public_page
def about_index(request: HttpRequest) -> HttpResponse:
    """What there is to read about the site, a line for each page."""
    return render(request, "about/index.html", {"pages": PAGES.values()})


@public_page
def about_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page about the site, with the numbers and the names that hold now."""
    page = PAGES.get(slug)
    if page is None:
        raise Http404(f"There is no page about {slug}")
    found = FOUND.get(slug, dict)()
    return render(request, f"about/{slug}.html", {"page": page, "pages": PAGES.values(), **found})


def _marks() -> dict[str, Any]:
    return {
        "claims": counted_claims(),
        "sources": counted_sources(),
        "popular": PopularClaim.objects.checked().count(),
        "guides": Guide.objects.published(),
    }


def _writers() -> dict[str, Any]:
    guides = list(Guide.objects.published())
    return {
        "guides": guides,
        "is_reviewed": any(guide.clinical_reviewer for guide in guides),
        "is_signed": any(guide.author != PROJECT for guide in guides),
        "sources": counted_sources(),
    }


def _interests() -> dict[str, Any]:
    return {"sources": counted_sources()}


def _contact() -> dict[str, Any]:
    return {"contact_email": settings.CONTACT_EMAIL}


def _assessments() -> dict[str, Any]:
    guides = list(Guide.objects.published().prefetch_related("sections"))
    texts = [
        text
        for guide in guides
        for text in (guide.key_points, *(s.body for s in guide.sections.all()))
    ]
    citations, judged, today = citations_for(*texts), judgements(), timezone.localdate()
    return {
        "assessments": [assess(guide, citations, judged.get(guide.slug), today) for guide in guides]
    }


# What a page has to look up before it is drawn; the others say the same always.
FOUND: Mapping[str, Callable[[], dict[str, Any]]] = {
    "how-we-grade": _marks,
    "who-writes": _writers,
    "money": _interests,
    "accessibility": _contact,
    "corrections": _contact,
    "self-assessment": _assessments,
}
