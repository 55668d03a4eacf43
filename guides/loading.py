"""Content files into the database, again and again, and never over an editor's change.

For each row a digest is kept of what was last written (LoadedRecord). A row that no longer matches
it was changed by an editor, and one that is gone was deleted by one: both are left as they are. A
row that does match follows its file. Rows that no file has are left alone, and named if a file
once had them: a statement is taken back by is_published, not by leaving it out.
"""

from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from guides import sign_off, version
from guides.guide_files import GuideKind
from guides.kinds import ContentError, Kind
from guides.models import Claim, LoadedRecord, Notice, PopularClaim, Source, Term
from guides.search import index

__all__ = ["KINDS", "ContentError", "Kind", "Tally", "add_kind", "load"]

# In this order, as the later ones name the earlier ones.
KINDS = [
    Kind(Source, "sources.yaml", may_lack=frozenset({"read", "funding"})),
    Kind(Claim, "claims.yaml", related={"sources": Source}, may_lack=frozenset({"is_published"})),
    Kind(PopularClaim, "popular-claims.yaml", related={"claims": Claim}),
    Kind(Notice, "notices.yaml"),
    Kind(Term, "glossary.yaml", related={"sources": Source}),
    GuideKind(),
]


def add_kind(kind: Kind) -> None:
    """Load another app's content too, after ours."""
    KINDS.append(kind)


@dataclass
class Tally:
    """What became of the records of one kind: how many there are, and the keys that stood out."""

    kind: str
    total: int = 0
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    # Those of the kept ones whose file has changed since too.
    outdated: list[str] = field(default_factory=list)
    # Still on the site, though no file has them any longer.
    gone: list[str] = field(default_factory=list)
    left_deleted: list[str] = field(default_factory=list)


@transaction.atomic
def load() -> list[Tally]:
    """Bring database and search up to the content files, all or nothing. Raises ContentError.

    Approvals of texts that changed by it fall.
    """
    # Nobody saves a row between our look at it and our writing.
    version.lock()
    tallies = [_load_kind(kind) for kind in KINDS]
    for kind, tally in zip(KINDS, tallies, strict=True):
        if kind.model is Source:
            _require_seen_sources(kind, {*tally.new, *tally.changed})
    index.bring_up_to_date()
    # A database from before there was a version has none, and nobody could keep anything.
    if any(tally.new or tally.changed for tally in tallies) or version.current() is None:
        version.move()
    sign_off.let_fall()
    return tallies


def _load_kind(kind: Kind) -> Tally:
    label = kind.model._meta.label_lower
    loaded = dict(LoadedRecord.objects.filter(kind=label).values_list("key", "digest"))
    rows = kind.rows()
    tally = Tally(kind.name)
    written: dict[str, str] = {}
    seen: set[str] = set()
    for file, raw in kind.records():
        key = raw[kind.key_field]
        if key in seen:
            raise ContentError(f"{file}, {key}: this {kind.key_field} stands there twice.")
        seen.add(key)
        tally.total += 1
        row = rows.get(key)
        try:
            record = kind.checked(raw)
            wanted = kind.digest(record)
            current = kind.digest(kind.record_of(row)) if row else None
            if current == wanted:
                # As it should be, perhaps because an editor and the file came to agree.
                if loaded.get(key) != wanted:
                    written[key] = wanted
            elif row is None and key in loaded:
                tally.left_deleted.append(key)
            elif row is not None and current != loaded.get(key):
                tally.kept.append(key)
                if wanted != loaded.get(key):
                    tally.outdated.append(key)
            else:
                kind.write(record, row)
                written[key] = wanted
                (tally.changed if row else tally.new).append(key)
        except ValidationError as error:
            raise ContentError(f"{file}, {key}: {_in_words(error)}") from error
    tally.gone = sorted(loaded.keys() & rows.keys() - seen)
    LoadedRecord.objects.bulk_create(
        [LoadedRecord(kind=label, key=key, digest=digest) for key, digest in written.items()],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["digest"],
    )
    return tally


def _require_seen_sources(kind: Kind, keys: set[str]) -> None:
    """Refuse sources that carry a claim unseen, once the claims too are as their files have them.

    Only those of these keys, which were just written: an older row stops no start of the site.
    """
    for source in Source.objects.filter(key__in=keys, seen=False):
        try:
            source.require_another_seen_one()
        except ValidationError as error:
            raise ContentError(f"{kind.file}, {source.key}: {_in_words(error)}") from error


def _in_words(error: ValidationError) -> str:
    """The field and the message, for each thing that is wrong."""
    return "; ".join(
        message if name == NON_FIELD_ERRORS else f"{name}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    )
