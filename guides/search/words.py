"""What a word is: the same for what people type and for what entries hold."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from rapidfuzz.distance import OSA

WORD = re.compile(r"[^\W_]+")
# What stands behind the apostrophe of “it’s”, “I’ve” and “shouldn’t” is no word.
SHORTENED = re.compile(r"(?<=[^\W_])['’](?:d|ll|m|re|s|t|ve)(?![^\W_])")

# The first parts of “isn’t” and the like, which people also type as “isnt”.
NEGATED = WORD.findall("""
    ain aren can couldn didn doesn don hadn hasn haven isn mustn needn shouldn wasn weren won
    wouldn
""")

# No entry is about these, and almost every entry has them. PostgreSQL's English dictionary leaves
# out nearly the same words; SQLite has no list of its own.
COMMON = frozenset(
    WORD.findall("""
    a about above after again against all am an and any are as at be because been before being
    below between both but by can could did do does doing don down during each few for from
    further had has have having he her here hers herself him himself his how i if in into is it
    its itself just me more most my myself no nor not now of off on once only or other our ours
    ourselves out over own re s same she should so some such t than that the their theirs them
    themselves then there these they this those through to too under until up very was we were
    what when where which while who whom why will with would you your yours yourself yourselves
    im ive thats whats youre
    """)
) | {form for word in NEGATED for form in (word, f"{word}t")}

# Below four letters almost any word is a step away from another; so are many of four and five, and
# from eight on a word stays itself with two steps. The project's decision on search says more.
SHORT, MIDDLE, LONG = 4, 6, 8
VOWELS = frozenset("aeiouy")
# A beginning of one or two letters says nothing.
BEGINNING = 3


def folded(text: str) -> str:
    """A text without capitals and accents, and with plain letters for signs such as ﬁ."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(SHORTENED.sub("", folded(text)))


def steps_allowed(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped with the next."""
    return (len(word) >= SHORT) + (len(word) >= LONG)


def nearest(typed: str, vocabulary: Iterable[str]) -> str | None:
    """The word of a vocabulary that somebody meant, or None if none is near enough."""
    allowed = steps_allowed(typed)
    near = [
        # The word itself decides what is left, so that the same mistake gets the same answer.
        (steps, abs(len(word) - len(typed)), word)
        for word in vocabulary
        # People seldom mistype the first letter.
        if word[0] == typed[0]
        and (steps := OSA.distance(typed, word, score_cutoff=allowed)) <= allowed
        and (len(typed) >= LONG or _is_slip(typed, word))
    ]
    return min(near)[-1] if near else None


def _is_slip(typed: str, meant: str) -> bool:
    """Whether the one step between two short words is one that seldom makes another real word."""
    if len(typed) < len(meant) or sorted(typed) == sorted(meant):
        # A letter is missing, or two are swapped.
        return True
    if len(typed) > len(meant):
        return len(typed) >= MIDDLE or _runs(typed) == _runs(meant)
    [(wrong, right)] = [pair for pair in zip(typed, meant, strict=True) if pair[0] != pair[1]]
    return len(typed) >= MIDDLE and {wrong, right} <= VOWELS


def _runs(word: str) -> list[str]:
    """The letters of a word, each once where it is doubled."""
    return [letter for letter, _ in groupby(word)]
