"""The start page and the guides: the same for everybody, with no cookie."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from guides import markdown
from guides.citations import Citations
from guides.evidence import citations_for
from guides.models import Guide, Section

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Only to be read; anybody may keep a copy, but asks each time whether it still holds."""
    return require_safe(cache_control(public=True, max_age=0, must_revalidate=True)(view))


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section with its text as the parts that the page shows."""

    section: Section
    parts: list[markdown.Part]


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What the site does, the guides, and the way to the planner."""
    return render(request, "guides/home.html", {"guides": Guide.objects.published()})


@public_page
def guide_list(request: HttpRequest) -> HttpResponse:
    """Every published guide, in order."""
    guides = Guide.objects.published().prefetch_related("sections")
    return render(request, "guides/guide_list.html", {"guides": guides})


@public_page
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, with its claims, its references and its neighbours."""
    guides = list(Guide.objects.published())
    index = next((index for index, guide in enumerate(guides) if guide.slug == slug), None)
    if index is None:
        raise Http404("No published guide has this address.")
    guide = guides[index]
    prefetch_related_objects([guide], "sections")
    sections = list(guide.sections.all())

    # Drawn in reading order, as that is the order in which sources are numbered.
    citations = citations_for(guide.key_points, *(section.body for section in sections))
    key_points = _prose(guide.key_points, citations)
    drawn = [DrawnSection(s, markdown.render(s.body, citations)) for s in sections]
    context = {
        "guide": guide,
        "key_points": key_points,
        "sections": drawn,
        "references": citations.references,
        "previous_guide": guides[index - 1] if index else None,
        "next_guide": guides[index + 1] if index + 1 < len(guides) else None,
        "number": index + 1,
        "total": len(guides),
        "overdue": guide.is_overdue(timezone.localdate()),
    }
    return render(request, "guides/guide_detail.html", context)


def _prose(text: str, citations: Citations) -> SafeString:
    """A text that holds no cards, as one piece."""
    parts = markdown.render(text, citations)
    return next((part.html for part in parts if isinstance(part, markdown.Prose)), SafeString())
