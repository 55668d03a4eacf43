"""The index kept in step with the rows, by calls that one can see: nothing listens for saves.

load_content brings the whole index up to date each time it runs, which is at every start; so there
is no command to rebuild it. The admin refreshes or forgets the entries of the row that was edited.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Left

from guides.choices import SearchKind
from guides.models import Claim, Guide, PopularClaim, SearchEntry, SearchWord, Term
from guides.search.entries import ADDED, entries_for, everything
from guides.search.words import COMMON, words_of

CONTENT = ("address", "title", "text", "names", "visible_from")
# A typing error can only be led back to a word that is long enough to be one.
SHORTEST_WORD = 3


@transaction.atomic
def bring_up_to_date() -> None:
    """Make the index what the rows say: add, change and delete what differs, and no more."""
    wanted = [entry for rows in everything() for row in rows for entry in entries_for(row)]
    _replace(SearchEntry.objects.all(), wanted)
    _bring_words_up_to_date()


@transaction.atomic
def refresh(row: Model) -> None:
    """Bring the entries of a row up to date, after it was saved with what belongs to it."""
    # What people say is found as long as a published claim answers it.
    rows = [row, *(row.popular_claims.all() if isinstance(row, Claim) else ())]
    # Read again, as a guide may still hold the sections that it had before.
    fresh = [type(row)._base_manager.get(pk=row.pk) for row in rows]
    has_changed = False
    for each in fresh:
        has_changed |= _replace(_entries_of(each), entries_for(each))
    if has_changed:
        _bring_words_up_to_date()


@transaction.atomic
def forget(row: Model) -> None:
    """Delete the entries of a row that was deleted."""
    if _replace(_entries_of(row), []):
        _bring_words_up_to_date()


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


def _replace(current: QuerySet[SearchEntry], wanted: Iterable[SearchEntry]) -> bool:
    """Put entries in the place of others; whether anything was different."""
    before = {(entry.kind, entry.key): entry for entry in current}
    after = {(entry.kind, entry.key): entry for entry in wanted}
    gone = [entry.pk for name, entry in before.items() if name not in after]
    new = [
        entry
        for name, entry in after.items()
        if name not in before or _content(entry) != _content(before[name])
    ]
    SearchEntry.objects.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["kind", "key"], update_fields=CONTENT
    )
    return bool(gone or new)


def _content(entry: SearchEntry) -> list[object]:
    return [getattr(entry, name) for name in CONTENT]


def _bring_words_up_to_date() -> None:
    """Read the names of all entries again, as a word that left one may stand in another."""
    longest = SearchWord._meta.get_field("word").max_length
    wanted: dict[str, datetime] = {}
    entries = SearchEntry.objects.order_by("visible_from").values_list("names", "visible_from")
    for names, visible_from in entries:
        for word in words_of(names):
            # Of a number no other number is meant.
            fits = SHORTEST_WORD <= len(word) <= longest
            if fits and not word.isdecimal() and word not in COMMON:
                wanted.setdefault(word, visible_from)
    current = dict(SearchWord.objects.values_list("word", "visible_from"))
    SearchWord.objects.filter(word__in=current.keys() - wanted.keys()).delete()
    SearchWord.objects.bulk_create(
        [
            SearchWord(word=word, visible_from=visible_from)
            for word, visible_from in sorted(wanted.items())
            if current.get(word) != visible_from
        ],
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["visible_from"],
    )
