"""The index kept in step with the rows, by calls that one can see: nothing listens for saves.

load_content brings the whole index up to date each time it runs, which is at every start; so there
is no command to rebuild it. The admin refreshes or forgets the entries of the row that was edited.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Min, Model, Q, QuerySet
from django.db.models.functions import Left

from guides.choices import SearchKind
from guides.models import Claim, Guide, PopularClaim, SearchEntry, SearchWord, Term
from guides.search.backend import STATEMENTS
from guides.search.backends import BACKENDS
from guides.search.entries import ADDED, entries_for, everything
from guides.search.words import COMMON

CONTENT = ("address", "title", "text", "names", "part_of", "visible_from")
# A typing error can only be led back to a word that is long enough to be one.
SHORTEST_WORD = 3
LONGEST_WORD = SearchWord._meta.get_field("word").max_length
# So many rows are read or written together.
AT_ONCE = 500


@transaction.atomic
def bring_up_to_date() -> None:
    """Make the index what the rows say: add, change and delete what differs, and no more.

    Some entries at a time: all of them at once may not fit into memory.
    """
    there = {_name(e): (e.pk, hash(_content(e))) for e in SearchEntry.objects.iterator(AT_ONCE)}
    wanted = (
        entry
        for rows in everything()
        for row in rows.iterator(AT_ONCE)
        for entry in entries_for(row)
    )
    while some := list(islice(wanted, AT_ONCE)):
        found = [(entry, there.pop(_name(entry), None)) for entry in some]
        _write([e for e, was in found if was is None or was[1] != hash(_content(e))])
    gone = [pk for pk, _ in there.values()]
    for first in range(0, len(gone), AT_ONCE):
        SearchEntry.objects.filter(pk__in=gone[first : first + AT_ONCE]).delete()
    _bring_words_up_to_date()


@transaction.atomic
def refresh(row: Model) -> None:
    """Bring the entries of a row up to date, after it was saved with what belongs to it."""
    # What people say is found as long as a published claim answers it.
    rows = [row, *(row.popular_claims.all() if isinstance(row, Claim) else ())]
    # Read again, as a guide may still hold the sections that it had before.
    fresh = [type(row)._base_manager.get(pk=row.pk) for row in rows]
    for each in fresh:
        _replace(_entries_of(each), entries_for(each))


@transaction.atomic
def forget(row: Model) -> None:
    """Delete the entries of a row that was deleted."""
    _replace(_entries_of(row), [])


def _entries_of(row: Model) -> QuerySet[SearchEntry]:
    """The entries that the index has of a row; none of those that search does not find."""
    entries = SearchEntry.objects.all()
    match row:
        # A draft shares the slug of the guide whose place it is to take.
        case Guide(replaces_id=None):
            # Not startswith: SQLite does not tell capitals from small letters there.
            beginning = f"{row.slug}#"
            entries = entries.annotate(beginning=Left("key", len(beginning)))
            sections = Q(kind=SearchKind.SECTION, beginning=beginning)
            mine = Q(kind=SearchKind.GUIDE, key=row.slug) | sections
        case Claim():
            mine = Q(kind=SearchKind.CLAIM, key=row.key)
        case PopularClaim():
            mine = Q(kind=SearchKind.POPULAR_CLAIM, key=row.key)
        case Term():
            mine = Q(kind=SearchKind.TERM, key=row.key)
        case _ if added := ADDED.get(type(row)):
            mine = Q(kind=added.kind, key=row.key)
        case _:
            return entries.none()
    return entries.filter(mine)


def _replace(current: QuerySet[SearchEntry], wanted: Iterable[SearchEntry]) -> None:
    """Put the entries of a row in the place of those that it had, and have the words follow."""
    before = {_name(entry): entry for entry in current}
    after = {_name(entry): entry for entry in wanted}
    gone = [entry.pk for name, entry in before.items() if name not in after]
    new = [
        entry
        for name, entry in after.items()
        if name not in before or _content(entry) != _content(before[name])
    ]
    SearchEntry.objects.filter(pk__in=gone).delete()
    _write(new)
    had, has = _words_of(before.values()), _words_of(after.values())
    _let_in({word: has[word] for word in has if word not in had or has[word] < had[word]})
    _look_again([word for word in had if word not in has or has[word] > had[word]])


def _write(entries: list[SearchEntry]) -> None:
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["kind", "key"], update_fields=CONTENT
    )


def _name(entry: SearchEntry) -> tuple[str, str]:
    return entry.kind, entry.key


def _content(entry: SearchEntry) -> tuple[object, ...]:
    return tuple(getattr(entry, name) for name in CONTENT)


# --- The words that entries go by ------------------------------------------------------------


def _words_of(entries: Iterable[SearchEntry]) -> dict[str, datetime]:
    """The words to which a typing error may be led back, each with the moment of the first."""
    words: dict[str, datetime] = {}
    for entry in sorted(entries, key=lambda entry: entry.visible_from):
        if entry.kind in STATEMENTS:
            continue
        for word in filter(_may_be_meant, entry.names.split()):
            words.setdefault(word, entry.visible_from)
    return words


def _may_be_meant(word: str) -> bool:
    # Of a number no other number is meant.
    return SHORTEST_WORD <= len(word) <= LONGEST_WORD and not (word.isdecimal() or word in COMMON)


def _let_in(words: dict[str, datetime]) -> None:
    """Know some words from a moment on, if not from an earlier one."""
    known = SearchWord.objects.filter(word__in=words).values_list("word", "visible_from")
    earlier = {word for word, visible_from in known if visible_from <= words[word]}
    _keep({word: at for word, at in words.items() if word not in earlier})


def _look_again(words: Iterable[str]) -> None:
    """See whether other entries still have words that left one, and from when on."""
    first = {
        word: BACKENDS[connection.vendor]
        .named_by(word)
        .aggregate(first=Min("visible_from"))["first"]
        for word in words
    }
    SearchWord.objects.filter(word__in=[word for word in first if first[word] is None]).delete()
    _keep({word: at for word, at in first.items() if at})


def _keep(words: dict[str, datetime]) -> None:
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, visible_from=at) for word, at in sorted(words.items())],
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["visible_from"],
        batch_size=AT_ONCE,
    )


def _bring_words_up_to_date() -> None:
    """Read the names of all entries again."""
    wanted: dict[str, datetime] = {}
    names = SearchEntry.objects.exclude(kind__in=STATEMENTS).order_by("visible_from")
    for words, visible_from in names.values_list("names", "visible_from").iterator(AT_ONCE):
        for word in filter(_may_be_meant, words.split()):
            wanted.setdefault(word, visible_from)
    current = dict(SearchWord.objects.values_list("word", "visible_from"))
    gone = sorted(current.keys() - wanted.keys())
    for first in range(0, len(gone), AT_ONCE):
        SearchWord.objects.filter(word__in=gone[first : first + AT_ONCE]).delete()
    _keep({word: at for word, at in wanted.items() if current.get(word) != at})
