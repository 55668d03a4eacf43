"""Which safety factors somebody's medicines belong to, by the names they typed.

What is not found is handed back by name and never dropped, as nobody may take it for safe. Nor is
a name that is only close to one we know taken for that one: medicines with names alike exist. It
is handed back beside those that it is close to, to be asked about.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self, TypeVar

from rapidfuzz.distance import OSA

from guides.search.words import folded
from planner.core.screening import Kind, SafetyFactor
from planner.core.values import CloseName, TypedName

_BETWEEN_NAMES = re.compile(r"[,;\n/+&]|\band\b|\bor\b", re.IGNORECASE)
_IN_A_LABEL = re.compile(r"[,:;()/]|\band\b|\bor\b|\be\.g\.", re.IGNORECASE)
# A label's longer phrases describe a group; only its short ones name it.
_LONGEST_IN_A_LABEL = 2
_WORDS = re.compile(r"[^\W_]+")
# A number counts as a strength only with its unit or as 30/500: Tylenol 3 is another medicine.
_STRENGTHS = re.compile(
    r"\b\d+(?:[.,]\d+)?(?:/\d+(?:[.,]\d+)?)+\b"
    r"|(?<![\d.,])\d+(?:[.,]\d+)?\s*(?:mg|mcg|ug|ml|iu)\b"
)
# How often; a bare “night” may be part of a name, as in Panadol Night.
_HOW_OFTEN = re.compile(
    r"\b(?:(?:once|twice|\d+ times|\w+ times) )?(?:a|at|each|every|in the|per) "
    r"(?:day|evening|month|morning|night|week)s?\b|\bi am\b"
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_SIGNS = dict.fromkeys(map(ord, "™®©'’`")) | dict.fromkeys(map(ord, "\u00b5\u03bc"), "u")
_PUNCTUATION = " \t\r.,:;-_()[]'\"!"
# Said close to a name that we know, and no name itself; elsewhere it is one that is not told.
_WHAT_IT_IS = frozenset(
    """
    capsule dose drop drug extract medicine patch pill product supplement syrup tablet
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
# Said anywhere beside a name that we know, and no name itself.
_BESIDE_A_NAME = _WHAT_IT_IS | frozenset(
    """
    a an as at been for have i in my not of on only some take taking the use using with
    daily every needed once per sometimes twice weekly
    cr er hcl hydrochloride mr sodium sr xl xr
    amount food large other
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
# All that somebody may say who takes nothing.
_NOTHING = frozenset(
    {"none", "nothing", "no", "nil", "na", "n a", "not any", "no medicine", "no drug"}
    | {"no supplement", "no medicine at all"}
)

# Shorter words are a step away from too many others.
_SHORTEST_SLIP = 5
# From here on two slips are asked about: stricter than search, where lion's mane would be lindane.
_TWO_SLIPS_FROM = 10
_WORDS_IN_A_SLIP = 3
# Names to be asked about for each that is not in the list.
_MOST_CLOSE = 2

Words = tuple[str, ...]
_Name = TypeVar("_Name")


class _Known(NamedTuple):
    """A name of the list as it is spelled there, and the keys of the factors that have it."""

    spelled: str
    keys: set[str]


class _Word(NamedTuple):
    """A word to compare, and where it stands in the plain text."""

    plain: str
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class _Text:
    """What was typed, plain enough to compare, with the place where each sign of it was typed."""

    typed: str
    plain: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, typed: str) -> Self:
        signs = [(sign, place) for place, one in enumerate(typed) for sign in _plain(one)]
        return cls(typed, "".join(sign for sign, _ in signs), tuple(place for _, place in signs))

    def without(self, pattern: re.Pattern[str]) -> Self:
        """The same text, blank where the pattern was, so that places stay."""
        blank = pattern.sub(lambda found: " " * len(found[0]), self.plain)
        return type(self)(self.typed, blank, self.places)

    def parts(self) -> Iterator[tuple[int, int]]:
        """Where each part opens and closes that stands apart from the others."""
        opens = 0
        for between in _BETWEEN_NAMES.finditer(self.plain):
            yield opens, between.start()
            opens = between.end()
        yield opens, len(self.plain)

    def words(self, opens: int, closes: int) -> list[_Word]:
        found = _WORDS.finditer(self.plain, opens, closes)
        return [_Word(_singular(word[0]), *word.span()) for word in found]

    def stripped(self, opens: int, closes: int) -> str:
        """A piece of the text as it was typed, without blanks around it; empty if it is blank."""
        piece = self.plain[opens:closes]
        start = len(piece) - len(piece.lstrip())
        return self.quoted(opens + start, opens + len(piece.rstrip())) if piece.strip() else ""

    def quoted(self, opens: int, closes: int) -> str:
        """A piece of the text as it was typed, with one space between words."""
        last = self.places[closes - 1] + 1
        while last < len(self.typed) and unicodedata.combining(self.typed[last]):
            last += 1
        return " ".join(self.typed[self.places[opens] : last].split())


@dataclass(frozen=True, slots=True)
class Found:
    """The typed names that factors have, and those that none has, as they were typed."""

    named: tuple[TypedName, ...]
    unlisted: tuple[str, ...]
    # Names of the list that some of the latter may be.
    close: tuple[CloseName, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The factors whose names were typed."""
        return frozenset(name.key for name in self.named)


def look_up(typed: str, factors: Iterable[SafetyFactor]) -> Found:
    """Find typed names among the factors that are medicines, by label and by the names in use.

    Names stand apart by commas, lines, “and” and the like. Beside a name that we know, its
    strength and how often are passed over; a part without one is handed back whole.
    """
    text = _Text.of(typed)
    if not typed.strip(_PUNCTUATION) or " ".join(_words(text.plain)) in _NOTHING:
        return Found((), ())
    known = _names(factors)
    compared = text.without(_STRENGTHS).without(_HOW_OFTEN)
    parts = [_look_at(part, text, compared, known) for part in compared.parts()]
    named = [name for part in parts for name in part.named]
    unlisted = [name for part in parts for name in part.unlisted]
    if not named and not unlisted:
        # A strength alone, say: it is something, and we cannot tell what.
        unlisted.append(" ".join(typed.split()))
    return Found(
        tuple(_once(named, lambda name: (name.name, name.key))),
        tuple(_once(unlisted, folded)),
        tuple(
            _once(
                (one for part in parts for one in part.close),
                lambda one: (folded(one.typed), one.name),
            )
        ),
    )


def _look_at(
    part: tuple[int, int], text: _Text, compared: _Text, known: dict[Words, _Known]
) -> Found:
    """What one part of the text has; what it is compared by has no strengths."""
    words = compared.words(*part)
    names = list(_known_names(words, known))
    if names:
        quoted = _beside(words, names, compared, part)
    elif " ".join(word.plain for word in words) in _NOTHING:
        quoted = ""
    else:
        quoted = text.stripped(*part) if compared.stripped(*part).strip(_PUNCTUATION) else ""
    named = [
        TypedName(
            name=" ".join(word.plain for word in name),
            key=key,
            typed=text.quoted(name[0].opens, name[-1].closes),
        )
        for name in names
        for key in _keys_of(name, known)
    ]
    strange = _not_in(names, words)
    looked_for = tuple(word.plain for word in strange if word.plain not in _BESIDE_A_NAME)
    close = tuple(_close(quoted, looked_for, known)) if quoted else ()
    return Found(tuple(named), (quoted,) if quoted else (), close)


def _known_names(words: list[_Word], known: dict[Words, _Known]) -> Iterator[list[_Word]]:
    """The known names among some words, the longest first."""
    longest = max(map(len, known), default=0)
    start = 0
    while start < len(words):
        for length in range(min(longest, len(words) - start), 0, -1):
            inside = words[start : start + length]
            if tuple(word.plain for word in inside) in known:
                yield inside
                start += length
                break
        else:
            start += 1


def _keys_of(name: list[_Word], known: dict[Words, _Known]) -> list[str]:
    """The factors of a name and of the shorter ones inside it: Tylenol PM is Tylenol too."""
    inner = _inside(tuple(word.plain for word in name))
    return sorted({key for words in inner if words in known for key in known[words].keys})


def _not_in(names: list[list[_Word]], words: list[_Word]) -> list[_Word]:
    return [word for word in words if not any(word in name for name in names)]


def _beside(
    words: list[_Word], names: list[list[_Word]], text: _Text, part: tuple[int, int]
) -> str:
    """What stands beside known names and may be another, as it was typed; empty if nothing does."""
    in_names = {word for name in names for word in name}
    left = []
    for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
        is_of_a_name = word.plain in _WHAT_IT_IS and in_names & {before, after}
        passed_over = is_of_a_name or word.plain in _BESIDE_A_NAME - _WHAT_IT_IS
        if word not in in_names and not passed_over:
            left.append(text.quoted(word.opens, word.closes))
    # A sign is no letter, and may stand for something all the same.
    signs = [sign for sign in text.plain[slice(*part)] if unicodedata.category(sign) == "So"]
    return " ".join([*left, *signs])


def _once(names: Iterable[_Name], alike: Callable[[_Name], Hashable]) -> Iterable[_Name]:
    """The names in order, of those that are alike the first."""
    first: dict[Hashable, _Name] = {}
    for name in names:
        first.setdefault(alike(name), name)
    return first.values()


def _close(typed: str, words: Words, known: dict[Words, _Known]) -> Iterator[CloseName]:
    """The names of the list that an unlisted one may be by a slip or two, or that it begins."""
    pieces = {
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _WORDS_IN_A_SLIP, len(words)) + 1)
    }
    pieces = {piece for piece in pieces if len(piece) >= _SHORTEST_SLIP}
    near: list[tuple[int, str, Words]] = []
    for name, entry in known.items():
        bare = "".join(name)
        slips = [_slips(piece, bare) for piece in pieces if piece[0] == bare[0]]
        steps = min((slip for slip in slips if slip is not None), default=None)
        if steps is not None:
            near.append((steps, entry.spelled, name))
        elif pieces and name[: len(words)] == words:
            near.append((len(bare), entry.spelled, name))
    for _, spelled, name in sorted(near)[:_MOST_CLOSE]:
        yield CloseName(typed, spelled, tuple(sorted(known[name].keys)))


def _slips(typed: str, name: str) -> int | None:
    """How many slips lie between them; None if too many for their length."""
    if len(name) < _SHORTEST_SLIP:
        return None
    allowed = 1 + (len(typed) >= _TWO_SLIPS_FROM)
    steps = OSA.distance(typed, name, score_cutoff=allowed)
    return steps if steps <= allowed else None


def _names(factors: Iterable[SafetyFactor]) -> dict[Words, _Known]:
    known: dict[Words, _Known] = {}
    for factor in factors:
        if factor.kind is Kind.MEDICINE:
            for name in (*_names_in(factor.label), *factor.examples):
                for words in _ways_to_write(name):
                    known.setdefault(words, _Known(name, set())).keys.add(factor.key)
    return known


def _names_in(label: str) -> Iterator[str]:
    """The names in a label: all of it, and its short phrases, without “medicines” and the like."""
    yield label
    for phrase in _IN_A_LABEL.split(label):
        words = _words(_plain(phrase))
        name = " ".join(word for word in words if word not in _BESIDE_A_NAME)
        if len(words) <= _LONGEST_IN_A_LABEL and len(name) > 2:
            yield name


def _ways_to_write(name: str) -> Iterator[Words]:
    """A name as words, and each part around a bracket: Zaza (tianeptine); 5-HTP as 5HTP too."""
    for part in (name, *re.split(r"[()]|\be\.g\.", name)):
        words = _words(_plain(part))
        if any(word not in _BESIDE_A_NAME for word in words):
            yield words
        if re.search(r"\d-|-\d|\b(?:co|pre)-", part):
            yield _words(_plain(part).replace("-", ""))


def _inside(words: Words) -> Iterator[Words]:
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield words[start:end]


def _plain(text: str) -> str:
    """Text without case, accents, apostrophes and trade marks, with plain dashes."""
    return folded(text.translate(_SIGNS).translate(_DASHES))


def _words(text: str) -> Words:
    return tuple(map(_singular, _WORDS.findall(text)))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
