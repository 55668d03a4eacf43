"""What an editor typed into a form that was not saved, named as the form names it.

It asks no database, as that may be why nothing was saved.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin import ModelAdmin
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import fields_for_model
from django.utils.text import capfirst

# A field of a row that is edited inside of another's form; counted from 0. No form has more rows.
INSIDE = re.compile(r"(\w+)-([0-9]{1,4})-(\w+)")
# In a box of the page, where a browser does not measure the text itself.
LETTERS_A_LINE, MOST_LINES = 72, 14


class Typed(NamedTuple):
    """A field that was filled in: its name as in the form, and what stood in it."""

    label: str
    text: str

    @property
    def lines(self) -> int:
        """How high a box shows it, or enough of it to begin with."""
        needed = sum(1 + len(line) // LETTERS_A_LINE for line in self.text.split("\n"))
        return min(needed, MOST_LINES)


def typed_into(page: ModelAdmin, sent: Iterable[tuple[str, str]]) -> Iterator[Typed]:
    """What was typed or chosen in a form of the admin, in the form's order, nothing empty.

    Rows that were chosen are counted: only the database knows what they are called. What nobody
    typed, such as tokens and hidden numbers, is left out.
    """
    texts: dict[str, list[str]] = {}
    for name, value in sent:
        texts.setdefault(name, []).append(value)
    own = _fields_of(page, page.model) | page.form.declared_fields
    inside = _fields_inside(page)
    for name, values in texts.items():
        prefix = ""
        fields, field_name = own, name
        if found := INSIDE.fullmatch(name):
            relation, number, field_name = found.groups()
            noun, fields = inside.get(relation, ("", {}))
            prefix = f"{noun} {int(number) + 1}: "
        field = fields.get(field_name)
        if field and any(values) and not field.widget.is_hidden:
            label = capfirst(field.label or field_name.replace("_", " "))
            yield Typed(f"{prefix}{label}", _in_words(field, values))


def _fields_of(page: ModelAdmin, model: type[models.Model], but: str = "") -> dict[str, Any]:
    """The fields of a model as the admin makes them."""

    def field_of(column: models.Field, **options: Any) -> forms.Field | None:
        return column.formfield(**options | page.formfield_overrides.get(type(column), {}))

    return fields_for_model(model, exclude=[but], formfield_callback=field_of)


def _fields_inside(page: ModelAdmin) -> dict[str, tuple[str, dict[str, forms.Field]]]:
    """What the rows inside of a form are called, and their fields, by the name of the relation."""
    edited = {inline.model for inline in page.inlines}
    to_delete = {DELETION_FIELD_NAME: forms.BooleanField(label="Delete")}
    return {
        relation.get_accessor_name(): (
            capfirst(relation.related_model._meta.verbose_name),
            _fields_of(page, relation.related_model, but=relation.field.name) | to_delete,
        )
        for relation in page.opts.related_objects
        if relation.related_model in edited
    }


def _in_words(field: forms.Field, values: list[str]) -> str:
    match field:
        case forms.ModelChoiceField():
            return f"{len(values)} chosen"
        case forms.BooleanField():
            return "Yes"
        case forms.ChoiceField():
            return "\n".join(str(dict(field.choices).get(value, value)) for value in values)
    return "\n".join(values)
