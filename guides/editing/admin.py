"""What the admin of a guide gets for writing: two addresses, and boxes for Markdown.

The button that previews stands in templates/admin/guides/guide/submit_line.html.
"""

from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from guides.editing.mentions import mentions
from guides.editing.preview import preview

# Whoever has this brings texts to readers, guides and claims alike.
PUBLISH = "guides.publish_guide"

View = Callable[[HttpRequest], HttpResponse]


class WritesMarkdown(BaseModelAdmin):
    """A form, or a part of one, with texts that are Markdown."""

    # By the field that holds the text.
    markdown_boxes: Mapping[str, forms.Widget] = {}

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """The admin's field, with the box for it."""
        if box := self.markdown_boxes.get(db_field.name):
            kwargs["widget"] = box
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class BesideItsPage(WritesMarkdown, admin.ModelAdmin):
    """A form with the page that would come of it, and the search for what it may mention."""

    def get_urls(self) -> list[URLPattern]:
        """The addresses that writing needs before the admin's own, which take any name."""
        return [
            path("preview/", self._watched(require_POST(preview)), name="guides_guide_preview"),
            path("mentions/", self._watched(require_safe(mentions)), name="guides_guide_mentions"),
            *super().get_urls(),
        ]

    def _watched(self, view: View) -> View:
        """A view for staff who may see guides. The admin has it never kept, and checks CSRF."""

        def watched(request: HttpRequest) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            return view(request)

        return self.admin_site.admin_view(update_wrapper(watched, view))
