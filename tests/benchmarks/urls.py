"""The site's addresses, and a view that does nothing, for comparison."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.html import escape

CLAIMS = Path(__file__).resolve().parents[2] / "guides" / "content" / "claims.yaml"
LENGTH = 20_000


@cache
def _page() -> str:
    """As long as a page of ours, and in words of ours, so that it compresses like one."""
    return f"<!DOCTYPE html><title>Bare</title><p>{escape(CLAIMS.read_text())}"[:LENGTH]


def bare(request: HttpRequest) -> HttpResponse:
    """The same page for everybody, at no cost but that of the middleware."""
    return HttpResponse(_page())


urlpatterns = [path("bare/", bare), path("", include("recovery_site.urls"))]
