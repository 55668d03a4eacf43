"""What the admin of a guide gets for writing: the address of its preview.

The button that previews stands in templates/admin/guides/guide/submit_line.html.
"""

from collections.abc import Callable
from functools import update_wrapper

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from guides.editing.preview import preview

View = Callable[[HttpRequest], HttpResponse]


class BesideItsPage(admin.ModelAdmin):
    """A form with the page that would come of it."""

    def get_urls(self) -> list[URLPattern]:
        """The addresses that writing needs before the admin's own, which take any name."""
        return [
            path("preview/", self._watched(require_POST(preview)), name="guides_guide_preview"),
            *super().get_urls(),
        ]

    def _watched(self, view: View) -> View:
        """A view for staff who may see guides. The admin has it never kept, and checks CSRF."""

        def watched(request: HttpRequest) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            return view(request)

        return self.admin_site.admin_view(update_wrapper(watched, view))
