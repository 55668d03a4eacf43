"""Pages of the planner as tests read them."""

import re
from html import unescape
from typing import Any

from django.test import Client

PLANNER = "/planner/"


def plan_page(client: Client, typed: dict[str, Any]) -> str:
    """The page that answers, where all that was typed is good."""
    response = client.post(PLANNER, typed)
    assert response.status_code == 200, words_of(response.content.decode())
    return response.content.decode()


def words_of(html: str) -> str:
    """What stands on a page, without its elements, with one space between words."""
    return re.sub(r"(?:\s|<[^>]+>)+", " ", unescape(html))
