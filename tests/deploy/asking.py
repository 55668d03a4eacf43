"""Requests as they are on the wire, and answers as they come: not unpacked, not followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
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
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname, address.port, timeout=timeout)
    try:
        path = f"{address.path or '/'}{'?' if address.query else ''}{address.query}"
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()
