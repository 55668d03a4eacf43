"""Pages of the planner as tests read them."""

import re
from html import unescape


def words_of(html: str) -> str:
    """What stands on a page, without its elements, with one space between words."""
    return re.sub(r"(?:\s|<[^>]+>)+", " ", unescape(html))
