"""What the site adds to Django when it starts."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    """The site itself: it writes down who signs in."""

    name = "recovery_site"

    def ready(self) -> None:
        from recovery_site import sign_in_log  # noqa: F401 -- connects its receivers


class EditingConfig(AdminConfig):
    """Django's admin, with our door to it."""

    default_site = "recovery_site.admin_site.EditingSite"
