"""Two questions for whoever runs the site: is it alive, and can it serve?"""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Yes, if this process can answer at all; touches nothing else."""
    return _answer("alive", status=200)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Yes (200) if the database and the cache answer; else 503, naming which does not."""
    failed = [
        name
        for name, ask in (("database", _ask_database), ("cache", _ask_cache))
        if not _answers(name, ask)
    ]
    if failed:
        return _answer(f"not ready: {', '.join(failed)}", status=503)
    return _answer("ready", status=200)


def _answer(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(
        f"{text}\n",
        status=status,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _answers(name: str, ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception:
        # Whatever went wrong is the answer "no"; the reason is for the log, not for a stranger.
        logger.warning("The %s does not answer", name, exc_info=True)
        return False
    return True


def _ask_database() -> None:
    # A connection of its own: one that is kept would wait without end for a server that has
    # frozen, while opening one has a time limit (connect_timeout).
    connection = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations")
    finally:
        connection.close()


def _ask_cache() -> None:
    cache.set("readyz", "asked", timeout=10)
    if cache.get("readyz") != "asked":
        raise RuntimeError("The cache forgot what it was just told")
