"""Several people, or processes, who write at one moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection

where_rows_are_locked = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite lets one transaction at a time write, from its start",
)

Step = Callable[[], object]

# In seconds: nothing that is waited for here takes so long.
LONG = 20
WAITING = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
    )
"""


def at_once(*steps: Step) -> list[object]:
    """Take steps together, a tenth of a second apart."""

    def take(number: int) -> object:
        sleep(number / 10)
        return on_its_own(steps[number])

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(take, range(len(steps))))


def in_the_midst_of(first: Step, *, after: str, second: Step) -> None:
    """Take a second step once the first has told the database something, such as “UPDATE …”.

    The first goes on when the second is done, or waits for it.
    """
    is_there, may_go_on = Event(), Event()

    def pause(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        answer = execute(sql, *others)
        if after in sql and not is_there.is_set():
            is_there.set()
            may_go_on.wait(LONG)
        return answer

    def first_with_a_pause() -> None:
        with connection.execute_wrapper(pause):
            first()

    with ThreadPoolExecutor(2) as threads:
        going_on = threads.submit(on_its_own, first_with_a_pause)
        assert is_there.wait(LONG), f"It never told the database: {after}"
        coming = threads.submit(on_its_own, second)
        give_up_at = monotonic() + LONG
        while not (coming.done() or _somebody_waits()) and monotonic() < give_up_at:
            sleep(0.01)
        may_go_on.set()
        going_on.result()
        coming.result()


def on_its_own(step: Step) -> object:
    """Take a step, and leave no connection of its thread behind."""
    try:
        return step()
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])
