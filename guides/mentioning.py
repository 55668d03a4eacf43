"""Which sections hold a word, such as the key of a claim, without reading all of them.

A text holds far more than its mentions, so that whoever asks reads the texts that come back. The
database keeps what it needs for that by itself (migration 0014).
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

# In quotation marks no letter of a word is an operator.
SQLITE = "SELECT rowid FROM guides_sectionwords WHERE guides_sectionwords MATCH %s"
# For each word by itself, as for many in one condition PostgreSQL reads every text.
POSTGRESQL = "SELECT id FROM guides_section WHERE body LIKE %s"


def sections_with(words: Iterable[str], *, of: str = "") -> Q:
    """The condition for sections that may hold one of some keys or names.

    Of rows that have sections it is said with `of`: “sections__”.
    """
    words = sorted(words)
    if not words:
        return Q(pk__in=[])
    if connection.vendor == "sqlite":
        query, sought = SQLITE, [" OR ".join(f'"{word}"' for word in words)]
    else:
        query = " UNION ALL ".join([POSTGRESQL] * len(words))
        sought = [f"%{connection.ops.prep_for_like_query(word)}%" for word in words]
    return Q(**{f"{of}pk__in": RawSQL(query, sought)})  # noqa: S611 -- constants; words are parameters
