"""Addresses as they stand outside the site."""

from django.conf import settings


def public(path: str) -> str:
    """A path of this site as a whole address, always under SITE_URL."""
    return f"{settings.SITE_URL}{path}"
