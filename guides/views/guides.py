"""The start page, help and the guides: the same for everybody, with no cookie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from guides import filters, lookout, rendering
from guides.citations import Citations
from guides.drawn_once import drawn_once
from guides.evidence import citations_for
from guides.models import Guide, Section, SignOff
from guides.models.guides import FEW, minutes_to_read
from guides.sign_off import approvals_of
from guides.views.former_slugs import led_on
from guides.views.public import public_page

GUIDES_A_PAGE = 30
# The guides of which a page names a place; where they are not published it leaves that out.
SORE_NOW = "muscle-soreness"
ON_KRATOM = "kratom-alkaloids"
WAYS_IN = (SORE_NOW, ON_KRATOM)
# What a page shows of a section, and what its place in the guide goes by.
SHOWN = ("pk", "position", "slug", "heading", "body")


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section with its text as the parts that the page shows."""

    section: Section
    parts: list[rendering.Part]


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What the site does, the first guides, and the way to the planner."""
    published = Guide.objects.published()
    guides = list(published.first_few())
    ways_in = {guide.slug: guide for guide in published.filter(slug__in=WAYS_IN)}
    context = {
        "guides": guides,
        "are_more": len(guides) == FEW,
        "sore_now": ways_in.get(SORE_NOW),
        "on_kratom": ways_in.get(ON_KRATOM),
    }
    return render(request, "guides/home.html", context)


@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """When to get care, and how to find one's way."""
    guides = Guide.objects.published().filter(slug__in=WAYS_IN)
    return render(request, "guides/help.html", {"guides": guides})


@public_page
def guide_list(request: HttpRequest) -> HttpResponse:
    """The published guides in order, a page at a time."""
    asked = filters.read(request.GET, (), has_pages=True)
    guides = Guide.objects.published().in_reading_order().prefetch_related("sections")
    page = filters.page_of(guides, asked, GUIDES_A_PAGE)
    context = {"guides": page.object_list, **filters.ways(asked, page)}
    return render(request, "guides/guide_list.html", context)


@public_page
@led_on
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, with its claims and its neighbours; its numbers lead to its sources."""
    context = _shown(slug, list_at=reverse("guides:sources", args=[slug]))
    return render(request, "guides/guide_detail.html", context)


@public_page
@led_on
def guide_sources(request: HttpRequest, slug: str) -> HttpResponse:
    """The reference list of a guide; each line leads back to the places that cite it."""
    return render(request, "guides/guide_sources.html", _shown(slug))


@public_page
@led_on
def guide_print(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide with its reference list on the same page, to print or to keep."""
    return render(request, "guides/guide_print.html", _shown(slug))


def _published(slug: str) -> tuple[Guide, Sequence[Section]]:
    """A guide that readers see, and its sections; in one query. It says whether it was approved."""
    approvals = SignOff.objects.confirmed().filter(invitation__guide=OuterRef("pk"))
    # Each row is the guide with one of its sections: prefetching would ask twice.
    rows = get_list_or_404(
        Guide.objects.published()
        .with_neighbours()
        .annotate(was_approved=Exists(approvals))
        .annotate(**{f"section_{name}": F(f"sections__{name}") for name in SHOWN})
        .order_by("section_position", "section_pk"),
        slug=slug,
    )
    # A guide without a section is one row all the same.
    sections = [
        Section(guide=row, **{name: getattr(row, f"section_{name}") for name in SHOWN})
        for row in rows
        if row.section_pk
    ]
    return rows[0], sections


def _shown(slug: str, *, list_at: str = "") -> dict[str, Any]:
    """A published guide as its pages show it, read and drawn once for each version and each day."""
    # Before anything is read, which can then only be newer than its name.
    seen = lookout.seen()
    if seen is None:
        return _read(slug, list_at, timezone.localdate())
    return _kept(seen.version, slug, list_at, seen.on)


# Threads share what is kept, and no page changes it.
@drawn_once(maxsize=64)
def _kept(version: str, slug: str, list_at: str, on: date) -> dict[str, Any]:
    return _read(slug, list_at, on)


def _read(slug: str, list_at: str, on: date) -> dict[str, Any]:
    guide, sections = _published(slug)
    # Asked of the database only where somebody did.
    approvals = approvals_of(guide) if guide.was_approved else None
    return {**drawn(guide, sections, list_at=list_at, on=on), "approvals": approvals}


def drawn(
    guide: Guide, sections: Sequence[Section], *, list_at: str = "", on: date | None = None
) -> dict[str, Any]:
    """A guide as its pages show it on a day, whether or not the database has it; today by default.

    Its reference list stands on the page itself by default.
    """
    today = on or timezone.localdate()
    # Drawn in reading order, as that is the order in which sources are numbered.
    texts = [guide.key_points, *(section.body for section in sections)]
    citations = citations_for(*texts, list_at=list_at, on=today)
    citations.heading = "Key points"
    key_points = _prose(guide.key_points, citations)
    parts = []
    for section in sections:
        citations.heading = section.heading
        parts.append(DrawnSection(section, rendering.render(section.body, citations)))
    return {
        "guide": guide,
        "key_points": key_points,
        "sections": sections,
        "drawn_sections": render_to_string("guides/_sections.html", {"sections": parts}),
        "references": citations.references,
        "drawn_words": render_to_string("guides/_words.html", {"terms": citations.explained}),
        "minutes": minutes_to_read(texts),
        "overdue": guide.is_overdue(today),
    }


def _prose(text: str, citations: Citations) -> SafeString:
    """A text that holds no cards, as one piece."""
    parts = rendering.render(text, citations)
    return next((part.html for part in parts if isinstance(part, rendering.Prose)), SafeString())
