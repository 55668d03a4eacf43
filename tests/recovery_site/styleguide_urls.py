"""The site's addresses as they are with DEBUG on."""

from django.urls import include, path

from recovery_site.styleguide import styleguide

urlpatterns = [path("styleguide/", styleguide), path("", include("recovery_site.urls"))]
