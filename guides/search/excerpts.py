"""What of a text is shown, with the words that were found apart from the rest.

In pieces rather than HTML, so that the template marks them and escaping stays on.
"""

import re
from typing import NamedTuple

from guides.search.backend import END, MARK

# In letters: how much is shown, and how far it may begin before what was found, or go on longer,
# for the sake of whole sentences.
LENGTH = 240
NEAR = 100

SENTENCE_END = re.compile(r"[.!?][”’)]?(?= )")
PIECES = re.compile(f"{MARK}([^{END}]*){END}|([^{MARK}]+)")


class Piece(NamedTuple):
    """A part of a text, and whether it was found."""

    text: str
    is_marked: bool


def pieces(marked: str) -> list[Piece]:
    """A marked text in pieces, in order."""
    return [Piece(found or rest, bool(found)) for found, rest in PIECES.findall(marked)]


def excerpt(marked: str) -> list[Piece]:
    """The part of a marked text that holds most of what was found.

    In whole sentences, if they are not too long: half of one may say the opposite.
    """
    whole = pieces(marked.replace("\n", " "))
    text = "".join(piece.text for piece in whole)
    start = _start(text, _best_place(whole))
    end = _end(text, start + LENGTH)
    shown = _between(whole, start, end)
    if start:
        shown.insert(0, Piece("… ", is_marked=False))
    if end < len(text):
        shown.append(Piece(" …", is_marked=False))
    return shown


def _best_place(whole: list[Piece]) -> int:
    """The place from which most of the different words are shown; of equals the first."""
    found: list[tuple[int, str]] = []
    place = 0
    for piece in whole:
        if piece.is_marked:
            found.append((place, piece.text.casefold()))
        place += len(piece.text)
    return max(
        [0, *(place for place, _ in found)],
        key=lambda best: len(
            {word for place, word in found if best <= place < best + LENGTH - NEAR}
        ),
    )


def _start(text: str, place: int) -> int:
    """Where to begin, so that a place is shown with some words before it."""
    start = max(0, place - NEAR)
    if start and (found := SENTENCE_END.search(text, start, place)):
        return found.end() + 1
    return start and text.rfind(" ", 0, start) + 1


def _end(text: str, end: int) -> int:
    """Where to stop, about there."""
    if found := SENTENCE_END.search(text, end, end + NEAR):
        return found.end()
    if len(text) <= end + NEAR:
        return len(text)
    blank = text.rfind(" ", end - NEAR, end)
    return blank if blank > 0 else end


def _between(whole: list[Piece], start: int, end: int) -> list[Piece]:
    shown = []
    place = 0
    for text, is_marked in whole:
        if cut := text[max(0, start - place) : max(0, end - place)]:
            shown.append(Piece(cut, is_marked))
        place += len(text)
    return shown
