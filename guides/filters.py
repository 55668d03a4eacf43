"""Narrowing a list by what stands in the address, with a count for every further step.

What an address says that is unknown is left out, with a sentence for the reader: an old link or a
slip of the hand is no error.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet, TextChoices
from django.http import Http404, QueryDict

# An item of a list, by what it can be narrowed by; it may have several values of one kind.
Traits = Mapping[str, Collection[str]]

# How much of a stranger's words, and how many of them, a page repeats.
LONGEST_QUOTE = 40
MOST_NOTES = 5


class Facet(NamedTuple):
    """One thing that a list can be narrowed by, and its name in the address."""

    name: str
    choices: type[TextChoices]


@dataclass(slots=True)
class Asked:
    """What an address asks for: the value of each facet, and what was left out of it."""

    chosen: dict[str, str] = field(default_factory=dict)
    page: str = ""
    notes: list[str] = field(default_factory=list)

    def query(self, **changes: str) -> str:
        """The end of an address that asks for the same but for some changes; "" unsets."""
        wanted = {name: value for name, value in (self.chosen | changes).items() if value}
        return f"?{urlencode(wanted)}" if wanted else ""

    def wants(self, traits: Traits) -> bool:
        """Whether an item belongs to what was asked for."""
        return all(value in traits[name] for name, value in self.chosen.items())


class Option(NamedTuple):
    """One value to narrow by: how many items it leaves, and the address that sets or unsets it."""

    value: str
    label: str
    count: int
    query: str
    is_chosen: bool


class Options(NamedTuple):
    """All that one facet offers, given what the others are set to."""

    name: str
    options: list[Option]


def read(query: QueryDict, facets: Sequence[Facet], *, has_pages: bool = False) -> Asked:
    """What an address asks for. Never fails: what is unknown or said again becomes a note."""
    asked = Asked()
    known = {facet.name: facet.choices.values for facet in facets}
    for name, values in query.lists():
        # Set to nothing, as a form would leave it.
        values = list(filter(None, values))
        if not values:
            continue
        is_known = name in known or (has_pages and name == "page")
        if is_known and len(values) > 1:
            asked.notes.append(f"The {name} was given more than once; we read only the first.")
        if not is_known:
            asked.notes.append(f"We know no filter {quoted(name)}; it is left out.")
        elif name == "page":
            asked.page = values[0]
        elif values[0] not in known[name]:
            asked.notes.append(f"We know no {name} {quoted(values[0])}; it is left out.")
        else:
            asked.chosen[name] = values[0]
    del asked.notes[MOST_NOTES:]
    # In one order, however the address had them: the same page keeps one address.
    asked.chosen = {name: asked.chosen[name] for name in known if name in asked.chosen}
    return asked


def offer(
    facets: Sequence[Facet], asked: Asked, tally: Iterable[tuple[Traits, int]]
) -> list[Options]:
    """Every further step from here. A step that would lead to an empty page is not offered.

    `tally` holds all items, unfiltered: what they have in common, and how many have it. What is
    chosen already is always offered, so that it can be taken off again.
    """
    tally = list(tally)
    return [_options_of(facet, asked, tally) for facet in facets]


def _options_of(facet: Facet, asked: Asked, tally: list[tuple[Traits, int]]) -> Options:
    others = Asked({name: v for name, v in asked.chosen.items() if name != facet.name})
    within = [(traits[facet.name], count) for traits, count in tally if others.wants(traits)]
    options = []
    for value, label in facet.choices.choices:
        count = sum(number for values, number in within if value in values)
        is_chosen = asked.chosen.get(facet.name) == value
        if count or is_chosen:
            query = asked.query(**{facet.name: "" if is_chosen else value})
            options.append(Option(value, label, count, query, is_chosen))
    return Options(facet.name, options)


def page_of(rows: QuerySet | Sequence[Any], asked: Asked, size: int) -> Page:
    """The page that was asked for. Raises Http404 for one that is not there.

    Not the nearest: then there would be as many addresses of the same page as there are numbers.
    """
    try:
        return Paginator(rows, size).page(asked.page or 1)
    except InvalidPage as error:
        raise Http404(f"There is no page {quoted(asked.page)}.") from error


def ways(asked: Asked, page: Page) -> dict[str, Any]:
    """What a template needs to lead from a page of a list to those beside it."""
    return {
        "page": page,
        "this": asked.query(page=str(page.number)),
        "before": asked.query(page=str(page.number - 1)) if page.has_previous() else None,
        "after": asked.query(page=str(page.number + 1)) if page.has_next() else None,
    }


def quoted(words: str) -> str:
    """A stranger's words, cut short."""
    short = words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"
    return f"“{short}”"
