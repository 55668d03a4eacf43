"""Visitors who go on while something is broken."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.deploy.visiting import DRAWN, READING, SEARCHING, Errand, Visits, planning, visitors
from tests.faults.healing import STARTS_WITHIN, seconds_until

# At once.
VISITORS = 4


def everything() -> list[Errand]:
    """Kept pages, drawn pages, searches, and plans."""
    return [*READING, *DRAWN, *SEARCHING, *planning()]


@contextmanager
def visited(url: str, **how: int | bool) -> Iterator[Visits]:
    """Visitors who go on until some more went well after the end of the block."""
    with visitors(url, everything(), **{"count": VISITORS} | how) as visits:
        went_on(visits)
        yield visits
        went_on(visits)


def went_on(visits: Visits) -> None:
    """Wait until each errand was done once more, well or not."""
    enough = visits.asked + len(everything())
    seconds_until(lambda: visits.asked >= enough, within=STARTS_WITHIN)
