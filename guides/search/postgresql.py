"""Search with PostgreSQL's full text, and pg_trgm for what is nearly a word: see migration 0015."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from guides.models import SearchEntry
from guides.search.backend import END, MARK, STATEMENTS, Group, Hit
from guides.search.words import BEGINNING

# Letter for letter, as in the column `words` of migration 0015.
PLAIN_FROM = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" + (
    "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸµ"
)
PLAIN_TO = " " * 32 + "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYYμ"

# Only the few that are shown get marked: that reads their texts again.
MATCH = """
WITH best AS (
    SELECT
        entry.*,
        ts_rank('{0.1, 0.05, 0.4, 1.0}', words, counted, 1) AS score
    FROM
        guides_searchentry AS entry,
        to_tsquery('english', %(sought)s) AS query,
        to_tsquery('english', %(counted)s) AS counted
    WHERE words @@ query AND visible_from <= %(at)s
    ORDER BY score DESC, id
    LIMIT %(limit)s
)
SELECT
    kind, key, address, title, text,
    names, part_of,
    ts_headline('english', translate(title, %(from)s, %(to)s), counted, %(how)s),
    ts_headline('english', translate(text, %(from)s, %(to)s), counted, %(how)s),
    ts_headline('english', translate(names, %(from)s, %(to)s), counted, %(how)s),
    ts_headline('english', translate(part_of, %(from)s, %(to)s), counted, %(how)s)
FROM best, to_tsquery('english', %(counted)s) AS counted
ORDER BY score DESC, id
"""

UNKNOWN = """
SELECT word FROM unnest(%(words)s::text[]) AS word
WHERE NOT EXISTS (
    SELECT 1 FROM guides_searchentry
    WHERE words @@ plainto_tsquery('english', word) AND visible_from <= %(at)s
)
"""

# The nearest by trigrams hold more than what is meant; the letters decide later.
LIKE = """
SELECT near.word
FROM unnest(%(words)s::text[]) AS typed,
LATERAL (
    (SELECT word FROM guides_searchword
     WHERE visible_from <= %(at)s
     ORDER BY word <-> typed LIMIT 200)
    UNION
    (SELECT word FROM guides_searchword
     WHERE visible_from <= %(at)s AND length(typed) >= %(beginning)s AND word LIKE typed || '%%')
) AS near
"""


def match(
    groups: Sequence[Group], helpers: Sequence[Group], *, every: bool, at: datetime, limit: int
) -> list[Hit]:
    """Entries, visible at that moment, that have every group, or any of them, the best first."""
    asked = {
        "sought": (" & " if every else " | ").join(map(_any_of, groups)),
        "counted": " | ".join(map(_any_of, (*groups, *helpers))),
        "at": at,
        "limit": limit,
        "from": PLAIN_FROM,
        "to": PLAIN_TO,
        "how": f"HighlightAll=true, StartSel={MARK}, StopSel={END}",
    }
    return [
        Hit(kind, key, address, *map(_marked, texts[:4], texts[4:]))
        for kind, key, address, *texts in _rows(MATCH, asked)
    ]


def unknown(words: Sequence[str], at: datetime) -> set[str]:
    """Those of the words that no visible entry has."""
    return {word for (word,) in _rows(UNKNOWN, {"words": list(words), "at": at})}


def named_by(word: str) -> QuerySet[SearchEntry]:
    """The entries that go by that very word; as part of whatever query is made of them."""
    named = SearchEntry.objects.exclude(kind__in=STATEMENTS)
    return named.filter(names__contains=f" {word} ")


def like(words: Sequence[str], at: datetime) -> set[str]:
    """The vocabulary, visible at that moment, that a word may mean or be the beginning of."""
    asked = {"words": list(words), "beginning": BEGINNING, "at": at}
    return {word for (word,) in _rows(LIKE, asked)}


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()


def _any_of(group: Group) -> str:
    """A group in the language of to_tsquery. In quotation marks nothing is an operator."""
    return "({})".format(" | ".join(f"'{word}'" for word in group))


def _marked(text: str, plain: str) -> str:
    """The marks of a text without punctuation, put into the text itself."""
    if len(plain.replace(MARK, "").replace(END, "")) != len(text):
        # Better without marks than with letters missing.
        return text
    letters = iter(text)
    return "".join(letter if letter in (MARK, END) else next(letters) for letter in plain)
