"""Requests as they are on the wire, and answers as they come: not unpacked, not followed."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body, where it is not packed."""
        return self.body.decode()


def ask(
    url: str,
    method: str = "GET",
    body: bytes | str | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = 60,
) -> Answer:
    """Ask once, over a connection of its own. Raises OSError or HTTPException if it breaks off."""
    line = Line()
    try:
        return line.ask(url, method, body, headers, timeout)
    finally:
        line.close()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what nginx does beside its answer; ten seconds at most."""
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("It did not happen")


class Line:
    """A connection to one site, which is used for one request after another."""

    def __init__(self) -> None:
        self._connection: HTTPConnection | None = None

    def ask(
        self,
        url: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Answer:
        """Ask over it, or over a new one if the site said after the last answer that it is over.

        Raises OSError or HTTPException if it breaks off.
        """
        address = urlsplit(url)
        if self._connection is None:
            self._connection = HTTPConnection(address.hostname, address.port, timeout=timeout)
        path = url.partition(address.netloc)[2] or "/"
        try:
            self._connection.request(method, path, body, dict(headers or {}))
            response = self._connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        except (OSError, HTTPException):
            self.close()
            raise

    def close(self) -> None:
        """End it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
