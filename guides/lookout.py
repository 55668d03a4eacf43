"""What a process knows of the content's version: it looks once a second at most.

The same look brings to their readers the drafts whose time has come, so that nothing else has to
run beside the site. Where nobody comes, nobody misses the new text.
"""

import logging
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from time import monotonic, time

from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone

from guides import publishing, version

logger = logging.getLogger("handbook.content")

# In seconds: how long a process waits before it looks again where it could not, for the version and
# for drafts; and how long others wait for the one that looks, before they go on with what is known.
PAUSE_AFTER_A_FAILURE = 1
PAUSE_AFTER_FAILED_DRAFTS = 60
PATIENCE = 0.25


@dataclass(frozen=True, slots=True)
class Seen:
    """The version that a look found, and the day: what is drawn from the content is of both."""

    version: str
    on: date
    # In seconds of the clock since 1970. No part of what was found.
    looked_at: int = field(compare=False)


class Lookout:
    """What one process saw last, shared by its threads."""

    def __init__(self) -> None:
        self.last: Seen | None = None
        self._looking = Lock()
        self._looked_at: int | None = None
        self._moves_known = self._moves_tried = 0
        self._is_away = False
        self._waits_until = 0.0
        self._drafts_wait_until = 0.0

    def seen(self) -> Seen | None:
        """What is known, at most a second old; None where nothing is, so that nothing is kept.

        Whoever reads under it may read what is newer, never what is older. In a process that has
        moved the version itself it is no older than that. With the database away it stays as it
        was. Nothing is known in a transaction.
        """
        if in_a_transaction():
            return None
        is_old = self._moves_known != version.moves() or self._looked_at != int(time())
        # One thread looks. The others wait for it, but not for a database that does not answer.
        if is_old and self._looking.acquire(timeout=0 if self._is_away else PATIENCE):
            try:
                self._look()
            finally:
                self._looking.release()
        return self.last

    def _look(self) -> None:
        """Look, unless another thread just did, or the database did not answer a moment ago."""
        # Told apart by the second of the clock, as all processes then look again at the same time:
        # what is fresh for the rest of a second is so everywhere.
        looked_at, moves = int(time()), version.moves()
        if (looked_at, moves) == (self._looked_at, self._moves_known):
            return
        # What this process has saved meanwhile proves that the database answers.
        if moves == self._moves_tried and monotonic() < self._waits_until:
            return
        self._moves_tried = moves
        try:
            found = version.current()
            self._publish_due()
            if moves != version.moves():
                # A draft just went live.
                moves, found = version.moves(), version.current()
        except DatabaseError as error:
            self._is_away = True
            self._waits_until = monotonic() + PAUSE_AFTER_A_FAILURE
            logger.warning("Could not look for the content's version: %s", error)
            return
        # In this order: whoever finds that it was looked at takes what was seen.
        self.last = Seen(found, timezone.localdate(), looked_at) if found else None
        self._looked_at, self._moves_known, self._is_away = looked_at, moves, False

    def _publish_due(self) -> None:
        """Bring the drafts whose time has come to their readers; never stand in a reader's way."""
        if monotonic() < self._drafts_wait_until:
            return
        try:
            publishing.publish_due(timezone.now())
        except DatabaseError as error:
            # SQLite's, which another process keeps locked, perhaps to publish the same draft.
            logger.warning("Could not look for drafts whose time has come: %s", error)
        except Exception:
            # Our fault, and no reader's: they get their page.
            logger.exception("Could not look for drafts whose time has come")
        else:
            return
        # Not each second, so that it does not fill the log.
        self._drafts_wait_until = monotonic() + PAUSE_AFTER_FAILED_DRAFTS


def in_a_transaction() -> bool:
    """Whether what is read now may never come to be."""
    return transaction.get_connection().in_atomic_block


of_this_process = Lookout()


def seen() -> Seen | None:
    """What this process knows of the content's version; see Lookout."""
    return of_this_process.seen()
