"""How a row came to be what it is, save by save, and the way back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from guides import consequences, revisions, version
from guides.admin.forms import LookedAt, ToldLookedAt
from guides.dates import moment_in_words
from guides.differences import changed_fields, differences
from guides.editing.sign_off import tell_of_ended
from guides.models import Revision
from guides.revisions import kind_of, words_of

REVISIONS_A_PAGE = 25


class History:
    """Pages of an admin that list the revisions of a row, compare them, and put one back."""

    def get_urls(self) -> list[URLPattern]:
        """The stock ones, and one revision of a row."""
        meta = self.model._meta
        return [
            path(
                "<path:object_id>/history/<int:revision>/",
                self.admin_site.admin_view(self.revision_view),
                name=f"{meta.app_label}_{meta.model_name}_revision",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every revision of a row, the latest first, with what each one changed."""
        row = self.seen_row(request, object_id)
        page = Paginator(revisions.of(row), REVISIONS_A_PAGE).get_page(request.GET.get("p"))
        kind = kind_of(self.model)
        listed = [
            (revision, changed_fields(before.record, revision.record, kind) if before else None)
            for revision, before in _with_the_one_before(page.object_list, row)
        ]
        context = {**self.step_context(request, row), "page": page, "revisions": listed}
        return self.step_page(request, "history", {**context, "title": f"History: {row}"})

    def revision_view(self, request: HttpRequest, object_id: str, revision: int) -> HttpResponse:
        """What a save changed, what has changed since, and the button that puts it back."""
        row = self.seen_row(request, object_id)
        chosen = revisions.of(row).filter(pk=revision).first()
        if chosen is None:
            raise Http404("This row has no such revision.")
        may_put_back = self.may_put_back(request, row)
        if request.method == "POST" and not may_put_back:
            raise PermissionDenied
        with transaction.atomic(), _still_there(self.model):
            if request.method == "POST":
                # What is put back takes the place of what was looked at, and of nothing else.
                version.lock()
            state = revisions.state_of(self.put_back_target(row))
            sent = request.POST if request.method == "POST" else None
            form = self.put_back_form(row, sent, state)
            if request.method == "POST" and form.is_valid():
                try:
                    with transaction.atomic():
                        target = self.put_back(request, chosen, row, form)
                except ValidationError as error:
                    form.add_error(None, forms.ValidationError(error.messages))
                else:
                    messages.success(request, f"“{target}” reads as it did then.")
                    return HttpResponseRedirect(self.change_address(target))
        kind = kind_of(self.model)
        ((_, before),) = _with_the_one_before([chosen], row)
        target = self.put_back_target(row)
        now = revisions.as_kept(revisions.record_of(target))
        context = {
            **self.step_context(request, row),
            "revision": chosen,
            "title": f"{row}, {moment_in_words(chosen.saved_at)}",
            "then": differences(before.record, chosen.record, kind) if before else None,
            "way_back": differences(words_of(now), words_of(chosen.record), kind),
            "target": target,
            "last_saved": revisions.of(target).first() if target != row else None,
            "form": form,
            "may_put_back": may_put_back,
        }
        return self.step_page(request, "revision", context)

    # --- What a kind of content may do its own way -------------------------------------------

    def put_back_target(self, row: models.Model) -> models.Model:
        """The row that would be changed."""
        return row

    def may_put_back(self, request: HttpRequest, row: models.Model) -> bool:
        """Whether this editor may make the row what it was."""
        return self.has_change_permission(request, row)

    def put_back_form(self, row: models.Model, data: Any, state: str) -> LookedAt:
        """What has to be said with it: what readers are told, if they see the row."""
        form = ToldLookedAt if revisions.is_public(row) else LookedAt
        return form(data, state=state)

    def put_back(
        self, request: HttpRequest, revision: Revision, row: models.Model, form: LookedAt
    ) -> models.Model:
        """Make the row what it was. Raises ValidationError where that no longer holds."""
        row = self.model._base_manager.get(pk=row.pk)
        revisions.keep_what_was(row)
        revisions.put_back(revision, row)
        told = form.told if isinstance(form, ToldLookedAt) else None
        revisions.keep(row, by=request.user, was_done=revisions.put_back_words(revision), told=told)
        tell_of_ended(request, consequences.of_saving(row))
        self.log_change(request, row, "Put back as it was")
        return row

    # --- What the pages of the steps share ---------------------------------------------------

    def seen_row(self, request: HttpRequest, object_id: str) -> models.Model:
        """The row, for whoever may see it. Raises Http404 or PermissionDenied."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404("There is no such row.")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def change_address(self, row: models.Model) -> str:
        """Where a row is edited."""
        meta = self.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])

    def step_context(self, request: HttpRequest, row: models.Model) -> dict[str, Any]:
        """What every page about one row needs."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "original": row,
            "change_address": self.change_address(row),
        }

    def step_page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        """A page about one row."""
        meta = self.model._meta
        own = f"admin/{meta.app_label}/{meta.model_name}/{name}.html"
        return TemplateResponse(request, [own, f"admin/content/{name}.html"], context)


@contextmanager
def _still_there(model: type[models.Model]) -> Iterator[None]:
    """Raise Http404 where somebody deletes the row between two looks at it."""
    try:
        yield
    except model.DoesNotExist as error:
        raise Http404("Somebody deleted this row meanwhile.") from error


def _with_the_one_before(
    some: list[Revision], row: models.Model
) -> list[tuple[Revision, Revision | None]]:
    """Revisions, the latest first and none left out, each with the one that it followed."""
    some = list(some)
    if not some:
        return []
    last = some[-1]
    older = revisions.of(row).filter(saved_at__lte=last.saved_at, pk__lt=last.pk).first()
    return list(zip(some, [*some[1:], older], strict=True))
