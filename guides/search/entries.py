"""What search looks through: each page, and each place on one, as plain text."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db.models import Model, QuerySet

from guides.choices import SearchKind
from guides.markdown import plain_text
from guides.models import Claim, Guide, PopularClaim, SearchEntry, Section, Term
from guides.sentences import first_sentence

# For what is visible as long as it is there.
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)

# Nobody sees them, and two of them mark what was found.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def everything() -> list[QuerySet]:
    """Every row that has entries, or could have."""
    return [
        Guide.objects.prefetch_related("sections"),
        Claim.objects.all(),
        PopularClaim.objects.prefetch_related("claims"),
        Term.objects.all(),
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
            return [_entry(SearchKind.CLAIM, row.key, row, opening, others)]
        case PopularClaim() if any(claim.is_published for claim in row.claims.all()):
            return [_entry(SearchKind.POPULAR_CLAIM, row.key, row, row.says, row.evidence_says)]
        case Term():
            also = f"Also called {', '.join(row.also)}." if row.also else ""
            return [_entry(SearchKind.TERM, row.key, row, row.name, also, row.meaning)]
    return []


def _of_guide(guide: Guide, published_at: datetime) -> Iterator[SearchEntry]:
    yield _entry(
        SearchKind.GUIDE,
        guide.slug,
        guide,
        guide.title,
        guide.summary,
        plain_text(guide.key_points),
        visible_from=published_at,
    )
    for section in guide.sections.all():
        yield _entry(
            SearchKind.SECTION,
            section_key(guide, section),
            guide,
            section.heading,
            plain_text(section.body),
            visible_from=published_at,
            anchor=f"#{section.slug}",
        )


def section_key(guide: Guide, section: Section) -> str:
    """The key of a section's entry. No slug holds a “#”."""
    return f"{guide.slug}#{section.slug}"


def _entry(
    kind: SearchKind,
    key: str,
    row: Guide | Claim | PopularClaim | Term,
    title: str,
    *texts: str,
    visible_from: datetime = ALWAYS,
    anchor: str = "",
) -> SearchEntry:
    return SearchEntry(
        kind=kind,
        key=key,
        address=f"{row.get_absolute_url()}{anchor}",
        title=_clean(title),
        text="\n".join(_closed(line) for text in texts for line in _clean(text).splitlines()),
        visible_from=visible_from,
    )


def _clean(text: str) -> str:
    return CONTROL.sub("", unicodedata.normalize("NFC", text)).strip()


def _closed(line: str) -> str:
    """A line with its end marked, as an excerpt runs the lines together."""
    return f"{line}." if line[-1:].isalnum() else line
