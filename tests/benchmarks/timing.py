"""Things timed in turns, so that whatever else the machine does falls on all of them alike."""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]
COLUMNS = ("fastest", "median", "95th", "× bare", "queries", "bytes", "gzip")
HEAD = " " * 30 + "".join(f"{name:>9}" for name in COLUMNS)


@dataclass
class Case:
    """Something to time, and what was found out about it."""

    name: str
    act: Callable[[], object]
    queries: int = 0
    bytes: str = ""
    gzip: str = ""
    seconds: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """How long it takes: the median."""
        return median(self.seconds) * 1000


class Request:
    """A request that a browser sends, answered by the whole stack without a socket."""

    def __init__(self, application: Application, path: str, typed: dict | None = None) -> None:
        self.application = application
        self.body = urlencode(typed, doseq=True).encode() if typed else b""
        self.environ = {
            "REQUEST_METHOD": "POST" if typed else "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if typed else "",
            "CONTENT_LENGTH": str(len(self.body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
        }

    def __call__(self, encoding: str = "gzip") -> tuple[int, int]:
        """Send it; the status, and the length of what came back."""
        answered: list[str] = []
        response = self.application(
            {**self.environ, "HTTP_ACCEPT_ENCODING": encoding, "wsgi.input": BytesIO(self.body)},
            lambda status, headers, *error: answered.append(status),
        )
        length = sum(map(len, response))
        response.close()
        return int(answered[0].split()[0]), length


def asked(name: str, request: Request, *, status: int = 200) -> Case:
    """A case for a request, with its lengths. Raises ValueError for an unexpected answer."""
    got, length = request("identity")
    if got != status:
        raise ValueError(f"{name}: answered with {got}, not with {status}")
    return Case(name, request, bytes=f"{length:,}", gzip=f"{request()[1]:,}")


def measure(cases: Iterable[Case], *, seconds: float) -> None:
    """Time the cases in turns for about that long, once each of them is warm."""
    for case in cases:
        case.act()
        with CaptureQueriesContext(connection) as queries:
            case.act()
        case.queries = len(queries)
    ends_at = time.perf_counter() + seconds
    while time.perf_counter() < ends_at:
        for case in cases:
            starts_at = time.perf_counter()
            case.act()
            case.seconds.append(time.perf_counter() - starts_at)


def table(cases: list[Case]) -> str:
    """What was found, in milliseconds; the first case is what the others are compared with."""
    bare, lines = cases[0].milliseconds, [HEAD]
    for case in cases:
        typical, rare = case.milliseconds, quantiles(case.seconds, n=20)[-1] * 1000
        lines.append(
            f"{case.name:30}{min(case.seconds) * 1000:9.2f}{typical:9.2f}{rare:9.2f}"
            f"{typical / bare:9.1f}{case.queries:9}{case.bytes:>9}{case.gzip:>9}"
        )
    return "\n".join(lines)
