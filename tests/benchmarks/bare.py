"""A Django view alone in its process, without middleware: what everything is compared with."""

from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import escape

CLAIMS = Path(__file__).resolve().parents[2] / "guides" / "content" / "claims.yaml"
LENGTH = 20_000

if __name__ == "tests.benchmarks.bare":
    settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY="none")

# In words of ours, so that it compresses like a page of ours.
PAGE = f"<!DOCTYPE html><title>Bare</title><p>{escape(CLAIMS.read_text())}"[:LENGTH]


def bare(request: HttpRequest) -> HttpResponse:
    """The same 20 kB for everybody."""
    return HttpResponse(PAGE)


urlpatterns = [path("", bare)]
application = get_wsgi_application()
