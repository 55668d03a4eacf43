"""How long a guide is, how hard it is to read, and how well it is cited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import textstat

from guides.checking.findings import Finding, error, warning
from guides.checking.prose import passages
from guides.checking.shelf import Shelf, ShelvedGuide
from guides.markdown import plain_text
from guides.models.guides import minutes_to_read

# The house's limit. Statements are one or two sentences, in which a single long word weighs more.
HARDEST_GUIDE, HARDEST_STATEMENTS = 8, 10
FEWEST_WORDS, MOST_WORDS = 900, 1600


@dataclass(frozen=True, slots=True)
class GuideFigures:
    """What can be counted in a guide."""

    # Outside cards and headings: what has to be read from top to bottom.
    words: int
    minutes: int
    # The school years that it takes to read it, by Flesch and Kincaid.
    grade: float
    # How often its own text names a source.
    citations: int

    def __str__(self) -> str:
        return (
            f"{self.words} words, {self.minutes} min, grade {self.grade:.1f}, "
            f"{self.citations} citations"
        )


def figures_of(shelved: ShelvedGuide) -> GuideFigures:
    """The figures of a guide, published or not."""
    guide, bodies = shelved.guide, [section.body for section in shelved.sections]
    in_sections = [passage for body in bodies for passage in passages(body)]
    read_through = [p.text for p in in_sections if not (p.in_card or p.is_title)]
    cited = [
        len(sentence.cited)
        for passage in [*passages(guide.key_points), *in_sections]
        for sentence in passage.sentences
    ]
    return GuideFigures(
        words=sum(len(text.split()) for text in read_through),
        minutes=minutes_to_read(shelved.texts),
        grade=grade(map(plain_text, [guide.summary, guide.key_points, *bodies])),
        citations=sum(cited),
    )


def grade(texts: Iterable[str]) -> float:
    """The school years that it takes to read some plain texts. A line ends a sentence."""
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    closed = [line if line.endswith((".", "!", "?")) else f"{line}." for line in lines]
    # Of few and short words it comes out below the first year.
    return max(0.0, float(textstat.flesch_kincaid_grade("\n".join(closed))))


def hard_reading(shelf: Shelf) -> Iterator[Finding]:
    """Guides beyond the house's limit, and statements that are hard all in all."""
    for guide in shelf.guides:
        found = figures_of(guide).grade
        if found > HARDEST_GUIDE:
            yield error(guide.where, f"its reading grade is {found:.1f}, over {HARDEST_GUIDE}.")
    for where, texts in (
        ("claims, statements", [claim.statement for claim in shelf.claims.values()]),
        ("popular claims, answers", [said.evidence_says for said in shelf.popular.values()]),
        ("terms, meanings", [term.meaning for term in shelf.terms.values()]),
    ):
        found = grade(texts)
        if found > HARDEST_STATEMENTS:
            yield warning(where, f"their reading grade is {found:.1f}, over {HARDEST_STATEMENTS}.")


def unfit_length(shelf: Shelf) -> Iterator[Finding]:
    """Guides that are too short to be any use, or too long for somebody on a phone."""
    for guide in shelf.guides:
        words = figures_of(guide).words
        if not FEWEST_WORDS <= words <= MOST_WORDS:
            yield error(
                guide.where,
                f"it has {words} words outside its cards; {FEWEST_WORDS:,} to {MOST_WORDS:,} "
                "are meant.",
            )
