"""Visitors who go on asking while something is done to the site, and note what went wrong."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import cycle
from threading import Event, Thread
from time import monotonic
from urllib.parse import urlencode

from tests.browser.answers import typed
from tests.deploy.asking import Line

# In seconds; longer than nginx waits for a replica, so that a visitor hears what nginx says.
PATIENCE = 30


@dataclass(frozen=True)
class Errand:
    """Something that a visitor asks for."""

    path: str
    method: str = "GET"
    body: str | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


READING = [
    Errand("/guides/muscle-soreness/"),
    Errand("/"),
    Errand("/evidence/"),
    Errand("/planner/"),
]
SEARCHING = [Errand("/search/?q=soreness")]
# With a query no page is kept.
DRAWN = [Errand("/guides/muscle-soreness/?drawn"), Errand("/evidence/?drawn")]


def planning() -> list[Errand]:
    """Good answers to the planner, told from now."""
    return [Errand("/planner/", "POST", urlencode(typed(), doseq=True))]


@dataclass
class Visits:
    """How often it went well, and each time that it did not."""

    went_well: int = 0
    failures: list[str] = field(default_factory=list)
    # In seconds, of all that were answered.
    slowest: float = 0

    @property
    def asked(self) -> int:
        """How many requests are over."""
        return self.went_well + len(self.failures)


@contextmanager
def visitors(
    url: str, errands: Sequence[Errand], count: int = 2, *, keeps_connection: bool = False
) -> Iterator[Visits]:
    """So many visitors at once, each of whom does one errand after another until the block ends."""
    visits, over = Visits(), Event()

    def visit(turn: int) -> None:
        rounds = cycle([*errands[turn:], *errands[:turn]])
        line = Line()
        while not over.is_set():
            errand, began = next(rounds), monotonic()
            try:
                answer = line.ask(
                    f"{url}{errand.path}",
                    errand.method,
                    errand.body,
                    {"Content-Type": "application/x-www-form-urlencoded"} if errand.body else {},
                    timeout=PATIENCE,
                )
            except (OSError, HTTPException) as error:
                visits.failures.append(f"{errand}: {error!r}")
            else:
                visits.slowest = max(visits.slowest, monotonic() - began)
                if answer.status == 200:
                    visits.went_well += 1
                else:
                    visits.failures.append(f"{errand}: {answer.status}")
            if not keeps_connection:
                line.close()
            over.wait(0.02)
        line.close()

    threads = [
        Thread(target=visit, args=(turn % len(errands),), daemon=True) for turn in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        yield visits
    finally:
        over.set()
        for thread in threads:
            thread.join(PATIENCE)
