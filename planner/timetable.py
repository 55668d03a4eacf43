"""How a plan's lines stand on a page: by day, and under one time where several share it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice

from django.utils import timezone

from planner.core.suggestions import Lane, Suggestion, Window

NEXT_FEW = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A suggestion, and whether an earlier day has told its words in full."""

    suggestion: Suggestion
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A time of the plan and what stands under it: as a rule one suggestion, or several to do."""

    window: Window
    lane: Lane
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A local day with its lines in time order."""

    on: date
    lines: tuple[Line, ...]

    @property
    def rules(self) -> list[str]:
        """The rules that have something to say on this day, each once: to leave alone last."""
        told = [told.suggestion for line in self.lines for told in line.told]
        return list(dict.fromkeys(suggestion.rule for suggestion in in_few_words(told)))


def by_day(suggestions: Iterable[Suggestion], told_before: Iterable[Suggestion] = ()) -> list[Day]:
    """Suggestions in time order, under the local day on which each opens.

    Words of a rule that stood in full in `told_before`, or on an earlier line, are a repeat.
    """
    known = set(map(_wording, told_before))
    return [
        Day(on, tuple(_lines(lines, known))) for on, lines in groupby(suggestions, key=_local_day)
    ]


def lines_of(suggestions: Iterable[Suggestion]) -> list[Line]:
    """Suggestions in time order as the lines of a page, whatever the day."""
    return list(_lines(suggestions, set()))


def in_few_words(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """What to leave alone last: “no cold water, protein” would read as if there were no protein."""
    return sorted(suggestions, key=lambda suggestion: suggestion.lane is Lane.AVOID)


def next_times(suggestions: Iterable[Suggestion]) -> list[tuple[datetime, list[Suggestion]]]:
    """The first few times, each with what opens then, for whoever reads no further."""
    times = groupby(suggestions, key=_opens)
    return [(opens, in_few_words(together)) for opens, together in islice(times, NEXT_FEW)]


def _lines(suggestions: Iterable[Suggestion], known: set[tuple[str, str]]) -> Iterator[Line]:
    for (window, lane, _), together in groupby(suggestions, key=_place):
        told = []
        for suggestion in together:
            told.append(Told(suggestion, _wording(suggestion) in known))
            known.add(_wording(suggestion))
        yield Line(window, lane, tuple(told))


def _wording(suggestion: Suggestion) -> tuple[str, str]:
    return suggestion.rule, suggestion.variant


def _place(suggestion: Suggestion) -> tuple[Window, Lane, str]:
    """What lines share that stand under one time: only things to do, as each cut-off is its own."""
    return (
        suggestion.placed,
        suggestion.lane,
        ("" if suggestion.lane is Lane.DO else f"{suggestion.rule} {suggestion.variant}"),
    )


def _opens(suggestion: Suggestion) -> datetime:
    return suggestion.placed.opens


def _local_day(suggestion: Suggestion) -> date:
    return timezone.localtime(_opens(suggestion)).date()
