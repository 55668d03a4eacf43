"""The start page and the guides: the same for everybody, with no cookie."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import SafeString

from guides import markdown
from guides.citations import Citations
from guides.evidence import citations_for
from guides.models import Guide, Section
from guides.views.public import public_page


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
    guide = get_object_or_404(
        Guide.objects.published().with_neighbours().prefetch_related("sections"), slug=slug
    )
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
        "terms": citations.explained,
        "overdue": guide.is_overdue(timezone.localdate()),
    }
    return render(request, "guides/guide_detail.html", context)


def _prose(text: str, citations: Citations) -> SafeString:
    """A text that holds no cards, as one piece."""
    parts = markdown.render(text, citations)
    return next((part.html for part in parts if isinstance(part, markdown.Prose)), SafeString())
