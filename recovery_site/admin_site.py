"""The site of the editors: Django's, with pages of our own."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from guides.editing import review


class HandbookAdminSite(AdminSite):
    """The stock admin, which begins with what is due for review."""

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Its addresses: ours first, as the last of the stock ones takes what is left."""
        return [*review.urls(self), *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The first page."""
        context = {**review.first_entries(request, self), **(extra_context or {})}
        return super().index(request, context)
