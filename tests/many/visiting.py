"""Requests as the server sees them, answered by the whole stack without a socket."""

import gzip
import sys
import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recovery_site import request_ids
from recovery_site.wsgi import application


def worked() -> float:
    """For how many seconds this process and its database have been at work.

    Not the time of day: whatever else the machine does, and waiting for the disk, is no part of
    it. A database on another machine is not counted.
    """
    return time.process_time() + _worked_of(_database_process())


def _database_process() -> int | None:
    """The process that answers our connection, if it is another than this one."""
    if connection.vendor != "postgresql":
        return None
    connection.ensure_connection()
    return connection.connection.info.backend_pid


def _worked_of(process: int | None) -> float:
    if process is None:
        return 0
    nanoseconds = Path(f"/proc/{process}/schedstat").read_text().split()[0]
    return int(nanoseconds) / 1e9


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its status and text, and for how long site and database worked on it."""

    status: int
    body: bytes
    seconds: float
    queries: list[dict[str, str]]

    @property
    def text(self) -> str:
        """The page as it reads."""
        return self.body.decode()


@dataclass
class Visitor:
    """A browser, with the cookies of whoever is signed in."""

    cookies: dict[str, str] = field(default_factory=dict)
    counts_queries: bool = False

    @classmethod
    def signed_in(cls, account: Any) -> "Visitor":
        """The browser of an editor."""
        client = Client()
        client.force_login(account)
        if SESSION_KEY not in client.session:
            raise ValueError("Nobody is signed in.")
        return cls({name: cookie.value for name, cookie in client.cookies.items()})

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, b"")

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        """Send a form, with a token that goes with a cookie of ours."""
        token = "a" * 32
        self.cookies[settings.CSRF_COOKIE_NAME] = token
        typed = {**fields, "csrfmiddlewaretoken": token}
        return self._ask("POST", path, urlencode(typed, doseq=True).encode())

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "HTTP_ACCEPT_ENCODING": "gzip",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "wsgi.input": BytesIO(body),
        }
        answered: list[tuple[str, list]] = []
        queries: list[dict[str, str]] = []
        starts_at = worked()
        if self.counts_queries:
            with CaptureQueriesContext(connection) as captured:
                content = self._read(environ, answered)
            queries = captured.captured_queries
        else:
            content = self._read(environ, answered)
        seconds = worked() - starts_at
        status, headers = answered[0]
        if dict(headers).get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return Answer(int(status.split()[0]), content, seconds, queries)

    def _read(self, environ: dict[str, Any], answered: list) -> bytes:
        response = application(
            environ, lambda status, headers, *error: answered.append((status, headers))
        )
        content = b"".join(response)
        response.close()
        # What is done between visits is no request, and may take as long as it takes.
        request_ids.end()
        return content
