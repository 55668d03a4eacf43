"""Addresses that hold a key: whoever has the link of an invitation needs nothing else.

deploy/nginx/http.conf leaves the same out of nginx's log.
"""

import re

# However it was typed or pasted: in capitals, with a slash or a space too many. A key may have a
# space in it, too, so in a sentence the words behind it go with it.
KEYS = re.compile(r"(/sign-off[/\s]+)[^/\n]+", re.IGNORECASE)


def without_keys(text: str) -> str:
    """A line, or a path, with each key in it left out."""
    return KEYS.sub(r"\1(key)", text)


def has_key(path: str) -> bool:
    """Whether there is one in it."""
    return KEYS.search(path) is not None
