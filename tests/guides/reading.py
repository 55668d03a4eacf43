"""Pages of the guides, read as a visitor does."""

import re

from django.test import Client

SHIPPED = ["muscle-soreness", "kratom-alkaloids", "sleep-and-recovery"]
# All there are, where a test has one guide: guide_with_cards.
PAGES = ["/", "/guides/", "/guides/soreness/"]


def text_of(client: Client, path: str) -> str:
    """A page that is there, as a whole."""
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def main_of(client: Client, path: str) -> str:
    """What a page itself says, as one line."""
    main = text_of(client, path).partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", main)


def ids_of(html: str) -> list[str]:
    """Where links may lead, in order."""
    return re.findall(r'\bid="([^"]+)"', html)


def targets_of(html: str) -> set[str]:
    """Where links inside a page do lead, and which drawings it shows."""
    return set(re.findall(r'href="#([^"]+)"', html))
