"""The evidence: claims, what people say, sources, and the words for it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator

from guides.admin.content import ContentAdmin
from guides.admin.fields import NamesField
from guides.admin.forms import ToldForm
from guides.admin.uses import NOWHERE, KeptWhileUsed
from guides.editing.admin import PUBLISH
from guides.editing.reviewed import ReviewDue
from guides.models import Claim, PopularClaim, Source, Term
from guides.models.evidence import SEEN_SOURCE_NEEDED
from guides.revisions import address_of, is_public

# What a claim says.
SAID = {"statement", "low", "high", "unit", "counted_from", "verdict", "certainty"}


class OpenUntilSeen:
    """Rows that writers may change until readers see them."""

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """For one that readers see, only to whoever may publish."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or request.user.has_perm(PUBLISH) or not is_public(obj))

    def view_on_site(self, row: models.Model) -> str | None:
        """Its page, once it has one."""
        return address_of(row) or None


class ClaimForm(ToldForm):
    """A claim, which a source that nobody saw cannot carry alone."""

    def clean_sources(self) -> models.QuerySet[Source]:
        """The sources. Raises ValidationError when none of them was seen."""
        sources = self.cleaned_data["sources"]
        if not any(source.seen for source in sources):
            raise forms.ValidationError(SEEN_SOURCE_NEEDED)
        return sources


@admin.register(Claim)
class ClaimAdmin(OpenUntilSeen, KeptWhileUsed, ReviewDue, ContentAdmin):
    """A claim: the statement, its number, its verdict and its sources."""

    form = ClaimForm
    list_display = ("key", "quantity", "verdict", "is_published", "review_due", "opening")
    ordering = ("key",)
    list_filter = ("topic", "verdict", "certainty", "basis", "is_published")
    search_fields = ("key", "statement", "unit", "timing_note")
    autocomplete_fields = ("sources",)
    fixed_fields = ("key", "floor", "ceiling")
    # How a number is counted; planner rules rely on it once there is a basis.
    counted_fields = ("unit", "counted_from", "basis")
    fieldsets = (
        (None, {"fields": ("key", "topic", "statement", "is_published")}),
        (
            "Number",
            {
                "fields": (
                    ("low", "high", "unit"),
                    "counted_from",
                    "basis",
                    ("floor", "ceiling"),
                    "timing_note",
                )
            },
        ),
        (
            "Evidence",
            {"fields": ("verdict", "certainty", "sources", ("reviewed_on", "review_months"))},
        ),
        ("Where it is used", {"fields": ("used_in",)}),
    )

    def get_form(
        self, request: HttpRequest, obj: Claim | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form; whoever may not publish writes claims that nobody sees yet."""
        form = super().get_form(request, obj, **kwargs)
        if "is_published" in form.base_fields and not request.user.has_perm(PUBLISH):
            shown = form.base_fields["is_published"]
            shown.initial, shown.disabled = False, True
        return form

    def save_related(self, request: HttpRequest, form: forms.ModelForm, *args: Any) -> None:
        """Save it; if it says something else now, say what has to be looked at too."""
        super().save_related(request, form, *args)
        if SAID & set(form.changed_data) and (used := self.used_in(form.instance)) != NOWHERE:
            words = "Read again what rests on this claim, and its own words beside its number: {}"
            messages.warning(request, format_html(words, used))

    def has_review_permission(self, request: HttpRequest) -> bool:
        """As to publish: the day of the last check is what readers see."""
        return request.user.has_perm(PUBLISH)

    def get_fixed_fields(self, row: Claim) -> tuple[str, ...]:
        """What is fixed for every claim, and for one that rules may read how it is counted."""
        counted = self.counted_fields if row.basis else ()
        return (*self.fixed_fields, *counted)

    @admin.display(description="statement", ordering="statement")
    def opening(self, claim: Claim) -> str:
        """The beginning of the statement, short enough for a column."""
        return Truncator(claim.statement).chars(70)

    @admin.display(description="number")
    def quantity(self, claim: Claim) -> str:
        """Its number as readers see it."""
        return claim.quantity_in_words


@admin.register(PopularClaim)
class PopularClaimAdmin(KeptWhileUsed, ContentAdmin):
    """What people say, beside what studies show."""

    list_display = ("key", "says", "verdict")
    list_filter = ("verdict",)
    search_fields = ("key", "says", "evidence_says")
    autocomplete_fields = ("claims",)
    fixed_fields = ("key",)


class SourceForm(ToldForm):
    """A source, which stays seen while a claim rests on it and on no other that was."""

    def will_be_seen(self, cleaned: dict[str, Any]) -> bool:
        """Nothing that readers see rests on a new one yet."""
        return False

    def clean(self) -> dict[str, Any]:
        """What was typed. Raises ValidationError, naming the claims, when it carries some alone."""
        cleaned = super().clean()
        if self.instance.pk and "seen" in cleaned:
            self.instance.seen = cleaned["seen"]
            self.instance.require_another_seen_one()
        return cleaned


@admin.register(Source)
class SourceAdmin(OpenUntilSeen, KeptWhileUsed, ContentAdmin):
    """A paper or page, how much of it we read, and what rests on it."""

    form = SourceForm
    list_display = ("key", "title", "authors", "year", "kind", "read")
    list_filter = ("kind", "seen", "read", "year")
    search_fields = ("key", "title", "authors", "publisher", "doi")
    fixed_fields = ("key",)


class TermForm(ToldForm):
    """A word of the glossary, with its other names one a line."""

    also = NamesField(
        label="also called", required=False, help_text="Other names that people use, one a line."
    )


@admin.register(Term)
class TermAdmin(KeptWhileUsed, ContentAdmin):
    """A word of the glossary, what it means, and where it is explained."""

    form = TermForm
    list_display = ("name", "key", "meaning")
    search_fields = ("key", "name", "also", "meaning")
    autocomplete_fields = ("sources",)
    fixed_fields = ("key",)
