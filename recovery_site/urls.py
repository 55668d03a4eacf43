"""Every address of the site, or the app that holds it."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from recovery_site import health
from recovery_site.styleguide import styleguide

urlpatterns = [
    path("", include("guides.urls")),
    path("planner/", include("planner.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

handler400 = "recovery_site.errors.bad_request"
handler403 = "recovery_site.errors.forbidden"
handler404 = "recovery_site.errors.not_found"
handler500 = "recovery_site.errors.server_error"
