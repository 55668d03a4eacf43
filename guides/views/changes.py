"""What changed for readers, and why."""

from datetime import date
from itertools import groupby

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guides import filters
from guides.changes import Change, with_addresses
from guides.choices import ChangeKind
from guides.filters import Facet
from guides.models import Revision
from guides.views.public import public_page

FACETS = (Facet("kind", ChangeKind),)
CHANGES_A_PAGE = 50


@public_page
def change_list(request: HttpRequest) -> HttpResponse:
    """Every change that readers are told of, day by day, or those of the kind asked for."""
    asked = filters.read(request.GET, FACETS, has_pages=True)
    told = Revision.objects.told().defer("record")
    counts = told.order_by().values_list("change").annotate(count=Count("pk"))
    tally = [({"kind": [change]}, count) for change, count in counts]
    if "kind" in asked.chosen:
        told = told.filter(change=asked.chosen["kind"])
    page = filters.page_of(told, asked, CHANGES_A_PAGE)
    changes = with_addresses(page)
    context = {
        "asked": asked,
        "is_filtered": bool(asked.chosen or asked.notes),
        "facets": filters.offer(FACETS, asked, tally),
        "kinds": ChangeKind,
        "total": sum(count for _, count in tally),
        "days": [(day, list(some)) for day, some in groupby(changes, _day)],
        **filters.ways(asked, page),
    }
    return render(request, "changes/change_list.html", context)


def _day(change: Change) -> date:
    return timezone.localdate(change.told.saved_at)
