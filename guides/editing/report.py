"""What a writer should look at: what is wrong with a guide so far, and how hard it reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.text import Truncator

from guides.checking import GuideFigures, Shelf, ShelvedGuide, figures_of, shelf_with
from guides.checking.figures import FEWEST_WORDS, HARDEST_GUIDE, MOST_WORDS
from guides.checking.support import uncited_in, unsupported_in
from guides.editing.manuscript import Manuscript, Part
from guides.markdown import mentioned
from guides.proofreading import Problem, loose_lines, problems
from guides.validators import known

# Enough of a passage to find it again.
OPENING = 14


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at, and where: a part of the guide, and the line there, from 1."""

    part: Part
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """What can be said of a guide before it is saved."""

    hardest: ClassVar[int] = HARDEST_GUIDE
    fewest: ClassVar[int] = FEWEST_WORDS
    most: ClassVar[int] = MOST_WORDS

    figures: GuideFigures
    # With any of these it cannot be saved.
    problems: Sequence[Remark]
    # With these it can, but check_content counts the numbers as errors.
    unsupported: Sequence[Remark]
    # Readers will not see these.
    unseen: Sequence[Remark]
    uncited: Sequence[Remark]

    @property
    def is_hard(self) -> bool:
        """Whether it reads harder than the house allows."""
        return self.figures.grade > HARDEST_GUIDE

    @property
    def length_is_unfit(self) -> bool:
        """Whether it is shorter or longer than a guide is meant to be."""
        return not FEWEST_WORDS <= self.figures.words <= MOST_WORDS


def report_on(manuscript: Manuscript, on: date) -> Report:
    """What is wrong with a guide beside the evidence of a day, and its figures."""
    shelved = ShelvedGuide(manuscript.guide, manuscript.sections)
    shelf = shelf_with([shelved], on)
    return Report(
        figures=figures_of(shelved),
        problems=_problems(manuscript.parts),
        unsupported=_unsupported(manuscript, shelf),
        unseen=_unseen(manuscript.parts, shelf),
        uncited=_uncited(manuscript.parts, shelved),
    )


def _problems(parts: Sequence[Part]) -> list[Remark]:
    keys = known(mentioned(*(part.text for part in parts)))
    found = [(part, problem) for part in parts for problem in problems(part.text, keys)]
    points = parts[0]
    # An empty box is the form's own to refuse.
    loose = loose_lines(points.text) if points.text else []
    return _remarks([*((points, problem) for problem in loose), *found])


def _unsupported(manuscript: Manuscript, shelf: Shelf) -> list[Remark]:
    opening = Part("Title and summary", "main", "summary", "")
    (shelved,) = shelf.guides
    places = zip([opening, *manuscript.parts], shelved.places, strict=True)
    return _remarks(
        (part, found) for part, place in places for found in unsupported_in(place, shelf)
    )


def _unseen(parts: Sequence[Part], shelf: Shelf) -> list[Remark]:
    """Claims that are there, but that readers do not see yet."""
    return [
        Remark(part, 1, f"The claim “{key}” is not published yet: readers will not see it.")
        for part in parts
        for key in sorted(known(mentioned(part.text)).claims - shelf.claims.keys())
    ]


def _uncited(parts: Sequence[Part], shelved: ShelvedGuide) -> list[Remark]:
    # As check_content does, which lets key points lean on the sections.
    _, _, *sections = shelved.places
    return [
        Remark(part, passage.line, Truncator(passage.text).words(OPENING))
        for part, place in zip(parts[1:], sections, strict=True)
        for passage in uncited_in(place)
    ]


def _remarks(found: Iterable[tuple[Part, Problem]]) -> list[Remark]:
    return [Remark(part, problem.line, problem.message) for part, problem in found]
