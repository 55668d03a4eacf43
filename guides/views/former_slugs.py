"""Where the pages of a guide stood before it got another slug."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from guides.models import Guide

GuidePage = Callable[[HttpRequest, str], HttpResponse]


def led_on(page: GuidePage) -> GuidePage:
    """The page of a guide; at a slug that a published guide had, the way to the same page now.

    Asks only where no guide is, so that a guide that has the slug comes first.
    """

    @wraps(page)
    def page_or_way(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return page(request, slug)
        except Http404:
            guide = Guide.objects.published().filter(former_slugs__slug=slug).first()
            if guide is None:
                raise
            return redirect(resolve(request.path).view_name, slug=guide.slug, permanent=True)

    return page_or_way
