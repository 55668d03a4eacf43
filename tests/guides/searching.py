"""Search as tests ask it: of the rows as they are now, at a noon after all was published."""

from datetime import timedelta

from guides.search import Results, index, search
from tests.factories import PUBLISHED_AT

NOON = PUBLISHED_AT + timedelta(days=1)


def looked_up(query: str) -> Results:
    """What search says, of the rows as they are now."""
    index.bring_up_to_date()
    return search(query, NOON)


def found(query: str) -> list[str]:
    """The addresses that search gives, in their order."""
    return [result.address for result in looked_up(query).found]


def titles(query: str) -> list[str]:
    """The titles that search gives, in their order."""
    return ["".join(piece.text for piece in result.title) for result in looked_up(query).found]


def marked(query: str) -> list[str]:
    """The words that are marked, titles first."""
    return [
        piece.text
        for result in looked_up(query).found
        for piece in (*result.title, *result.excerpt)
        if piece.is_marked
    ]
