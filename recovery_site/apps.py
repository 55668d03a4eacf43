"""The admin as a Django app, so that the editors' site is ours."""

from django.contrib.admin.apps import AdminConfig


class EditingConfig(AdminConfig):
    """Django's admin on our own site class."""

    default_site = "recovery_site.admin_site.HandbookAdminSite"
