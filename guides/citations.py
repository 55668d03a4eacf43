"""The sources of one guide, numbered, with the ways back from each to where it is mentioned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from guides.choices import Certainty
    from guides.models import Claim, PopularClaim, Source, Term

Statement = TypeVar("Statement")


@dataclass(frozen=True, slots=True)
class Backed(Generic[Statement]):
    """A claim or a popular claim, with the sources behind it, and how sure it is."""

    statement: Statement
    sources: Sequence["Source"]
    certainty: "Certainty"
    # When the longest overdue check of the claims behind it was due. None: none is overdue.
    overdue_since: date | None = None


class Cites(NamedTuple):
    """A place that cites sources: its anchor, and where each stands in the reference list."""

    anchor: str
    # Each number with the address of its line.
    lines: tuple[tuple[int, str], ...]


class Mention(NamedTuple):
    """A place that cites a source: the heading that it stands under, and its anchor."""

    heading: str
    anchor: str


@dataclass(slots=True)
class Reference:
    """A line of the reference list, with the places that mention it, in order."""

    number: int
    source: "Source"
    mentions: list[Mention] = field(default_factory=list)

    @property
    def by_heading(self) -> list[tuple[str, list[str]]]:
        """The headings that it is cited under, each with the anchors there."""
        together = groupby(self.mentions, key=attrgetter("heading"))
        return [(heading, [mention.anchor for mention in some]) for heading, some in together]


@dataclass(slots=True)
class Citations:
    """What the texts of one guide may mention, and what they have mentioned so far.

    Sources are numbered in the order of their first mention, whether in prose or by a card.
    """

    sources: Mapping[str, "Source"] = field(default_factory=dict)
    claims: Mapping[str, Backed["Claim"]] = field(default_factory=dict)
    popular: Mapping[str, Backed["PopularClaim"]] = field(default_factory=dict)
    terms: Mapping[str, "Term"] = field(default_factory=dict)
    # Where the reference list stands, if not on the page that cites.
    list_at: str = ""
    # What is being drawn now stands under this heading.
    heading: str = ""
    _places: int = field(default=0, init=False)
    _references: dict[str, Reference] = field(default_factory=dict, init=False)
    _drawn: set[str] = field(default_factory=set, init=False)
    _explained: dict[str, "Term"] = field(default_factory=dict, init=False)

    @property
    def references(self) -> list[Reference]:
        """The reference list."""
        return list(self._references.values())

    @property
    def explained(self) -> list["Term"]:
        """The words of the glossary that were mentioned, in order."""
        return list(self._explained.values())

    def cite(self, sources: Iterable["Source"]) -> Cites:
        """Mention sources in one place, each for the first time or once more."""
        self._places += 1
        anchor = f"cite-{self._places}"
        numbers = []
        # Somebody may name one twice in a sentence.
        for source in {source.key: source for source in sources}.values():
            new = Reference(len(self._references) + 1, source)
            reference = self._references.setdefault(source.key, new)
            reference.mentions.append(Mention(self.heading, anchor))
            numbers.append(reference.number)
        return Cites(anchor, tuple((n, f"{self.list_at}#ref-{n}") for n in sorted(numbers)))

    def claim_anchor(self, key: str) -> str:
        """Where links to a claim lead: to its first card or link. The others have no anchor."""
        if key in self._drawn:
            return ""
        self._drawn.add(key)
        return claim_anchor_of(key)

    def explain(self, key: str) -> str:
        """Mention a word of the glossary: where its meaning stands, or nothing if it is gone."""
        if key not in self.terms:
            return ""
        self._explained.setdefault(key, self.terms[key])
        return f"term-{key}"


def claim_anchor_of(key: str) -> str:
    """Where the first mention of a claim stands on a guide's page."""
    return f"claim-{key}"
