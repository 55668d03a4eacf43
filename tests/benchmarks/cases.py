"""What is asked for, of whom, and what it may cost."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER

GUIDE = "/guides/kratom-alkaloids/"
FILE = "/static/as-long.txt"
BROTLI, GZIP, PLAIN = {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip"}, {}
# What is asked for with a query is drawn each time.
DRAWN = "?drawn"
# Tomorrow evening is still to come at whatever time of day this runs, with all lines of its plan.
TOMORROW = {"finished_at": f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}T18:00"}
LIFTER, LEAF = EVENING_LIFTER | TOMORROW, ASKING_ABOUT_LEAF | TOMORROW
MISTAKEN = LEAF | {"goal": "", "wake_time": "half 6"}


class Server(StrEnum):
    """Who answers."""

    BARE = "bare view"
    SQLITE = "SQLite"
    POSTGRESQL = "PostgreSQL"
    NGINX = "nginx"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One request, which is sent over and over."""

    name: str
    path: str
    server: Server = Server.SQLITE
    headers: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Any] | None = None
    status: int = 200
    # Goals: the share of its yardstick's rate; how many times as long as for a bare view somebody
    # may wait who asks alone; milliseconds of a processor; queries.
    rate_at_least: float | None = None
    time_at_most: float | None = None
    cpu_at_most: float | None = None
    queries_at_most: int | None = None

    @property
    def body(self) -> str:
        """What is typed, as a form is sent; empty for what is only read."""
        return urlencode(self.typed or {}, doseq=True)


BARE = Case("bare view, 20 kB", "/", Server.BARE)
# As long as the guide in Brotli, so that nginx sends as much of either.
AS_A_FILE = Case("a file as long as the guide", FILE, Server.NGINX)


def _drawn(server: Server) -> tuple[Case, ...]:
    return (
        Case("guide, its text kept", GUIDE + DRAWN, server, cpu_at_most=8, queries_at_most=4),
        Case("planner’s form", f"/planner/{DRAWN}", server),
        Case("evidence", f"/evidence/{DRAWN}", server),
        Case("search", "/search/?q=sleep", server),
        Case("plan", "/planner/", server, {}, LIFTER, time_at_most=15, queries_at_most=3),
        Case("plan, leaf", "/planner/", server, {}, LEAF, time_at_most=15, queries_at_most=3),
        Case("calendar", "/planner/calendar/", server, {}, LEAF),
        Case("consult sheet", "/planner/consult-sheet/", server, {}, LEAF),
        Case("form with mistakes", "/planner/", server, {}, MISTAKEN, 422, cpu_at_most=25),
    )


KEPT = (
    Case("guide, Brotli", GUIDE, headers=BROTLI, rate_at_least=0.85),
    Case("guide, gzip", GUIDE, headers=GZIP, rate_at_least=0.85),
    # Four times as long as the bare view, and asked for by nobody's browser.
    Case("guide, plain", GUIDE, headers=PLAIN),
    Case("guide, not changed", GUIDE, headers=BROTLI, status=304, rate_at_least=0.9),
    Case("planner’s form, Brotli", "/planner/", headers=BROTLI, rate_at_least=0.85),
)
THROUGH_NGINX = (
    AS_A_FILE,
    Case("guide, Brotli", GUIDE, Server.NGINX, BROTLI, rate_at_least=0.6),
    Case("planner’s form, Brotli", "/planner/", Server.NGINX, BROTLI),
    Case("plan", "/planner/", Server.NGINX, {}, LIFTER),
)
CASES = (BARE, *KEPT, *_drawn(Server.SQLITE), *_drawn(Server.POSTGRESQL), *THROUGH_NGINX)
