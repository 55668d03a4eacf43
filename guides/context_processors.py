"""What every page may show."""

from functools import lru_cache

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guides import lookout
from guides.models import Notice


def notices(request: HttpRequest) -> dict[str, object]:
    """The published notices by kind; asked of the database only by a page that prints one."""
    return {"notices": SimpleLazyObject(published_notices)}


def published_notices() -> dict[str, Notice]:
    """The first of each kind; none when the database cannot be asked."""
    try:
        seen = lookout.seen()
        return _read_notices() if seen is None else _kept_notices(seen.version)
    except DatabaseError:
        # Error pages too must draw; the templates have words of their own for this case.
        return {}


# Two: a page that was begun before a change may still be on its way.
@lru_cache(maxsize=2)
def _kept_notices(version: str) -> dict[str, Notice]:
    return _read_notices()


def _read_notices() -> dict[str, Notice]:
    return {notice.kind: notice for notice in Notice.objects.published().order_by("-pk")}


def site(request: HttpRequest) -> dict[str, str]:
    """The public address, for links that leave the site: whoever asks may name another host."""
    return {"site_url": settings.SITE_URL}
