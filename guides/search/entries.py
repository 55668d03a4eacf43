"""What search looks through: each page, and each place on one, as plain text."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from guides.characters import UNWRITABLE
from guides.choices import SearchKind
from guides.markdown import plain_text
from guides.models import Claim, Guide, PopularClaim, SearchEntry, Section, Term
from guides.search.backend import STATEMENTS
from guides.search.words import words_of
from guides.sentences import first_sentence

# For what is visible as long as it is there.
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


class Added(NamedTuple):
    """Rows of another app, each with a key: of what kind they are, and the entry of one."""

    kind: SearchKind
    entry: Callable[[Any], SearchEntry]


# Other apps whose rows are searched too.
ADDED: dict[type[Model], Added] = {}


def everything() -> list[QuerySet]:
    """Every row that has entries, or could have."""
    return [
        Guide.objects.prefetch_related("sections"),
        Claim.objects.all(),
        PopularClaim.objects.prefetch_related("claims"),
        Term.objects.all(),
        *(model._base_manager.all() for model in ADDED),
    ]


def entries_for(row: Model) -> list[SearchEntry]:
    """The entries of a row as it is now; none for what visitors do not see. Not yet saved."""
    match row:
        case Guide() if row.published_at:
            return list(_of_guide(row, row.published_at))
        case Claim() if row.is_published:
            statement = row.statement.strip()
            opening = first_sentence(statement)
            others = statement.removeprefix(opening)
            address = row.get_absolute_url()
            topic = row.get_topic_display()
            return [entry(SearchKind.CLAIM, row.key, address, opening, others, part_of=topic)]
        case PopularClaim() if answers := [c for c in row.claims.all() if c.is_published]:
            topics = dict.fromkeys(claim.get_topic_display() for claim in answers)
            return [
                entry(
                    SearchKind.POPULAR_CLAIM,
                    row.key,
                    row.get_absolute_url(),
                    row.says,
                    row.evidence_says,
                    part_of=" ".join(topics),
                )
            ]
        case Term():
            names = f"Also called {', '.join(row.also)}." if row.also else ""
            address = row.get_absolute_url()
            return [
                entry(
                    SearchKind.TERM, row.key, address, row.name, names, row.meaning, also=row.also
                )
            ]
    added = ADDED.get(type(row))
    return [added.entry(row)] if added else []


def _of_guide(guide: Guide, published_at: datetime) -> Iterator[SearchEntry]:
    address = guide.get_absolute_url()
    yield entry(
        SearchKind.GUIDE,
        guide.slug,
        address,
        guide.title,
        guide.summary,
        plain_text(guide.key_points),
        visible_from=published_at,
    )
    for section in guide.sections.all():
        yield entry(
            SearchKind.SECTION,
            section_key(guide, section),
            f"{address}#{section.slug}",
            section.heading,
            plain_text(section.body),
            also=(section.slug,),
            part_of=guide.title,
            visible_from=published_at,
        )


def section_key(guide: Guide, section: Section) -> str:
    """The key of a section's entry. No slug holds a “#”."""
    return f"{guide.slug}#{section.slug}"


def entry(
    kind: SearchKind,
    key: str,
    address: str,
    title: str,
    *texts: str,
    also: Sequence[str] = (),
    part_of: str = "",
    visible_from: datetime = ALWAYS,
) -> SearchEntry:
    """An entry of plain text, not yet saved. Its title names it; a statement, the key."""
    names = (key, *also) if kind in STATEMENTS else (title, *also)
    return SearchEntry(
        kind=kind,
        key=key,
        address=address,
        title=_clean(title),
        text="\n".join(_closed(line) for text in texts for line in _clean(text).splitlines()),
        # As words with blanks around each, so that one can be looked for.
        names=f" {' '.join(words_of(_clean(' '.join(names))))} ",
        part_of=_clean(part_of),
        visible_from=visible_from,
    )


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", unicodedata.normalize("NFC", text)).strip()


def _closed(line: str) -> str:
    """A line with its end marked, as an excerpt runs the lines together."""
    return f"{line}." if line[-1:].isalnum() else line
