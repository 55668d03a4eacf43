"""What lies on the editors' desk: guides that readers do not see, and drafts of those they do."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from guides import revisions
from guides.models import Guide, Revision

# Of more than these the list of guides tells.
MOST = 20


class Draft(NamedTuple):
    """A guide that is being written, where it stands in words, and its last save."""

    guide: Guide
    state: str
    last: Revision | None


def drafts(request: HttpRequest, site: admin.AdminSite) -> dict[str, Sequence[Draft]]:
    """What the admin's first page shows: the drafts, for whoever may see guides."""
    guides: Any = site.get_model_admin(Guide)
    if not guides.has_view_permission(request):
        return {"drafts": ()}
    rows = Guide.objects.filter(Q(published_at=None) & ~Q(draft__isnull=False))
    rows = rows.select_related("replaces", "schedule").order_by("-changed_at")[:MOST]
    last = revisions.latest_of(rows)
    return {"drafts": [Draft(row, guides.state(row), last.get(row.pk)) for row in rows]}
