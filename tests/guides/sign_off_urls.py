"""The site's addresses, with the page on which editors invite a sign-off."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from guides.editing.sign_off import invite_sign_off
from guides.models import Guide


def invite(request: HttpRequest, object_id: str) -> HttpResponse:
    """The page of one guide."""
    return invite_sign_off(request, Guide.objects.get(pk=object_id))


urlpatterns = [
    path("admin/guides/guide/<path:object_id>/sign-off/", admin.site.admin_view(invite)),
    path("", include("recovery_site.urls")),
]
