"""What the admin pages of all content have in common; the planner's too."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from guides import consequences, revisions, version
from guides.admin.fields import TextField
from guides.admin.forms import ContentForm, ToldForm
from guides.admin.history import History
from guides.choices import ChangeKind
from guides.differences import differences
from guides.editing.sign_off import tell_of_ended
from guides.editing.typed import typed_into
from guides.editing_log import LoggedEditing
from guides.kinds import Record
from guides.models import Revision
from guides.revisions import Told, kind_of

TAKEN_OUT = "This was taken out."
STILL_USED = "Nothing was deleted: one of them is in use, or readers see it."
DELETED = "Somebody deleted it while you were writing, so there is nothing to save this in."
ONLY_TO_LOOK = (
    "You may look at this, and not change it: perhaps it was published while you were writing."
)

# In digits: no guide has more sections.
LONGEST_PLACE = 9


class ContentAdmin(LoggedEditing, History, admin.ModelAdmin):
    """Whatever is saved or deleted here is compared, kept, told and spread, in one transaction."""

    form = ToldForm
    change_form_template = "admin/content/change_form.html"
    formfield_overrides = {
        models.TextField: {"form_class": TextField},
        models.URLField: {"assume_scheme": "https"},
    }
    # What kind of change it is for readers that a row was deleted.
    taken_out_for = ChangeKind.EVIDENCE
    # Others rely on these: they can be chosen once, for a new row.
    fixed_fields: tuple[str, ...] = ()

    def get_fixed_fields(self, row: models.Model) -> tuple[str, ...]:
        """The fields that can no longer be changed on a row."""
        return self.fixed_fields

    # --- The form ----------------------------------------------------------------------------

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Iterable[Any]:
        """The fields of the row; those of the saving have a place of their own."""
        beside = self.form.beside
        return [name for name in super().get_fields(request, obj) if name not in beside]

    def get_fieldsets(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[tuple[str | None, dict[str, Any]]]:
        """The stock ones and, for whoever may save, what belongs to the saving."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj and not self.has_change_permission(request, obj):
            return fieldsets
        title = "What readers are told" if issubclass(self.form, ToldForm) else None
        return [*fieldsets, (title, {"fields": self.form.beside})]

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form, with what is fixed shown but shut.

        Not read-only fields: those are left out of the form, and with them the checks that
        compare them with others.
        """
        form = super().get_form(request, obj, **kwargs)
        for name in self.get_fixed_fields(obj) if obj else ():
            if name in form.base_fields:
                form.base_fields[name].disabled = True
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The stock page. What is sent is compared and saved while nobody else writes."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            version.lock()
            if object_id is not None:
                object_id, form_url = self.where_it_goes(request, object_id, form_url)
                row = self.get_object(request, unquote(object_id))
                if row and self._may_only_look(request, row):
                    return self._give_back(request, ONLY_TO_LOOK, status=403)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def where_it_goes(self, request: HttpRequest, object_id: str, form_url: str) -> tuple[str, str]:
        """The row into which what was sent is to be saved, and the address of its form."""
        return object_id, form_url

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Where a row is not there; what was typed for it is shown, so that it is not lost."""
        if request.method != "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        return self._give_back(request, DELETED, status=404)

    def _may_only_look(self, request: HttpRequest, row: models.Model) -> bool:
        return not self.has_change_permission(request, row) and self.has_view_permission(
            request, row
        )

    def _give_back(self, request: HttpRequest, why: str, status: int) -> HttpResponse:
        """What was typed and cannot be saved, to be read and copied."""
        sent = ((name, value) for name, values in request.POST.lists() for value in values)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Not saved",
            "why": why,
            "typed": list(typed_into(self, sent)),
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/content/given_back.html", context, status=status)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The stock page. Whether a row may go is asked while nobody else writes."""
        with transaction.atomic():
            if request.method == "POST":
                version.lock()
            return super().delete_view(request, object_id, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page; where somebody else saved meanwhile with both texts and how they differ."""
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        context["mistakes"] = list(mistakes(form, formsets))
        if getattr(form, "theirs", None) is not None:
            context |= {
                "moved_by": _saved_by(form),
                "moved": differences(
                    form.theirs, typed_record(form, formsets), kind_of(self.model)
                ),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Saving and deleting -----------------------------------------------------------------

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool
    ) -> None:
        """Save a row that was touched; one that was not keeps the moment of its last change."""
        if change:
            revisions.keep_what_was(obj)
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: list[forms.BaseFormSet],
        change: bool,
    ) -> None:
        """Save what belongs to a row; if that alone was touched, the row changed all the same."""
        super().save_related(request, form, formsets, change)
        beside = any(formset.has_changed() for formset in formsets)
        if beside and not form.has_changed():
            form.instance.save()
        if beside or form.has_changed() or not change:
            was_done = "Saved" if change else "Written"
            revisions.keep(form.instance, by=request.user, was_done=was_done, told=form.told)
        tell_of_ended(request, consequences.of_saving(form.instance))

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Delete a row, and let search forget it."""
        self._keep_the_last(request, obj)
        super().delete_model(request, obj)
        tell_of_ended(request, consequences.of_deleting(obj))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Delete the rows chosen in a list, and let search forget them."""
        with transaction.atomic():
            version.lock()
            # Read anew: Django read them before, for the list of what would go.
            rows = list(queryset.all())
            *_, protected = self.get_deleted_objects(rows, request)
            if protected:
                # Somebody began to use one of them after the list of what would go was shown.
                messages.error(request, STILL_USED)
                return
            for row in rows:
                self._keep_the_last(request, row)
            super().delete_queryset(request, queryset)
            tell_of_ended(request, consequences.of_deleting(*rows))

    def _keep_the_last(self, request: HttpRequest, row: models.Model) -> None:
        told = Told(self.taken_out_for, TAKEN_OUT) if revisions.is_public(row) else None
        revisions.keep(row, by=request.user, was_done="Deleted", told=told)


class Mistake(NamedTuple):
    """What is wrong in a form: where, what, and the id of the field."""

    where: str
    message: str
    field: str


def mistakes(form: forms.BaseForm, formsets: list[forms.BaseFormSet]) -> Iterator[Mistake]:
    """All that is wrong beside a field, in the order of the page."""
    yield from _in_one(form, "")
    for formset in formsets:
        for part in formset.forms:
            heading = part["heading"].value() or "without a heading"
            yield from _in_one(part, f"Section “{heading}”, ")


def _in_one(form: forms.BaseForm, where: str) -> Iterator[Mistake]:
    for name, wrong in form.errors.items():
        if name in form.fields:
            field = form[name]
            label = field.label.lower() if where else field.label
            yield from (Mistake(where + label, m, field.id_for_label) for m in wrong)


def typed_record(form: ContentForm, formsets: list[forms.BaseFormSet]) -> Record:
    """The record that a row would have if what was typed were saved; what is wrong as it is now."""
    kind = kind_of(type(form.instance))
    now = kind.values_of(type(form.instance)._base_manager.get(pk=form.instance.pk))
    typed = {name: form.cleaned_data.get(name, value) for name, value in now.items()}
    for name in kind.related:
        if isinstance(typed[name], models.QuerySet):
            typed[name] = [row.key for row in typed[name]]
    record = kind.as_record(typed)
    for formset in formsets:
        record["sections"] = [
            {
                "slug": part["slug"].value() or "",
                "heading": part["heading"].value() or "",
                "body": (part["body"].value() or "").replace("\r\n", "\n"),
            }
            for part in sorted(formset.forms, key=_place)
            if part["heading"].value() and not _is_to_go(part)
        ]
    return record


def _saved_by(form: ContentForm) -> Revision | None:
    """The save that made a row what it is now; None if that was not done here."""
    latest = revisions.of(form.instance).first()
    return latest if latest and latest.record == revisions.as_kept(form.theirs) else None


def _is_to_go(part: forms.BaseForm) -> bool:
    return "DELETE" in part.fields and bool(part["DELETE"].value())


def _place(part: forms.BaseForm) -> int:
    typed = str(part["position"].value() or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_PLACE else 0
