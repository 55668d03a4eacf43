"""The clock of drafts that were set to go live: each request looks whether their time has come.

Nothing else has to run beside the site. Where nobody comes, nobody misses the new text.
"""

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guides import publishing

logger = logging.getLogger("handbook.editing")

# In seconds: how often a process looks, and how long it waits after it could not. A database that
# is away must not hold up each request twice, nor fill the log.
PAUSE = 1
PAUSE_AFTER_A_FAILURE = 60

# Whoever asks these asks for nothing else: whether the process is alive must not rest on more.
HEALTH_CHECKS = ("/healthz", "/readyz")


def publish_what_is_due(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Bring the drafts whose time has come to their readers, before a page is looked up.

    Stands outside whatever may answer with a page that it kept. It leaves no trace in an answer,
    and never stands in its way: what is wrong with the database, the page itself will tell.
    """
    looking = Lock()
    next_look = 0.0

    def middleware(request: HttpRequest) -> HttpResponse:
        nonlocal next_look
        # Of several threads one looks, and the others do not wait for it.
        if request.path not in HEALTH_CHECKS and looking.acquire(blocking=False):
            try:
                if monotonic() >= next_look:
                    went_well = _publish_due()
                    next_look = monotonic() + (PAUSE if went_well else PAUSE_AFTER_A_FAILURE)
            finally:
                looking.release()
        return get_response(request)

    return middleware


def _publish_due() -> bool:
    """Publish what is due; whether that could be done."""
    try:
        publishing.publish_due(timezone.now())
    except DatabaseError as error:
        # Away; or SQLite's, which another process keeps locked, perhaps to publish the same draft.
        logger.warning("Could not look for drafts whose time has come: %s", error)
    except Exception:
        # Our fault, and no reader's: they get their page.
        logger.exception("Could not look for drafts whose time has come")
    else:
        return True
    return False
