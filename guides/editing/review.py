"""What is due for review: its own page, the start of it on the first page, and one row of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst

from guides.editing.reviewed import SOON, ask_when_reviewed
from guides.reviewing import Reviewed
from guides.reviews import Due, due, reviewed_models

A_DAY = timedelta(days=1)
A_PAGE = 50
# So many stand on the admin's first page.
FIRST = 8

# What one can look at, by its word in the address; the first is what one sees at the start.
TIMES = {
    "": "Overdue, or due soon",
    "overdue": "Overdue",
    "soon": "Due soon",
    "all": "All, whenever it is due",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that chooses what is listed."""

    words: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is due, and whether whoever looks may mark it as reviewed."""

    due: Due
    may_mark: bool


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """The addresses of both pages, for an admin site."""
    return [
        path("review/", site.admin_view(partial(review_list, site=site)), name="review"),
        path(
            "review/<slug:app>/<slug:model>/<int:pk>/",
            site.admin_view(partial(mark_one, site=site)),
            name="mark_reviewed",
        ),
    ]


def first_entries(request: HttpRequest, site: admin.AdminSite) -> dict[str, Any]:
    """What the admin's first page shows of it: nothing to whoever may see no kind."""
    models = _seen(request, site)
    today = timezone.localdate()
    found = due(today, SOON, among=models)
    return {
        "reviews": {
            "may_be_seen": bool(models),
            "entries": _entries(found[:FIRST], request, site),
            "count": len(found),
            "more": len(found) - FIRST,
            "clear_until": today + SOON + A_DAY,
        }
    }


def review_list(request: HttpRequest, *, site: admin.AdminSite) -> HttpResponse:
    """What is due for review, oldest first, of the kinds that one may see."""
    models = {model._meta.label_lower: model for model in _seen(request, site)}
    kind, time = request.GET.get("kind", ""), request.GET.get("when", "")
    kind, time = kind if kind in models else "", time if time in TIMES else ""
    today = timezone.localdate()
    among = [models[kind]] if kind else models.values()
    within = {"all": None, "overdue": -A_DAY}.get(time, SOON)
    since = today if time == "soon" else date.min
    found = due(today, within, among=among, since=since)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    kinds = {"": "All kinds"} | {
        label: capfirst(str(model._meta.verbose_name_plural)) for label, model in models.items()
    }
    context = {
        **site.each_context(request),
        "title": "Due for review",
        "page": page,
        "entries": _entries(page.object_list, request, site),
        "before": _query(kind=kind, when=time, page=str(page.number - 1)),
        "after": _query(kind=kind, when=time, page=str(page.number + 1)),
        "times": [Choice(said, _query(kind=kind, when=t), t == time) for t, said in TIMES.items()],
        "kinds": [Choice(said, _query(kind=k, when=time), k == kind) for k, said in kinds.items()],
        "clear_until": None if time == "all" else today + SOON + A_DAY,
        "is_all": not kind and time != "soon",
    }
    return TemplateResponse(request, "admin/review.html", context)


def mark_one(
    request: HttpRequest, *, site: admin.AdminSite, app: str, model: str, pk: int
) -> HttpResponse:
    """Mark one row as reviewed, after asking for the day; then back to the list."""
    kind = _model(app, model)
    if not site.is_registered(kind):
        raise Http404
    model_admin = site.get_model_admin(kind)
    row = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not model_admin.has_review_permission(request):
        raise PermissionDenied
    asking = ask_when_reviewed(model_admin, request, type(row)._default_manager.filter(pk=pk))
    return asking or redirect("admin:review")


def _model(app: str, name: str) -> type[Reviewed]:
    for model in reviewed_models():
        if (model._meta.app_label, model._meta.model_name) == (app, name):
            return model
    raise Http404


def _seen(request: HttpRequest, site: admin.AdminSite) -> list[type[Reviewed]]:
    """The reviewed models that one may see."""
    return [
        model
        for model in reviewed_models()
        if site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)
    ]


def _entries(found: list[Due], request: HttpRequest, site: admin.AdminSite) -> list[Entry]:
    return [
        Entry(one, site.get_model_admin(type(one.row)).has_review_permission(request))
        for one in found
    ]


def _query(**asked: str) -> str:
    """The end of an address that asks for it; what is not asked for is left out."""
    return "?" + urlencode({name: value for name, value in asked.items() if value})
