"""Kinds of content: how each is read from its files, checked, and written to the database, or back.

`record_of` gives a row in the form that its file has, so that the two can be compared.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db.models import Model

from guides import house_yaml
from guides.models import Claim
from guides.models.evidence import SEEN_SOURCE_NEEDED
from guides.reviewing import Reviewed

CONTENT = Path(__file__).resolve().parent / "content"

Record = dict[str, Any]


class ContentError(Exception):
    """A content file that cannot be loaded; says which file, which row and why."""


@dataclass(frozen=True)
class Kind:
    """The rows of one model, kept in one YAML file as a flat list."""

    model: type[Model]
    file: str
    # Many-to-many fields; a file holds lists of keys.
    related: Mapping[str, type[Model]] = field(default_factory=dict)
    # Fields that a file leaves out where they have their default. A field that is new must be one
    # of them: a row from before it came then still matches what was last loaded.
    may_lack: frozenset[str] = frozenset()
    # What files held once and no longer do, as it stood there: a row from before that still
    # matches what was last loaded.
    formerly: Mapping[str, Any] = field(default_factory=dict)
    key_field: str = "key"
    folder: Path = CONTENT

    @property
    def name(self) -> str:
        """What its rows are called, such as “claims”."""
        return str(self.model._meta.verbose_name_plural)

    def records(self) -> Iterator[tuple[str, Record]]:
        """Each row of the files: the name of its file, and its fields. Raises ContentError."""
        try:
            text = (self.folder / self.file).read_text(encoding="utf-8")
            records = yaml.load(text, Loader=house_yaml.SafeLoader)  # noqa: S506 -- a SafeLoader, imported under its own name
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise ContentError(f"{self.file}: {error}") from error
        if not isinstance(records, list):
            raise ContentError(f"{self.file}: this should be a list.")
        for number, record in enumerate(records, start=1):
            if not isinstance(record, dict) or not isinstance(record.get(self.key_field), str):
                raise ContentError(f"{self.file}: row {number} has no {self.key_field}.")
            yield self.file, record

    def held(self) -> dict[str, Record | None]:
        """What the files hold, by key, in the form of record_of; None for a row with a wrong field.

        Nothing where there are no files yet. Raises ContentError.
        """
        held: dict[str, Record | None] = {}
        for file, raw in self.records() if (self.folder / self.file).exists() else ():
            key = raw[self.key_field]
            if key in held:
                raise ContentError(f"{file}, {key}: this {self.key_field} stands there twice.")
            try:
                held[key] = self.checked(raw)
            except ValidationError:
                held[key] = None
        return held

    def texts(self, records: Mapping[str, Record]) -> dict[str, str]:
        """The files that hold these records, by name; what says the same already stays as it is.

        Raises ContentError where the files of now cannot be read.
        """
        path = self.folder / self.file
        held = self.held()
        raw = {row[self.key_field]: row for _, row in self.records()} if path.exists() else {}
        head, pieces = house_yaml.items(read_as_it_is(path) if path.exists() else "")
        if not pieces:
            # Rows that share a line have no layout to keep.
            held = {}
        kept = [
            piece
            if held[key] == records[key]
            else house_yaml.replaced(piece, self._text(records[key], raw[key]))
            for key, piece in zip(held, pieces, strict=True)
            if key in records
        ]
        new = [self._text(record) for key, record in records.items() if key not in held]
        if not records:
            new = [house_yaml.written([])]
        return {self.file: house_yaml.joined(head + "".join(kept), *new)}

    def unlike(self, row: Model, record: Record | None) -> list[str]:
        """The fields of a row that a record does not hold as they are."""
        if record is None:
            return [self.key_field]
        return [name for name in self._names() if not self._is_held(name, row, record)]

    def rows(self) -> dict[str, Model]:
        """Every row of the database, by key."""
        rows = self.model._default_manager.prefetch_related(*self.related)
        return {getattr(row, self.key_field): row for row in rows}

    def digest(self, record: Record) -> str:
        """A name for what a record says, by which a row is known again after it was loaded."""
        return digest({**self.formerly, **record})

    def record_of(self, row: Model) -> Record:
        """A row as its file would hold it."""
        return self.as_record(self.values_of(row))

    def values_of(self, row: Model) -> Record:
        """What a row holds in each of its fields, and the keys of what it is linked to."""
        return {
            name: [linked.key for linked in getattr(row, name).all()]
            if name in self.related
            else getattr(row, name)
            for name in self._names()
        }

    def as_record(self, values: Record) -> Record:
        """Values of all fields as a file holds them."""
        return {
            name: sorted(value) if name in self.related else _plain(value)
            for name, value in values.items()
            if name not in self.may_lack or value != self.model._meta.get_field(name).get_default()
        }

    def checked(self, record: Record) -> Record:
        """A record from a file in the very form of record_of. Raises ValidationError by field."""
        names = self._names()
        wrong = {name: "There is no such field." for name in record if name not in names}
        for name in names:
            if name not in record and name not in self.may_lack:
                wrong[name] = "This field is missing."
        if wrong:
            raise ValidationError(wrong)
        return self.as_record({name: self._value(name, record) for name in names})

    def write(self, record: Record, row: Model | None) -> None:
        """Change a row into a checked record, or make one. Raises ValidationError by field."""
        row = row or self.model()
        linked = {name: self._linked(name, record[name]) for name in self.related}
        for name in self._names():
            if name not in linked:
                setattr(row, name, self._value(name, record))
        if self.model is Claim and not any(source.seen for source in linked["sources"]):
            raise ValidationError({"sources": SEEN_SOURCE_NEEDED})
        row.full_clean()
        row.save()
        for name, others in linked.items():
            getattr(row, name).set(others)

    def _names(self) -> list[str]:
        """The fields in the order of the files, where those of a review come last."""
        names = [
            f.name for f in self.model._meta.concrete_fields if f.editable and not f.primary_key
        ]
        last = [f.name for f in Reviewed._meta.fields]
        return [
            *(name for name in names if name not in last),
            *self.related,
            *(name for name in names if name in last),
        ]

    def _value(self, name: str, record: Record) -> Any:
        """What a record holds for a field, as the field's own type. Raises ValidationError."""
        model_field = self.model._meta.get_field(name)
        value = record[name] if name in record else model_field.get_default()
        if name in self.related:
            if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
                raise ValidationError({name: "This should be a list of keys."})
            return value
        try:
            # A float would bring digits that nobody wrote.
            return model_field.to_python(str(value) if isinstance(value, float) else value)
        except ValidationError as error:
            raise ValidationError({name: error}) from error

    def _text(self, record: Record, before: Record | None = None) -> str:
        """A record as a row of its file, with the defaults that the row named before."""
        names = [name for name in self._names() if name in record or name in (before or {})]
        defaults = {name: self.model._meta.get_field(name).get_default() for name in names}
        return house_yaml.written([{**defaults, **record}])

    def _is_held(self, name: str, row: Model, record: Record) -> bool:
        value = self._value(name, record)
        if name in self.related:
            return value == sorted(linked.key for linked in getattr(row, name).all())
        return bool(value == getattr(row, name))

    def _linked(self, name: str, keys: list[str]) -> list[Model]:
        others = self.related[name]._default_manager.in_bulk(keys, field_name="key")
        if missing := [key for key in keys if key not in others]:
            noun = self.related[name]._meta.verbose_name
            raise ValidationError({name: [f"There is no {noun} “{key}”." for key in missing]})
        return list(others.values())


def _plain(value: Any) -> Any:
    """A value as YAML writes it: numbers without idle zeros, moments in UTC."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value


def digest(record: Record) -> str:
    """A name for what a record says: the same for the same, whatever the order of its fields."""
    text = json.dumps(record, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def read_as_it_is(path: Path) -> str:
    """A file's text to the letter, with its own ends of line."""
    return path.read_bytes().decode("utf-8")
