"""The editors' forms: no save is lost, and readers are told what changed for them."""

import re
from copy import deepcopy
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.forms.models import BaseInlineFormSet

from guides import revisions
from guides.choices import ChangeKind
from guides.kinds import Record, digest
from guides.models.revisions import SENTENCE_LENGTH
from guides.revisions import Told

MOVED = (
    "Somebody saved this after you opened it, so yours was not saved. Nothing that you typed is "
    "lost: it is still in the form. See above what differs, take over what is right, and save "
    "again."
)
LOOKED_AT_ANOTHER = (
    "Somebody changed this, or what readers see, while you looked at it. Look at it again, then go "
    "on."
)
WHY_NEEDED = "Readers see this change. Say in a sentence what is different for them."
CHANGE_NEEDED = "Readers see this change. Choose what kind it is."


class ContentForm(forms.ModelForm):
    """A row of content, and how it stood when the form was opened."""

    # A name for that, which comes back with what was typed.
    state = forms.CharField(required=False, widget=forms.HiddenInput)

    # Fields that belong to the saving, and not to the row.
    beside: tuple[str, ...] = ("state",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # How the row stands now, if somebody saved it after the form was opened.
        self.theirs: Record | None = None
        if self.instance.pk:
            self.initial["state"] = revisions.state_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """What was typed. Raises ValidationError if the row has moved since the form was opened.

        Nobody else writes by now, so nobody moves it before this is saved.
        """
        cleaned = super().clean()
        if self.instance.pk and "state" in self.fields:
            now = revisions.record_of(self.instance)
            if cleaned.get("state") != digest(now):
                self.theirs = now
                # Whoever has seen both texts may save again.
                self.data = self.data.copy()
                self.data[self.add_prefix("state")] = digest(now)
                raise forms.ValidationError(MOVED, code="moved")
        return cleaned

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields of the row that were changed."""
        return [name for name in super().changed_data if name not in self.beside]

    @property
    def told(self) -> Told | None:
        """What readers are told of the change; None if it is none for them."""
        return None


class ToldFields(forms.Form):
    """What readers are told of a change that they see."""

    change = forms.ChoiceField(
        label="Kind of change",
        choices=[("", "---------"), *ChangeKind.choices],
        help_text="Safety: it may keep somebody from harm. Evidence: we know something else. "
        "Wording: it says the same in other words.",
        error_messages={"required": CHANGE_NEEDED},
    )
    sentence = forms.CharField(
        label="What is different",
        max_length=SENTENCE_LENGTH,
        widget=AdminTextInputWidget,
        help_text="One sentence for readers. It stands under Changes and in the feed.",
        error_messages={"required": WHY_NEEDED},
    )

    @property
    def told(self) -> Told:
        """What was typed, once it is valid."""
        return Told(ChangeKind(self.cleaned_data["change"]), self.cleaned_data["sentence"])


class LookedAt(forms.Form):
    """A step that is taken on what was looked at before, and on nothing else."""

    # A name for that, from when the page was opened.
    state = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, state: str) -> None:
        super().__init__(data, initial={"state": state})
        self._state = state

    def clean(self) -> dict[str, Any]:
        """What was typed. Raises ValidationError if what was looked at has changed."""
        cleaned = super().clean()
        if cleaned.get("state") != self._state:
            # Whoever sees it as it is now may go on.
            self.data = {**self.data.dict(), "state": self._state}
            raise forms.ValidationError(LOOKED_AT_ANOTHER, code="moved")
        return cleaned


class ToldLookedAt(ToldFields, LookedAt):
    """Such a step, and what readers are told of it."""


def optional(field: forms.Field) -> forms.Field:
    """The same field, for a form that says itself when it must be filled in."""
    field = deepcopy(field)
    field.required = False
    return field


class ToldForm(ContentForm):
    """A row that readers see as soon as it is saved, and so are told what changed."""

    change = optional(ToldFields.base_fields["change"])
    sentence = optional(ToldFields.base_fields["sentence"])

    beside = ("state", "change", "sentence")

    def clean(self) -> dict[str, Any]:
        """What was typed. Raises ValidationError beside what readers would miss."""
        cleaned = super().clean()
        if self._readers_see_it(cleaned):
            if not cleaned.get("change"):
                self.add_error("change", CHANGE_NEEDED)
            # Too long a sentence has an error of its own.
            if not cleaned.get("sentence") and "sentence" not in self.errors:
                self.add_error("sentence", WHY_NEEDED)
        return cleaned

    def _readers_see_it(self, cleaned: dict[str, Any]) -> bool:
        """Whether this is a change to what readers see, before it or after."""
        if "change" not in self.fields or not self.has_changed():
            return False
        was_seen = bool(self.instance.pk) and revisions.is_public(self.instance)
        return was_seen or self.will_be_seen(cleaned)

    def will_be_seen(self, cleaned: dict[str, Any]) -> bool:
        """Whether readers see the row once it is saved, though they did not before."""
        return cleaned.get("is_published", True)

    @property
    def told(self) -> Told | None:
        """What readers are told of the change; None if it is none for them."""
        if not self._readers_see_it(self.cleaned_data):
            return None
        return Told(ChangeKind(self.cleaned_data["change"]), self.cleaned_data["sentence"])


class SectionFormSet(BaseInlineFormSet):
    """A guide's sections.

    What was typed into a section that a colleague deleted meanwhile comes back as a new one, or
    goes into the one that has its anchor now.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        if self.is_bound:
            self.data = self._with_rows_that_are_there(self.data)

    def _with_rows_that_are_there(self, data: Any) -> Any:
        """What was posted, with ids of rows that are there alone, and these first.

        Django takes as many rows for known as there were when the form was opened.
        """
        initial, total = self.initial_form_count(), self.total_form_count()
        places = {str(pk): slug for pk, slug in self.get_queryset().values_list("pk", "slug")}
        ids = {i: data.get(f"{self.prefix}-{i}-id") for i in range(total)}
        if all(ids.get(i) in places for i in range(initial)):
            return data

        known = {i: pk for i, pk in ids.items() if pk in places}
        free = {slug: pk for pk, slug in places.items() if pk not in known.values()}
        for i in range(total):
            slug = data.get(f"{self.prefix}-{i}-slug")
            if i not in known and slug in free:
                known[i] = free.pop(slug)

        order = [*sorted(known), *(i for i in range(total) if i not in known)]
        numbered = re.compile(rf"{re.escape(self.prefix)}-(\d+)-(.+)")
        sent = data.copy()
        for name in data:
            if numbered.fullmatch(name):
                del sent[name]
        for name in data:
            if (found := numbered.fullmatch(name)) and int(found[1]) in order:
                number, field = int(found[1]), found[2]
                values = data.getlist(name)
                if field == "id":
                    values = [known.get(number, "")]
                elif field == self.fk.name:
                    values = [str(self.instance.pk)]
                sent.setlist(f"{self.prefix}-{order.index(number)}-{field}", values)
        sent[f"{self.prefix}-INITIAL_FORMS"] = str(len(known))
        # It was read from what was posted.
        del self.management_form
        return sent
