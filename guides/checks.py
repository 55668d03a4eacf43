"""What is wrong with the settings, told when the site starts, or when it is deployed."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def addresses_are_addresses(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """What pages, feed and sitemap link to can be followed."""
    wrong: list[CheckMessage] = []
    site = urlsplit(settings.SITE_URL)
    if site.scheme not in ("http", "https") or not site.hostname:
        wrong.append(
            Error(
                f"SITE_URL is not a whole address: {settings.SITE_URL}",
                hint="Write it with its scheme, for example: https://handbook.example.org",
                id="guides.E001",
            )
        )
    try:
        if settings.CONTACT_EMAIL:
            validate_email(settings.CONTACT_EMAIL)
    except ValidationError:
        wrong.append(
            Error(
                f"CONTACT_EMAIL is not an e-mail address: {settings.CONTACT_EMAIL}",
                hint="Write the address alone, for example: mistakes@handbook.example.org",
                id="guides.E002",
            )
        )
    return wrong


def readers_find_us(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """What only whoever deploys the site can know was said."""
    missing: list[CheckMessage] = []
    if not settings.CONTACT_EMAIL:
        message = "Set CONTACT_EMAIL so that readers can report a mistake."
        missing.append(Warning(message, id="guides.W001"))
    if urlsplit(settings.SITE_URL).hostname in THIS_MACHINE:
        message = "Set SITE_URL so that links from elsewhere lead to this site."
        missing.append(Warning(message, id="guides.W002"))
    return missing
