"""Stores that are away, and how long it takes until all is well again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException

from deploy.cluster import Cluster, Replica
from deploy.processes import Process
from tests.deploy.asking import ask

# In seconds: within which all is well again, without anybody's help.
WITHIN = 10
# A busy machine takes its time to load the site.
STARTS_WITHIN = 60
DRAWN = "/evidence/?drawn"


@contextmanager
def away(store: Process, way: str) -> Iterator[None]:
    """Without a store until the end of the block: one of WAYS."""
    getattr(store, way)()
    try:
        yield
    finally:
        if way == "freeze":
            store.thaw()
        else:
            store.start()


def healed(cluster: Cluster, *, within: float = WITHIN) -> float:
    """The seconds until each replica is ready and draws pages. Raises AssertionError if too many.

    Whatever the test does, another begins with all of it well.
    """
    seconds = seconds_until(lambda: all(map(_serves, cluster.replicas)), within=STARTS_WITHIN)
    cluster.settle()
    assert seconds < within, f"It took {seconds:.1f} seconds"
    return seconds


def seconds_until(is_so: Callable[[], bool], *, within: float) -> float:
    """The seconds until it is so. Raises AssertionError if it never is."""
    began = time.monotonic()
    while time.monotonic() < began + within:
        if is_so():
            return time.monotonic() - began
        time.sleep(0.1)
    raise AssertionError(f"It did not happen within {within} seconds")


def _serves(replica: Replica) -> bool:
    try:
        return all(ask(f"{replica.url}{path}").status == 200 for path in (DRAWN, "/readyz"))
    except (OSError, HTTPException):
        return False
