"""What is checked again and again, in the admin's lists: its column, its filter, its action."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from guides import version
from guides.dates import day_in_words
from guides.reviewing import ReviewDueOn, Reviewed, ReviewedQuerySet, not_in_the_future
from guides.reviews import mark_reviewed

# What is due within this time is due soon.
SOON = timedelta(days=60)
# Two pages of a list. The form names each of them, and Django refuses a form of a thousand fields.
MOST_AT_ONCE = 200


class ReviewFilter(admin.SimpleListFilter):
    """Rows by when they have to be checked again."""

    title = "review"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The choices; only where a first review may be missing, whether it is."""
        choices = [
            ("overdue", "Overdue"),
            ("soon", f"Due within {SOON.days} days"),
            ("later", "Later"),
        ]
        may_wait = model_admin.model._meta.get_field("reviewed_on").null
        return [*choices, ("never", "Never reviewed")] if may_wait else choices

    def queryset(self, request: HttpRequest, queryset: ReviewedQuerySet) -> ReviewedQuerySet:
        """The rows of a choice, as seen today."""
        today = timezone.localdate()
        match self.value():
            case "overdue":
                return queryset.overdue(today)
            case "soon":
                return queryset.due_soon(today, SOON)
            case "later":
                return queryset.due_later(today, SOON)
            case "never":
                return queryset.never_reviewed()
        return queryset


class ReviewForm(forms.Form):
    """The day on which the evidence of some rows was checked."""

    reviewed_on = forms.DateField(
        label="Evidence checked on",
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[not_in_the_future],
    )

    def __init__(self, data: Any, rows: Collection[Reviewed]) -> None:
        super().__init__(data)
        self.rows = rows

    def clean_reviewed_on(self) -> date:
        """The day. Raises ValidationError if one of the rows was checked after it."""
        day = self.cleaned_data["reviewed_on"]
        later = [row for row in self.rows if row.reviewed_on and row.reviewed_on > day]
        if later:
            named = "; ".join(f"{row} ({day_in_words(row.reviewed_on)})" for row in later)
            raise ValidationError(f"Already checked after that day: {named}.")
        return day


@transaction.atomic
def ask_when_reviewed(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: models.QuerySet
) -> HttpResponse | None:
    """Ask for the day on which the evidence of some rows was checked; None once that is noted."""
    if "post" in request.POST:
        version.lock()
    rows = list(queryset[: MOST_AT_ONCE + 1])
    if len(rows) > MOST_AT_ONCE:
        said = f"Choose at most {MOST_AT_ONCE} at once. Nobody has just checked more than that."
        model_admin.message_user(request, said, messages.WARNING)
        return None
    if not rows:
        model_admin.message_user(request, "None of them is there any longer.", messages.WARNING)
        return None
    form = ReviewForm(request.POST if "post" in request.POST else None, rows)
    if form.is_valid():
        day = form.cleaned_data["reviewed_on"]
        mark_reviewed(rows, day, request.user)
        said = f"{_count(rows, model_admin.opts)} marked as reviewed on {day_in_words(day)}."
        model_admin.message_user(request, said, messages.SUCCESS)
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Mark as reviewed",
        "opts": model_admin.opts,
        "form": form,
        "rows": rows,
        "count": _count(rows, model_admin.opts),
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/mark_as_reviewed.html", context)


def _count(rows: Collection[Reviewed], opts: Any) -> str:
    """How many of what, such as “2 claims”."""
    return f"{len(rows)} {opts.verbose_name if len(rows) == 1 else opts.verbose_name_plural}"


class ReviewDue:
    """The admin of a kind that is reviewed: its next review, to filter, to order and to note."""

    actions = ("mark_as_reviewed",)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Its review first: that is what an editor looks for."""
        return [ReviewFilter, *super().get_list_filter(request)]

    @admin.display(description="next review", ordering=ReviewDueOn())
    def review_due(self, row: Reviewed) -> str:
        """The day on which it is due, and whether that has passed."""
        if row.review_due_on is None:
            return "not yet reviewed"
        overdue = ", overdue" if row.is_overdue(timezone.localdate()) else ""
        return f"{day_in_words(row.review_due_on)}{overdue}"

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may note that rows were checked."""
        return self.has_change_permission(request)

    @admin.action(description="Mark as reviewed", permissions=["review"])
    def mark_as_reviewed(
        self, request: HttpRequest, queryset: models.QuerySet
    ) -> HttpResponse | None:
        """Ask when the evidence of the chosen rows was checked, and note it."""
        return ask_when_reviewed(self, request, queryset)
