"""A name for each request: in the log, in the answer, and on the page for when we failed.

A reader who quotes it leads to the lines that were written meanwhile. It says nothing of the
reader. The thread that answered knows it until its next request: gunicorn, which writes down what
not even Django caught, does so last, and has to know that words may be in it.
"""

import os
import re
from contextvars import ContextVar
from typing import Any, NamedTuple

from recovery_site.address_keys import has_key

# What a proxy may call a request; anything else could be a word, or forge a line of the log.
ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Asked(NamedTuple):
    """What is known of the request that this thread answers."""

    id: str
    # Whether it has room for what nobody else may read: a form, the query of an address, a cookie,
    # which may open an account, or the key of a link.
    has_words: bool
    # Whether it says that it changes nothing.
    only_reads: bool


# A thread of gunicorn answers one request at a time, so this is of the latest.
_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


def begin(environ: dict[str, Any], *, trust_proxy: bool) -> str:
    """Name the request that begins; as the proxy does, where that is trusted."""
    proxys = environ.get("HTTP_X_REQUEST_ID", "") if trust_proxy else ""
    name = proxys if ID.fullmatch(proxys) else os.urandom(16).hex()
    only_reads = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    has_words = (
        not only_reads
        or bool(environ.get("QUERY_STRING"))
        or bool(environ.get("HTTP_COOKIE"))
        or has_key(environ.get("PATH_INFO", ""))
    )
    _asked.set(Asked(name, has_words, only_reads))
    return name


def end() -> None:
    """From here on this thread answers none."""
    _asked.set(None)


def current() -> str:
    """The name of the request that is answered; empty outside one."""
    asked = _asked.get()
    return asked.id if asked else ""


def has_words() -> bool:
    """Whether what goes wrong now may quote what a visitor sent."""
    asked = _asked.get()
    return asked is not None and asked.has_words


def only_reads() -> bool:
    """Whether the request that is answered says that it changes nothing."""
    asked = _asked.get()
    return asked is not None and asked.only_reads
