"""The page of a guide as its form has it now, drawn for whoever writes it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guides.editing.manuscript import Manuscript
from guides.editing.report import report_on
from guides.views.guides import drawn


def preview(request: HttpRequest) -> HttpResponse:
    """The page that readers would get, under a report on it. Reads alone: nothing is saved."""
    manuscript = Manuscript.of(request.POST)
    context = {
        **drawn(manuscript.guide, manuscript.sections),
        "report": report_on(manuscript, timezone.localdate()),
    }
    return render(request, "guides/guide_preview.html", context)
