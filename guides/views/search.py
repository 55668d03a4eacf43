"""Search. Not a public page: the answer is for who asked, and nobody keeps it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from guides.models import Guide
from guides.search import search as look_up
from guides.search.urgent import urgency


@require_safe
@cache_control(private=True, no_store=True)
def search(request: HttpRequest) -> HttpResponse:
    """What the handbook has about some words, or what can be looked for."""
    now = timezone.now()
    results = look_up(request.GET.get("q", ""), now)
    context = {
        "results": results,
        "urgency": urgency(results.query, results.as_understood),
        "guides": Guide.objects.published(now).first_few(),
    }
    response = render(request, "search/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
