"""What a word is: the same for what people type and for what entries hold."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz.distance import OSA

WORD = re.compile(r"[^\W_]+")

# No entry is about these, and almost every entry has them. PostgreSQL's English dictionary leaves
# out the same words; SQLite has no list of its own.
COMMON = frozenset(
    WORD.findall("""
    a about above after again against all am an and any are as at be because been before being
    below between both but by can could did do does doing don down during each few for from
    further had has have having he her here hers herself him himself his how i if in into is it
    its itself just me more most my myself no nor not now of off on once only or other our ours
    ourselves out over own re s same she should so some such t than that the their theirs them
    themselves then there these they this those through to too under until up very was we were
    what when where which while who whom why will with would you your yours yourself yourselves
    """)
)

# How wrong a word may be: below four letters almost any word is a step away from another.
SHORT, LONG = 4, 8
# A beginning of one or two letters says nothing.
BEGINNING = 3


def folded(text: str) -> str:
    """A text without capitals and accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(folded(text))


def steps_allowed(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped with the next."""
    return (len(word) >= SHORT) + (len(word) >= LONG)


def nearest(word: str, vocabulary: Iterable[str]) -> str | None:
    """The word of a vocabulary that somebody meant, or None if none is near enough."""
    allowed = steps_allowed(word)
    near = [
        # People seldom mistype the first letter. The word itself decides what is left, so that
        # the same mistake always gets the same answer.
        (steps, other[0] != word[0], abs(len(other) - len(word)), other)
        for other in vocabulary
        if (steps := OSA.distance(word, other, score_cutoff=allowed)) <= allowed
    ]
    return min(near)[-1] if near else None
