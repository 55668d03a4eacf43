"""Which of the entries that a database found come first: one rule, the same on every database.

A word of a question counts for how well it tells these entries apart: one that most of them go by
counts little. It counts most where it names an entry or what that is part of, and less where it is
only said. A name that says little else counts more, and so do words that stand together. An entry
that lacks some of the words counts less.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import log
from typing import NamedTuple

from guides.choices import SearchKind
from guides.search.backend import STATEMENTS, Group, Hit
from guides.search.excerpts import pieces
from guides.search.meanings import FRAMING
from guides.search.words import COMMON, words_of

# What a word is worth by where it stands, and what it is that stands for the one that was typed.
TITLE, NAMES, PART_OF, TEXT = 4.0, 2.0, 2.5, 1.0
STANDS_FOR = 0.8
# What an entry gains for each two words of the question that stand together in it.
TOGETHER = 0.25
# In a text of that many words, it says little more to have a word more often than that.
ORDINARY_LENGTH, OFTEN = 120, 1.2

# What explains a thing goes before what states one fact of it, which weighs 1.
EXPLAINS = {SearchKind.SECTION: 1.25, SearchKind.TERM: 1.1}
# A guide is the answer to a word, and the more is asked, the more one of its sections is.
WHOLE_GUIDE = 0.8
# What only leads to a question of the planner's goes after it, the more so if not named by a word.
LEADS_ON, NAMED, NOT_NAMED = SearchKind.SAFETY_FACTOR, 0.7, 0.4


class Asked(NamedTuple):
    """A word of a question, or several any of which will do; those that were typed first."""

    words: Group
    # Beside a word that an entry has to have, which is worth 1.
    worth: float = 1.0


# Of each word of a text that says something: which word of the question it is, and its worth.
Places = Sequence[tuple[int, float] | None]
# How strongly each word of the question, by its number, stands in a text.
Strengths = dict[int, float]


@dataclass(frozen=True, slots=True)
class Found:
    """How strongly each word of the question stands in each text of one hit."""

    title: Strengths
    names: Strengths
    part_of: Strengths
    text: Strengths
    # How many two words of the question stand together.
    pairs: int


def ranked(hits: Sequence[Hit], asked: Sequence[Asked]) -> list[Hit]:
    """Hits by how well they answer, the best first; of equals, as the database had them.

    Without those that have no word themselves, and are only part of something that has one.
    """
    question = _Question(asked)
    found = [(hit, question.found_in(hit)) for hit in hits]
    kept = [(hit, each) for hit, each in found if each.title or each.names or each.text]
    telling = _telling([each for _, each in kept], asked)
    kept.sort(key=lambda pair: -_score(*pair, telling))
    return [hit for hit, _ in kept]


class _Question:
    """The words that were asked, to be told apart in what a database marked."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.words = [
            (word, number, STANDS_FOR if place else 1.0)
            for number, each in enumerate(asked)
            for place, word in enumerate(each.words)
        ]
        self.known: dict[str, tuple[int, float]] = {}

    def found_in(self, hit: Hit) -> Found:
        title, names, part_of, text = map(
            self._places, (hit.title, hit.names, hit.part_of, hit.text)
        )
        if hit.kind in STATEMENTS:
            # The title of a statement is how it begins.
            title, text = [], [*title, *text]
        return Found(
            title=_share(title),
            names=_best(names),
            part_of=_best(part_of),
            text=_often(text),
            pairs=len(_pairs(title) | _pairs(names) | _pairs(text)),
        )

    def _places(self, marked: str) -> Places:
        return [
            self._which(word) if is_marked else None
            for text, is_marked in pieces(marked)
            for word in words_of(text)
            if is_marked or not (word in COMMON or word in FRAMING)
        ]

    def _which(self, form: str) -> tuple[int, float]:
        """Which word it is a form of. The database knows that there is one: the most alike."""
        if form not in self.known:
            _, number, worth = max(self.words, key=lambda each: _likeness(form, each[0]))
            self.known[form] = number, worth
        return self.known[form]


def _likeness(form: str, word: str) -> tuple[int, int]:
    """How many letters two words begin with alike; of equals, the shorter is nearer."""
    alike = takewhile(lambda both: both[0] == both[1], zip(form, word, strict=False))
    return sum(1 for _ in alike), -len(word)


def _best(places: Places) -> Strengths:
    best: Strengths = {}
    for number, worth in filter(None, places):
        best[number] = max(worth, best.get(number, 0.0))
    return best


def _share(places: Places) -> Strengths:
    """More for a title that says little else."""
    share = sum(place is not None for place in places) / max(len(places), 1)
    return {number: worth * (1 + share) / 2 for number, worth in _best(places).items()}


def _often(places: Places) -> Strengths:
    """More for what a text says often for its length, but never much more."""
    times = Counter(number for number, _ in filter(None, places))
    enough = OFTEN * (0.4 + len(places) / ORDINARY_LENGTH)
    return {
        number: worth * times[number] * (OFTEN + 1) / (times[number] + enough)
        for number, worth in _best(places).items()
    }


def _pairs(places: Places) -> set[int]:
    """Which words of the question have the next one beside them."""
    return {one[0] for one, other in pairwise(places) if one and other and one[0] + 1 == other[0]}


def _telling(found: Sequence[Found], asked: Sequence[Asked]) -> list[tuple[float, float, float]]:
    """Of each word, what it tells of an entry by being a name, and by being said; and its worth."""
    named = Counter(n for each in found for n in {*each.title, *each.names, *each.part_of})
    said = Counter(n for each in found for n in each.text)
    return [
        (
            log(1 + (len(found) + 1) / (named[number] + 0.5)),
            log(1 + (len(found) + 1) / (said[number] + 0.5)),
            each.worth,
        )
        for number, each in enumerate(asked)
    ]


def _score(hit: Hit, found: Found, telling: Iterable[tuple[float, float, float]]) -> float:
    score = covered = everything = 0.0
    for number, (as_name, as_said, worth) in enumerate(telling):
        named = max(
            TITLE * found.title.get(number, 0.0),
            NAMES * found.names.get(number, 0.0),
            PART_OF * found.part_of.get(number, 0.0),
        )
        said = TEXT * found.text.get(number, 0.0)
        score += worth * (named * as_name + said * as_said)
        # Whatever only helps may be lacking.
        if worth == 1:
            everything += as_said
            covered += as_said if named or said else 0.0
    together = 1 + TOGETHER * found.pairs
    return score * together * covered / everything * _weight(hit, found, number + 1)


def _weight(hit: Hit, found: Found, words: int) -> float:
    if hit.kind == SearchKind.GUIDE:
        return 1 + WHOLE_GUIDE / words**2
    if hit.kind == LEADS_ON:
        return NAMED if found.title or found.names else NOT_NAMED
    return EXPLAINS.get(hit.kind, 1.0)
