"""Who makes this site and how: the pages on which trust rests."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guides import filters
from guides.about import PAGES, counted_claims, counted_sources
from guides.evidence import citations_for
from guides.filters import Asked
from guides.models import Guide, PopularClaim
from guides.self_assessment import PROJECT, assess, judgements
from guides.views.public import public_page

# A line for each, and much for each.
GUIDES_A_PAGE = 100
ASSESSMENTS_A_PAGE = 10


@public_page
def about_index(request: HttpRequest) -> HttpResponse:
    """What there is to read about the site, a line for each page."""
    return render(request, "about/index.html", {"pages": PAGES.values()})


@public_page
def about_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page about the site, with the numbers and the names that hold now.

    A page that lists guides does so a page at a time.
    """
    page = PAGES.get(slug)
    if page is None:
        raise Http404(f"There is no page about {slug}")
    asked = filters.read(request.GET, (), has_pages=slug in LISTING)
    found = LISTING[slug](asked) if slug in LISTING else FOUND.get(slug, dict)()
    # The page itself, and not that of a list on it, which is `listed`.
    context = {**found, "page": page, "pages": PAGES.values()}
    return render(request, f"about/{slug}.html", context)


def _marks() -> dict[str, Any]:
    return {
        "claims": counted_claims(),
        "sources": counted_sources(),
        "popular": PopularClaim.objects.checked().count(),
        "are_guides": Guide.objects.published().exists(),
    }


def _writers(asked: Asked) -> dict[str, Any]:
    published = Guide.objects.published().in_reading_order()
    page = filters.page_of(published, asked, GUIDES_A_PAGE)
    told = published.aggregate(
        reviewed=Count("pk", filter=~Q(clinical_reviewer="")),
        signed=Count("pk", filter=~Q(author=PROJECT)),
    )
    return {
        "guides": page.object_list,
        "is_reviewed": bool(told["reviewed"]),
        "is_signed": bool(told["signed"]),
        "sources": counted_sources(),
        "listed": page,
        **filters.ways(asked, page),
    }


def _interests() -> dict[str, Any]:
    return {"sources": counted_sources()}


def _contact() -> dict[str, Any]:
    return {"contact_email": settings.CONTACT_EMAIL}


def _assessments(asked: Asked) -> dict[str, Any]:
    published = Guide.objects.published().in_reading_order().prefetch_related("sections")
    page = filters.page_of(published, asked, ASSESSMENTS_A_PAGE)
    guides = list(page)
    texts = [
        text
        for guide in guides
        for text in (guide.key_points, *(s.body for s in guide.sections.all()))
    ]
    citations, judged, today = citations_for(*texts), judgements(), timezone.localdate()
    return {
        "assessments": [
            assess(guide, citations, judged.get(guide.slug), today) for guide in guides
        ],
        "listed": page,
        **filters.ways(asked, page),
    }


# What a page has to look up before it is drawn; the others say the same always.
FOUND: Mapping[str, Callable[[], dict[str, Any]]] = {
    "how-we-grade": _marks,
    "money": _interests,
    "accessibility": _contact,
    "corrections": _contact,
}
# Those that list guides.
LISTING: Mapping[str, Callable[[Asked], dict[str, Any]]] = {
    "who-writes": _writers,
    "self-assessment": _assessments,
}
