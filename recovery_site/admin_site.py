"""The admin as editors have it: Django's own, with our door to it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, reverse
from django.utils.cache import add_never_cache_headers

from guides.editing import review


class EditingSite(AdminSite):
    """Where editors work: the stock admin, which begins with what is due for review."""

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's addresses after ours, as the last of them takes what is left."""
        return [*review.urls(self), *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The first page."""
        context = {**review.first_entries(request, self), **(extra_context or {})}
        return super().index(request, context)

    def sign_in_page(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int
    ) -> HttpResponse:
        """The sign-in page as the answer to something else than a visit or a wrong password."""
        asked = {**request.GET.dict(), **request.POST.dict()}
        frame = {
            **self.each_context(request),
            "title": "Log in",
            "app_path": reverse("admin:login"),
            "next": asked.get("next") or reverse("admin:index"),
            "form": AdminAuthenticationForm(request),
        }
        page = render(request, template, frame | context, status=status)
        add_never_cache_headers(page)
        return page
