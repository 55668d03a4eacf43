"""The sources of one guide, numbered, with the way back from each to where it is mentioned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


class Cite(NamedTuple):
    """One mention of a source: its number in the reference list, and its own place on the page."""

    number: int
    anchor: str


@dataclass(slots=True)
class Reference:
    """A line of the reference list, with the places that mention it, in order."""

    number: int
    source: "Source"
    mentions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Citations:
    """What the texts of one guide may mention, and what they have mentioned so far.

    Sources are numbered in the order of their first mention, whether in prose or by a card.
    """

    sources: Mapping[str, "Source"] = field(default_factory=dict)
    claims: Mapping[str, Backed["Claim"]] = field(default_factory=dict)
    popular: Mapping[str, Backed["PopularClaim"]] = field(default_factory=dict)
    terms: Mapping[str, "Term"] = field(default_factory=dict)
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

    def cite(self, source: "Source") -> Cite:
        """Mention a source, for the first time or once more."""
        new = Reference(len(self._references) + 1, source)
        reference = self._references.setdefault(source.key, new)
        anchor = f"cite-{reference.number}{_letters(len(reference.mentions))}"
        reference.mentions.append(anchor)
        return Cite(reference.number, anchor)

    def claim_anchor(self, key: str) -> str:
        """Where links to a claim lead: to its first card or link. The others have no anchor."""
        if key in self._drawn:
            return ""
        self._drawn.add(key)
        return f"claim-{key}"

    def explain(self, key: str) -> str:
        """Mention a word of the glossary: where its meaning stands, or nothing if it is gone."""
        if key not in self.terms:
            return ""
        self._explained.setdefault(key, self.terms[key])
        return f"term-{key}"


def _letters(count: int) -> str:
    """a, b, … z, aa, ab, … for 0, 1, …"""
    rest, letter = divmod(count, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("a") + letter)
