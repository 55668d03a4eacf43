"""Several people, or processes, who write at one moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection

where_rows_are_locked = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite lets one transaction at a time write, from its start",
)

Step = Callable[[], object]


def at_once(*steps: Step) -> list[object]:
    """Take steps together, a tenth of a second apart."""

    def take(number: int) -> object:
        sleep(number / 10)
        return on_its_own(steps[number])

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(take, range(len(steps))))


def on_its_own(step: Step) -> object:
    """Take a step, and leave no connection of its thread behind."""
    try:
        return step()
    finally:
        connection.close()
