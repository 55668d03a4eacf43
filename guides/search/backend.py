"""What search asks of a database. Each that we know has a module of its own beside this one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db.models import QuerySet

from guides.choices import SearchKind
from guides.models import SearchEntry

# Around what was found. No entry holds them: control characters are not let in.
MARK, END = "\x02", "\x03"

# Their title is a sentence like any other; that of the other kinds says what they are about.
STATEMENTS = (SearchKind.CLAIM, SearchKind.POPULAR_CLAIM)
# Of these nothing is left out: what limits a statement tends to stand at its end.
SHOWN_WHOLE = (*STATEMENTS, SearchKind.SAFETY_FACTOR)
# A word that is sought, or several any of which will do. Letters and digits only.
Group = Sequence[str]


class Hit(NamedTuple):
    """An entry that was found; its texts whole, with the words that were found marked."""

    kind: str
    key: str
    address: str
    title: str
    text: str
    names: str
    part_of: str


class Backend(Protocol):
    """The questions. Each is one query; words match in all their forms: sleep, sleeping."""

    def match(
        self,
        groups: Sequence[Group],
        helpers: Sequence[Group],
        *,
        every: bool,
        at: datetime,
        limit: int,
    ) -> list[Hit]:
        """Entries, visible at that moment, that have every group, or any of them, the best first.

        As the database sees it; the helpers make an entry better, and find none by themselves.
        """

    def unknown(self, words: Sequence[str], at: datetime) -> set[str]:
        """Those of the words that no visible entry has."""

    def named_by(self, word: str) -> QuerySet[SearchEntry]:
        """The entries that go by that very word; as part of whatever query is made of them."""

    def like(self, words: Sequence[str], at: datetime) -> set[str]:
        """The vocabulary, visible at that moment, that a word may mean or be the beginning of."""
