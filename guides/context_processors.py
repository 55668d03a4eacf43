"""What every page may show."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guides.models import Notice


def notices(request: HttpRequest) -> dict[str, object]:
    """The published notices by kind; asked of the database only by a page that prints one."""
    return {"notices": SimpleLazyObject(published_notices)}


def published_notices() -> dict[str, Notice]:
    """The first of each kind; none when the database cannot be asked."""
    try:
        return {notice.kind: notice for notice in Notice.objects.published().order_by("-pk")}
    except DatabaseError:
        # Error pages too must draw; the templates have words of their own for this case.
        return {}


def site(request: HttpRequest) -> dict[str, str]:
    """The public address, for links that leave the site: whoever asks may name another host."""
    return {"site_url": settings.SITE_URL}
