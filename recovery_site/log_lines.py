"""How a line of the log is written: JSON for machines, plain for whoever works on the site.

It holds no key of an address, and no word of an error that may quote what a visitor sent. Settings
and gunicorn both read this before anything of Django is there.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db.utils import InterfaceError, OperationalError

from recovery_site import request_ids
from recovery_site.address_keys import without_keys
from recovery_site.environment import DEBUG, LOG_FORMAT

# They say what the database said of itself, and are what an operator has to know.
ABOUT_THE_DATABASE = (InterfaceError, OperationalError)


def formatter() -> logging.Formatter:
    """How this machine wants its log."""
    return PlainLines("{levelname} {name}: {message}") if LOG_FORMAT == "plain" else JsonLines()


class PlainLines(logging.Formatter):
    """A line as people read it, an error with its traceback below."""

    def __init__(self, fmt: str) -> None:
        super().__init__(fmt, style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The line, without keys."""
        return without_keys(super().format(record))

    def formatException(self, ei: tuple[type, BaseException, object]) -> str:
        """The traceback, shy of words."""
        return told_of(ei[1])


class JsonLines(logging.Formatter):
    """One JSON object a line, an error with its traceback in one field.

    Of a record's own additions only those named `fields` are written: libraries add the request
    itself, which tells its whole address.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line: when, how bad, who says it, in which request, and what."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if request := request_ids.current():
            line["request"] = request
        line |= getattr(record, "fields", None) or {"message": without_keys(record.getMessage())}
        if record.exc_info and record.exc_info[1]:
            line["traceback"] = without_keys(told_of(record.exc_info[1]))
        return json.dumps(line)


def told_of(error: BaseException) -> str:
    """The traceback of an error; without its words, if they may quote what a visitor sent."""
    if DEBUG or not request_ids.has_words():
        return "".join(traceback.format_exception(error)).rstrip()
    return "\n\nwhile handling that:\n\n".join(map(_placed, _chain(error)))


def words_of(error: BaseException) -> str:
    """What an error says, if it cannot quote what a visitor sent; else nothing."""
    tells = isinstance(error, ABOUT_THE_DATABASE) or not request_ids.has_words()
    return str(error) if tells else ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, behind those that it came from."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before)
    yield error


def _placed(error: BaseException) -> str:
    """What kind of error it was, and where: lines of our code, no values."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    said = words_of(error) or "(its words may quote what was sent, so they are left out)"
    return "".join(
        [
            "Traceback (most recent call last):\n",
            *traceback.format_tb(error.__traceback__),
            f"{kind}: {said}",
        ]
    )
