"""What of an address must not be written in a log: the keys that some of them hold.

Settings and gunicorn both read this before anything of Django is there.
"""

import logging
import re

# Whoever has the link of an invitation needs nothing else (guides/sign_off.py).
KEYS = re.compile(r"(/sign-off/)[^/\s]+")


def without_keys(text: str) -> str:
    """A line, or a path, with each key in it left out."""
    return KEYS.sub(r"\1(key)", text)


class WithoutKeys(logging.Filter):
    """Lets every record pass, without the keys in its message."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        message = record.getMessage()
        if KEYS.search(message):
            record.msg, record.args = without_keys(message), ()
        return True
