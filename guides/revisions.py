"""Keeping how rows stood after each save, so that editors can compare them and put them back.

A revision is a record as content files hold it (guides/kinds.py): a guide with its sections, a
claim with the keys of its sources. It is kept by calls that one can see, in the transaction of the
change and after its last write.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone

from guides import loading
from guides.choices import ChangeKind
from guides.dates import moment_in_words
from guides.kinds import Kind, Record, digest
from guides.models import Claim, Guide, PopularClaim, Revision, Source
from guides.sentences import first_sentence
from guides.uses import guides_that_mention

# The fields that say whether readers see a row.
SEEN_BY = ("published_at", "is_published")

OF_ANOTHER_TIME = "This was kept when content had other fields, and cannot be put back."

AS_IT_WAS = "As it stood before this; the content files or a command had changed it"


class Told(NamedTuple):
    """What readers are told of a change: its kind, and in a sentence what is different."""

    change: ChangeKind
    sentence: str


def kind_of(model: type[Model]) -> Kind:
    """How rows of a model are held in content files."""
    return next(kind for kind in loading.KINDS if kind.model is model)


def record_of(row: Model) -> Record:
    """A row of any content as it stands in the database, with what belongs to it."""
    # Read again, as a row may hold what belonged to it before.
    return kind_of(type(row)).record_of(type(row)._base_manager.get(pk=row.pk))


def state_of(row: Model) -> str:
    """A name for all that a row says, so that one can see whether it moved meanwhile."""
    return digest(record_of(row))


def of(row: Model) -> QuerySet[Revision]:
    """The revisions of a row, the latest first."""
    return Revision.objects.filter(kind=row._meta.label_lower, row=row.pk).select_related(
        "saved_by"
    )


def latest_of(rows: Iterable[Model], *, with_records: bool = False) -> dict[int, Revision]:
    """The last revision of each of some rows of one model, by primary key, in one query."""
    rows = list(rows)
    if not rows:
        return {}
    newer = Revision.objects.filter(
        kind=OuterRef("kind"), row=OuterRef("row"), pk__gt=OuterRef("pk")
    )
    kept = Revision.objects.filter(
        ~Exists(newer), kind=rows[0]._meta.label_lower, row__in=[row.pk for row in rows]
    )
    if not with_records:
        kept = kept.defer("record")
    return {one.row: one for one in kept.select_related("saved_by")}


def as_of(row: Model, at: datetime) -> Revision | None:
    """How a row stood at a moment; None if nothing was kept of then.

    What stood there before anything was kept is known from the first change that was.
    """
    kept = of(row)
    before, first = kept.filter(saved_at__lte=at).first(), kept.last()
    return before or (first if first and first.was_done == AS_IT_WAS else None)


def keep_all(
    rows: Iterable[Model],
    *,
    by: User | None,
    was_done: str,
    told_of: Callable[[Model], Told | None] = lambda row: None,
) -> None:
    """Keep how rows stand now, as `keep` does, in a few queries for all rows of a model."""
    rows = list(rows)
    records = _records_of(rows)
    made = []
    for row in rows:
        made.append(_revision(row, records[_place(row)], by, was_done, told_of(row)))
    Revision.objects.bulk_create(made)


def keep_what_all_were(rows: Iterable[Model]) -> None:
    """Keep how rows stand before they are changed, as `keep_what_was` does, likewise."""
    rows = list(rows)
    records, latest = _records_of(rows), {}
    for model in {type(row) for row in rows}:
        some = [row for row in rows if type(row) is model]
        kept = latest_of(some, with_records=True)
        latest |= {(model, pk): revision.record for pk, revision in kept.items()}
    keep_all(
        [row for row in rows if latest.get(_place(row)) != as_kept(records[_place(row)])],
        by=None,
        was_done=AS_IT_WAS,
    )


def _records_of(rows: list[Model]) -> dict[tuple[type[Model], int], Record]:
    """Rows as they stand in the database, with what belongs to them."""
    records = {}
    for model in {type(row) for row in rows}:
        kind = kind_of(model)
        belongs = kind.related or (["sections"] if model is Guide else [])
        fresh = model._base_manager.filter(pk__in=[r.pk for r in rows if type(r) is model])
        for row in fresh.prefetch_related(*belongs):
            records[model, row.pk] = kind.record_of(row)
    return records


def _place(row: Model) -> tuple[type[Model], int]:
    return type(row), row.pk


def keep(row: Model, *, by: User | None, was_done: str, told: Told | None = None) -> Revision:
    """Keep how a row stands now; with `told` as a change that readers saw."""
    revision = _revision(row, record_of(row), by, was_done, told)
    revision.save(force_insert=True)
    return revision


def _revision(
    row: Model, record: Record, by: User | None, was_done: str, told: Told | None
) -> Revision:
    return Revision(
        kind=row._meta.label_lower,
        row=row.pk,
        record=record,
        saved_at=timezone.now(),
        saved_by=by,
        was_done=was_done,
        change=told.change if told else "",
        sentence=told.sentence if told else "",
        title=title_of(row),
    )


def keep_what_was(row: Model) -> None:
    """Keep how a row stands before it is changed, unless its last revision says the same."""
    latest = of(row).first()
    if latest is None or latest.record != as_kept(record_of(row)):
        keep(row, by=None, was_done=AS_IT_WAS)


def as_kept(record: Record) -> Record:
    """A record in the form in which the database gives it back."""
    encoder = Revision._meta.get_field("record").encoder
    return json.loads(json.dumps(record, cls=encoder))


def words_of(record: Record) -> Record:
    """What a record says: not whether and since when readers see it, which putting back keeps."""
    return {name: value for name, value in record.items() if name not in SEEN_BY}


def put_back(revision: Revision, row: Model) -> None:
    """Write a row as it stood then. Raises ValidationError by field if that no longer holds."""
    kind = kind_of(type(row))
    seen_by = {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name in SEEN_BY}
    record = {**revision.record, **seen_by}
    try:
        checked = kind.checked(record)
    except (ValidationError, KeyError) as error:
        raise ValidationError(OF_ANOTHER_TIME) from error
    kind.write(checked, row)
    if isinstance(row, Source):
        row.require_another_seen_one()


def put_back_words(revision: Revision) -> str:
    """What is done when a revision is put back."""
    return f"Put back as it was on {moment_in_words(revision.saved_at)}"


def title_of(row: Model) -> str:
    """What readers know a row by."""
    match row:
        case Guide():
            return row.title
        case Claim():
            return first_sentence(row.statement)
        case PopularClaim():
            return f"Checked: “{row.says}”"
    return str(row)


def is_public(row: Model) -> bool:
    """Whether readers see a row now."""
    if isinstance(row, Guide):
        return row.is_published(timezone.now())
    if isinstance(row, Source):
        # Readers meet it where something that they read rests on it.
        claims = row.claims.filter(is_published=True).exists()
        return claims or any(map(is_public, guides_that_mention(row)))
    # Not every kind can be taken from view.
    return getattr(row, "is_published", True)


def address_of(row: Model) -> str:
    """Where readers find a row; empty for one that has no page, or none that they see."""
    has_page = hasattr(row, "get_absolute_url") and is_public(row)
    return row.get_absolute_url() if has_page else ""
