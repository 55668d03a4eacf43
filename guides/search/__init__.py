"""Search over guides, their sections, claims, what people say, the glossary, and what apps add.

`search` is the one door. What is in the index is the matter of `entries` and `index`; how a
database finds it, of `sqlite` and `postgresql`, which answer the questions of `backend`; what comes
first, of `ranking`; and what people may mean by a word, of `meanings`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, Value

from guides.choices import SearchKind
from guides.models import Claim, Guide, PopularClaim
from guides.search.backend import SHOWN_WHOLE, STATEMENTS, Backend, Hit
from guides.search.backends import BACKENDS
from guides.search.excerpts import Piece, excerpt, pieces
from guides.search.meanings import FRAMING, in_other_words, meant, plainly
from guides.search.ranking import Asked, ranked
from guides.search.words import BEGINNING, COMMON, folded, nearest, words_of

__all__ = ["LONGEST_QUERY", "Result", "Results", "Sought", "Way", "search"]

LONGEST_QUERY = 200
MOST_WORDS = 12
MOST_RESULTS = 30
# That many are compared, to find those that come first.
MOST_COMPARED = 60
# What a word is worth that only frames a question, and what words say together.
FRAMES, MEANS = 0.35, 0.8
# Of the words that begin as somebody typed.
MOST_ENDINGS = 12


class Way(StrEnum):
    """How a word was looked for."""

    AS_TYPED = "as-typed"
    CORRECTED = "corrected"
    BEGINNING = "beginning"
    UNKNOWN = "unknown"


class Sought(NamedTuple):
    """A word that somebody typed, how it was looked for, and as what: any of the words will do."""

    typed: str
    way: Way
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Result:
    """A page, or a place on one."""

    kind: SearchKind
    address: str
    title: list[Piece]
    excerpt: list[Piece]
    # What else has to be said with it: the verdict of a claim, the title of a section's guide.
    beside: str


@dataclass(frozen=True, slots=True)
class Results:
    """What was asked, as far as it was read, and what was found, the best first."""

    query: str
    was_cut: bool = False
    # Without the words that almost every entry has, and those that only frame a question.
    sought: Sequence[Sought] = ()
    # Off: nothing has all of the words, so these have some.
    have_all: bool = True
    found: Sequence[Result] = ()
    has_more: bool = False

    @property
    def as_understood(self) -> str:
        """The words that were looked for, typing errors led back to what was meant."""
        return " ".join(word.words[0] for word in self.sought if word.words)


def search(query: str, at: datetime) -> Results:
    """What visitors can read at a moment about some words; in at most six database queries.

    First what has all the words, in any of their forms or by another name. If nothing has, a word
    that no entry has is led back to what was probably meant; and if that is not enough, some of the
    words will do.
    """
    kept = query[:LONGEST_QUERY].strip()
    said = words_of(plainly(folded(kept)))
    words = list(dict.fromkeys(word for word in said if word not in COMMON))
    was_cut = len(query.strip()) > len(kept) or len(words) > MOST_WORDS
    words = words[:MOST_WORDS]
    # Where nothing else is asked, even those that only frame a question say about what.
    required = [word for word in words if word not in FRAMING] or words
    sought = [Sought(word, Way.AS_TYPED, [word]) for word in required]
    helpers = _helpers(said, [word for word in words if word not in required])
    have_all = True

    hits = _match(sought, helpers, have_all, at)
    if sought and not hits:
        as_typed, sought = sought, _led_back(sought, at)
        if sought != as_typed:
            hits = _match(sought, helpers, have_all, at)
        if not hits:
            have_all = False
            hits = _match(sought, helpers, have_all, at)
    return Results(
        query=kept,
        was_cut=was_cut,
        sought=sought,
        have_all=have_all,
        found=_as_results(hits[:MOST_RESULTS]),
        has_more=len(hits) > MOST_RESULTS,
    )


def _backend() -> Backend:
    return BACKENDS[connection.vendor]


def _helpers(said: list[str], framing: list[str]) -> list[Asked]:
    """What makes an entry better, without being what was asked about."""
    together = meant(said)
    alone = [word for word in framing if not any(word in words for words in together)]
    return [
        *(Asked([word], FRAMES) for word in alone),
        *(Asked(words, MEANS) for words in together),
    ]


def _match(
    sought: Iterable[Sought], helpers: Sequence[Asked], every: bool, at: datetime
) -> list[Hit]:
    asked = [Asked(in_other_words(words)) for _, _, words in sought if words]
    if not asked or (len(asked) == 1 and not every):
        return []
    hits = _backend().match(
        [each.words for each in asked],
        [each.words for each in helpers],
        every=every,
        at=at,
        limit=MOST_COMPARED,
    )
    return ranked(hits, [*asked, *helpers])


def _led_back(sought: Sequence[Sought], at: datetime) -> list[Sought]:
    """The same words, those that no entry has as what was probably meant."""
    others = {word: in_other_words([word]) for word, _, _ in sought}
    lacking = _backend().unknown(list({word for each in others.values() for word in each}), at)
    unknown = {word for word, each in others.items() if lacking.issuperset(each)}
    vocabulary = _backend().like(sorted(unknown), at) if unknown else set()
    return [_probably(word.typed, vocabulary) if word.typed in unknown else word for word in sought]


def _probably(typed: str, vocabulary: set[str]) -> Sought:
    """An unknown word as what it begins, or as what it is nearly."""
    endings = (
        [word for word in vocabulary if word.startswith(typed)] if len(typed) >= BEGINNING else []
    )
    if meant := nearest(typed, endings or vocabulary):
        return Sought(typed, Way.CORRECTED, [meant])
    if endings:
        endings.sort(key=lambda word: (len(word), word))
        return Sought(typed, Way.BEGINNING, endings[:MOST_ENDINGS])
    return Sought(typed, Way.UNKNOWN, [])


def _as_results(hits: Sequence[Hit]) -> list[Result]:
    beside = _beside(hits)
    return [
        Result(
            kind=SearchKind(hit.kind),
            address=hit.address,
            title=pieces(hit.title),
            excerpt=pieces(hit.text) if hit.kind in SHOWN_WHOLE else excerpt(hit.text),
            beside=beside.get(_whose(hit), ""),
        )
        for hit in hits
    ]


def _whose(hit: Hit) -> tuple[str, str] | None:
    """Kind and key of the row that says what stands beside a hit: of a section it is the guide."""
    if hit.kind == SearchKind.SECTION:
        return SearchKind.GUIDE, hit.key.partition("#")[0]
    return (hit.kind, hit.key) if hit.kind in STATEMENTS else None


def _beside(hits: Sequence[Hit]) -> dict[tuple[str, str] | None, str]:
    """Verdicts of claims and titles of guides, by kind and key, all in one query."""
    asked = {whose for hit in hits if (whose := _whose(hit))}
    if not asked:
        return {}
    first, *others = (
        rows.filter(**{f"{key}__in": [name for of, name in asked if of == kind]})
        # The parts of a union cannot have an order.
        .order_by()
        .values_list(Value(kind.value, CharField()), key, words)
        for kind, rows, key, words in (
            (SearchKind.GUIDE, Guide.objects.originals(), "slug", "title"),
            (SearchKind.CLAIM, Claim.objects, "key", "verdict"),
            (SearchKind.POPULAR_CLAIM, PopularClaim.objects, "key", "verdict"),
        )
    )
    return {(kind, key): words for kind, key, words in first.union(*others)}
