"""Search with SQLite's own full text, FTS5. Its table and triggers are those of migration 0015."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from guides.models import SearchEntry, SearchWord
from guides.search.backend import END, MARK, STATEMENTS, Group, Hit
from guides.search.words import BEGINNING, steps_allowed

# bm25 is below zero, and lower is better. Only the few that are shown get marked.
MATCH = """
WITH best AS (
    SELECT
        entry.id,
        bm25(
            guides_searchtext,
            CASE WHEN entry.kind IN ('claim', 'popular-claim') THEN 1.0 ELSE 10.0 END,
            4.0, 0.5, 1.0
        ) AS score
    FROM guides_searchtext JOIN guides_searchentry AS entry ON entry.id = guides_searchtext.rowid
    WHERE
        guides_searchtext MATCH %(counted)s
        AND entry.id IN (
            SELECT rowid FROM guides_searchtext WHERE guides_searchtext MATCH %(sought)s
        )
        AND entry.visible_from <= %(at)s
    ORDER BY score, entry.id
    LIMIT %(limit)s
)
SELECT
    entry.kind, entry.key, entry.address,
    highlight(guides_searchtext, 0, %(mark)s, %(end)s),
    highlight(guides_searchtext, 3, %(mark)s, %(end)s),
    highlight(guides_searchtext, 1, %(mark)s, %(end)s),
    highlight(guides_searchtext, 2, %(mark)s, %(end)s)
FROM best
JOIN guides_searchtext ON guides_searchtext.rowid = best.id
JOIN guides_searchentry AS entry ON entry.id = best.id
WHERE guides_searchtext MATCH %(counted)s
ORDER BY best.score, entry.id
"""

HOLDING = "SELECT rowid FROM guides_searchtext WHERE guides_searchtext MATCH %s"

UNKNOWN = """
SELECT %s WHERE NOT EXISTS (
    SELECT 1
    FROM guides_searchtext JOIN guides_searchentry AS entry ON entry.id = guides_searchtext.rowid
    WHERE guides_searchtext MATCH %s AND entry.visible_from <= %s
)
"""


def match(
    groups: Sequence[Group], helpers: Sequence[Group], *, every: bool, at: datetime, limit: int
) -> list[Hit]:
    """Entries, visible at that moment, that have every group, or any of them, the best first."""
    asked = {
        "sought": (" AND " if every else " OR ").join(map(_any_of, groups)),
        "counted": " OR ".join(map(_any_of, (*groups, *helpers))),
        "at": _moment(at),
        "limit": limit,
        "mark": MARK,
        "end": END,
    }
    with connection.cursor() as cursor:
        cursor.execute(MATCH, asked)
        return [Hit(*row) for row in cursor.fetchall()]


def unknown(words: Sequence[str], at: datetime) -> set[str]:
    """Those of the words that no visible entry has."""
    asked = [part for word in words for part in (word, _any_of([word]), _moment(at))]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([UNKNOWN] * len(words)), asked)
        return {word for (word,) in cursor.fetchall()}


def named_by(word: str) -> QuerySet[SearchEntry]:
    """The entries that go by that very word; as part of whatever query is made of them."""
    holding = RawSQL(HOLDING, [f'"{word}"'])  # noqa: S611 -- the word is a parameter
    named = SearchEntry.objects.exclude(kind__in=STATEMENTS)
    return named.filter(pk__in=holding, names__contains=f" {word} ")


def like(words: Sequence[str], at: datetime) -> set[str]:
    """The vocabulary, visible at that moment, that a word may mean or be the beginning of."""
    wanted = Q()
    for word in words:
        steps = steps_allowed(word)
        if steps:
            wanted |= Q(letters__range=(len(word) - steps, len(word) + steps))
        if len(word) >= BEGINNING:
            wanted |= Q(word__startswith=word)
    # An empty condition would let everything through.
    if not wanted:
        return set()
    visible = SearchWord.objects.filter(visible_from__lte=at)
    candidates = visible.annotate(letters=Length("word")).filter(wanted)
    return set(candidates.values_list("word", flat=True))


def _any_of(group: Group) -> str:
    """A group in FTS5's language. In quotation marks nothing is an operator."""
    return "({})".format(" OR ".join(f'"{word}"' for word in group))


def _moment(at: datetime) -> str:
    return connection.ops.adapt_datetimefield_value(at)
