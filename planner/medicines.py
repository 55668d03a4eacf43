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
    r"\b\d+(?:[.,]\d+)?(?:/\d+(?:[.,]\d+)?)+\b|\b\d+(?:[.,]\d+)?\s*(?:mg|mcg|ug|ml|iu)\b"
)
# How often; a bare “night” may be part of a name, as in Panadol Night.
_HOW_OFTEN = re.compile(
    r"\b(?:(?:once|twice|\d+ times|\w+ times) )?(?:a|at|each|every|in the|per) "
    r"(?:day|evening|month|morning|night|week)s?\b|\bi am\b"
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_SIGNS = dict.fromkeys(map(ord, "™®©'’`")) | dict.fromkeys(map(ord, "\u00b5\u03bc"), "u")
_PUNCTUATION = " \t\r.,:;-_()[]'\"!"
# Said beside a name that we know, and no name itself.
_BESIDE_A_NAME = frozenset(
    """
    a an as at been for have i in my not of on only some take taking the use using with
    capsule daily dose drop every needed once patch per pill sometimes syrup tablet twice weekly
    cr er hcl hydrochloride mr sodium sr xl xr
    amount drug extract food large medicine other product supplement
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
    text = text.without(_STRENGTHS).without(_HOW_OFTEN)
    known = _names(factors)
    named: list[TypedName] = []
    unlisted: list[str] = []
    close: list[CloseName] = []
    for opens, closes in text.parts():
        part, words = text.plain[opens:closes], text.words(opens, closes)
        found, left = _look_through(words, known, text)
        named += found
        before = len(unlisted)
        if found:
            # A sign is no letter, and may stand for something all the same.
            others = [sign for sign in part if unicodedata.category(sign) == "So"]
            if left or others:
                unlisted.append(" ".join([*(text.quoted(*word[1:]) for word in left), *others]))
        elif (
            part.strip().strip(_PUNCTUATION)
            and " ".join(word.plain for word in words) not in _NOTHING
        ):
            start = len(part) - len(part.lstrip())
            unlisted.append(text.quoted(opens + start, opens + len(part.rstrip())))
        for name in unlisted[before:]:
            close += _close(name, tuple(word.plain for word in left), known)
    if not named and not unlisted:
        # A strength alone, say: it is something, and we cannot tell what.
        unlisted.append(" ".join(typed.split()))
    return Found(
        tuple(_once(named, lambda name: name[:2])),
        tuple(_once(unlisted, folded)),
        tuple(_once(close, lambda one: (folded(one.typed), one.name))),
    )


def _once(names: Iterable[_Name], alike: Callable[[_Name], Hashable]) -> Iterable[_Name]:
    """The names in order, of those that are alike the first."""
    first: dict[Hashable, _Name] = {}
    for name in names:
        first.setdefault(alike(name), name)
    return first.values()


def _look_through(
    words: list[_Word], known: dict[Words, _Known], text: _Text
) -> tuple[list[TypedName], list[_Word]]:
    """The known names among some words, the longest first; and the words that belong to none."""
    longest = max(map(len, known), default=0)
    named: list[TypedName] = []
    left: list[_Word] = []
    start = 0
    while start < len(words):
        for length in range(min(longest, len(words) - start), 0, -1):
            inside = words[start : start + length]
            name = tuple(word.plain for word in inside)
            if name in known:
                # A longer name may hold a shorter one: Tylenol PM is Tylenol too.
                keys = {
                    key for inner in _inside(name) if inner in known for key in known[inner].keys
                }
                typed = text.quoted(inside[0].opens, inside[-1].closes)
                named += [TypedName(" ".join(name), key, typed) for key in sorted(keys)]
                start += length
                break
        else:
            left += [words[start]] if words[start].plain not in _BESIDE_A_NAME else []
            start += 1
    return named, left


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
        if steps := min(filter(None, slips), default=None):
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
