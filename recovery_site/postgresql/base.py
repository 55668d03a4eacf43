"""Django's PostgreSQL, which gives up on a server that has frozen.

A server that is gone refuses at once. One that hangs, or whose network is cut, says nothing, and
each thread that asks it something would wait without end, until none is left for the pages that
need no database. Commands, migrations among them, may take as long as they take.
"""

from functools import partial
from threading import Lock
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from recovery_site import request_ids

# In seconds: how long a connection that was kept may take to show that it still works, and a query
# of a request. With the time to connect (settings.py), a reader has an answer within five.
CHECK, QUERY = 1.0, 2.5
# A save writes much at once, and may wait for another one.
QUERY_OF_A_CHANGE = 10.0
# How long nobody tries to connect where somebody just waited in vain.
PAUSE = 1.0


class Tries:
    """Who may try to connect: all, or after a try in vain one at a time, for the whole process.

    Else each thread would wait for a server of which another knows that it does not answer.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._was_in_vain = False
        self._nobody_until = 0.0

    def begin(self, longest: float) -> None:
        """Raises OperationalError where it is not worth a try."""
        with self._lock:
            if not self._was_in_vain:
                return
            if monotonic() < self._nobody_until:
                raise psycopg.OperationalError("the server did not answer a moment ago")
            self._nobody_until = monotonic() + longest

    def end(self, *, in_vain: bool) -> None:
        """Note what came of a try."""
        with self._lock:
            self._was_in_vain = in_vain
            self._nobody_until = monotonic() + PAUSE


tries = Tries()


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection:
        """Connect, unless another thread just waited for that in vain. Raises OperationalError."""
        tries.begin(longest=conn_params["connect_timeout"])
        in_vain = False
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            in_vain = True
            raise
        finally:
            tries.end(in_vain=in_vain)
        # psycopg has no setting for it. All that it waits for, it waits for here.
        connection.wait = partial(_wait, connection, connection.wait)
        return connection

    def is_usable(self) -> bool:
        """Whether the server answers on this connection, soon."""
        if self.connection is None:
            return False
        self.connection.patience = CHECK
        try:
            return super().is_usable()
        finally:
            self.connection.patience = None


def _wait(connection: psycopg.Connection, wait: Any, *arguments: Any, **options: Any) -> Any:
    """psycopg's own wait, but not for ever. Raises OperationalError, and the connection is over."""
    patience = getattr(connection, "patience", None) or _patience()
    try:
        return wait(*arguments, **{"timeout": patience} | options)
    except psycopg.errors._WaitTimeout as error:
        # What is asked next would get the answer to this.
        connection.close()
        raise psycopg.OperationalError(
            f"the server did not answer within {patience} seconds"
        ) from error


def _patience() -> float | None:
    """How long a query may take; as long as it takes outside a request."""
    if not request_ids.current():
        return None
    return QUERY if request_ids.only_reads() else QUERY_OF_A_CHANGE
