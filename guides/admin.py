"""Editing: guides with their sections, claims, what people say, sources and notices."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst

from guides import version
from guides.editing_log import LoggedEditing
from guides.models import Claim, Guide, Notice, PopularClaim, Section, Source, Term
from guides.models.evidence import SEEN_SOURCE_NEEDED
from guides.reviewing import Reviewed
from guides.search import index as search_index
from guides.uses import guides_that_mention, relying_on

admin.site.site_header = "Recovery Handbook"
admin.site.site_title = "Recovery Handbook"
admin.site.index_title = "Editing"


class TextField(forms.CharField):
    """Long text with line ends as files have them; browsers send others.

    So a text that nobody touched stays the same to the letter.
    """

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        return super().to_python(value).replace("\r\n", "\n")


class NamesField(forms.CharField):
    """A list of names, typed one a line."""

    widget = forms.Textarea(attrs={"rows": 8})

    def prepare_value(self, value: Any) -> Any:
        """A list as the lines of the box; what was typed as it was typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The names, without empty lines. Raises ValidationError."""
        return [name for line in super().clean(value).splitlines() if (name := line.strip())]

    def has_changed(self, initial: list[str] | None, data: str) -> bool:
        """Whether the names are others, or stand in another order."""
        return self.clean(data) != (initial or [])


class ContentAdmin(LoggedEditing, admin.ModelAdmin):
    """What the admin pages of content have in common; the planner's too.

    Whatever is saved or deleted here brings search up to date and moves the version, in the same
    transaction.
    """

    formfield_overrides = {
        models.TextField: {"form_class": TextField},
        models.URLField: {"assume_scheme": "https"},
    }
    # Others rely on these: they can be chosen once, for a new row.
    fixed_fields: tuple[str, ...] = ()

    def get_fixed_fields(self, row: models.Model) -> tuple[str, ...]:
        """The fields that can no longer be changed on a row."""
        return self.fixed_fields

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

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool
    ) -> None:
        """Save a row that was touched; one that was not keeps the moment of its last change."""
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
        if not form.has_changed() and any(formset.has_changed() for formset in formsets):
            form.instance.save()
        search_index.refresh(form.instance)
        version.move()

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Delete a row, and let search forget it."""
        super().delete_model(request, obj)
        search_index.forget(obj)
        version.move()

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Delete the rows chosen in a list, and let search forget them."""
        rows = list(queryset)
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            for row in rows:
                search_index.forget(row)
            version.move()


class ReviewDue:
    """The columns of the next review."""

    @admin.display(description="next review", ordering="reviewed_on")
    def review_due(self, row: Reviewed) -> str:
        """The day on which it is due, and whether that has passed."""
        if row.review_due_on is None:
            return "not yet reviewed"
        overdue = ", overdue" if row.is_overdue(timezone.localdate()) else ""
        return f"{row.review_due_on:%Y-%m-%d}{overdue}"


class KeptWhileUsed:
    """A row says where it is used, and cannot be deleted while it is."""

    readonly_fields = ("used_in",)

    @admin.display(description="guides, and rows that rest on it")
    def used_in(self, row: models.Model) -> str:
        """Links to where they are edited."""
        users = [*map(_link, self._users(row)), *self._relying_on(row)]
        listed = format_html_join("", "<li>{}</li>", ((user,) for user in users))
        return format_html("<ul>{}</ul>", listed) if listed else "nowhere"

    def get_deleted_objects(
        self, objs: Iterable[models.Model], request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        """Django's answer, with whatever uses one of the rows among what forbids the deletion."""
        *found, protected = super().get_deleted_objects(objs, request)
        users = dict.fromkeys(user for row in objs for user in self._users(row))
        named = [
            format_html("{}: {}", capfirst(user._meta.verbose_name), _link(user)) for user in users
        ]
        relying = [words for row in objs for words in self._relying_on(row)]
        return *found, [*protected, *named, *relying]

    def _relying_on(self, row: models.Model) -> list[str]:
        """What of other apps relies on a row, in words."""
        return [f"{row}: {use.words}" for use in relying_on(row)]

    def _users(self, row: models.Model) -> list[models.Model]:
        """The guides that mention it, and the rows of any app that are linked to it."""
        linked = (
            user
            for relation in row._meta.related_objects
            for user in getattr(row, relation.get_accessor_name()).all()
        )
        return [*guides_that_mention(row), *linked]


def _link(row: models.Model) -> str:
    """A link to where a row is edited."""
    address = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(address, args=[row.pk]), str(row))


class SectionInline(admin.StackedInline):
    """A guide's sections, edited with the guide."""

    model = Section
    extra = 0
    fields = (("position", "heading", "slug"), "body")
    formfield_overrides = ContentAdmin.formfield_overrides
    prepopulated_fields = {"slug": ["heading"]}


@admin.register(Guide)
class GuideAdmin(ReviewDue, ContentAdmin):
    """A guide with its sections."""

    list_display = ("title", "topic", "position", "is_published", "reviewed_on", "review_due")
    list_filter = ("topic", "published_at", "reviewed_on")
    search_fields = ("title", "summary", "key_points", "sections__heading", "sections__body")
    fixed_fields = ("slug",)
    inlines = (SectionInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "topic", "position", "summary", "key_points")}),
        (
            "Who and when",
            {"fields": ("author", "clinical_reviewer", ("reviewed_on", "review_months"))},
        ),
        ("Publishing", {"fields": ("published_at",)}),
    )

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Guide | None = None
    ) -> dict[str, tuple[str, ...]]:
        """A new guide's slug follows its title while that is typed."""
        return {} if obj else {"slug": ("title",)}

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: forms.BaseFormSet, change: bool
    ) -> None:
        """Save the sections, also two that swapped their anchors: each first lets go of its own."""
        moved = [part.instance.pk for part in formset.initial_forms if "slug" in part.changed_data]
        own = Concat(Value("moving-"), Cast("pk", models.CharField()))
        Section.objects.filter(pk__in=moved).update(slug=own)
        super().save_formset(request, form, formset, change)

    @admin.display(description="published", boolean=True, ordering="published_at")
    def is_published(self, guide: Guide) -> bool:
        """Whether visitors can read it now."""
        return guide.is_published(timezone.now())

    def view_on_site(self, guide: Guide) -> str | None:
        """The guide's page, once it has one."""
        return guide.get_absolute_url() if guide.is_published(timezone.now()) else None


class ClaimForm(forms.ModelForm):
    """A claim, which a source that nobody saw cannot carry alone."""

    def clean_sources(self) -> models.QuerySet[Source]:
        """The sources. Raises ValidationError when none of them was seen."""
        sources = self.cleaned_data["sources"]
        if not any(source.seen for source in sources):
            raise forms.ValidationError(SEEN_SOURCE_NEEDED)
        return sources


@admin.register(Claim)
class ClaimAdmin(KeptWhileUsed, ReviewDue, ContentAdmin):
    """A claim: the statement, its number, its verdict and its sources."""

    form = ClaimForm
    list_display = ("key", "quantity", "verdict", "is_published", "review_due", "opening")
    ordering = ("key",)
    list_filter = ("topic", "verdict", "certainty", "basis", "is_published", "reviewed_on")
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


class SourceForm(forms.ModelForm):
    """A source, which stays seen while a claim rests on it and on no other that was."""

    def clean(self) -> dict[str, Any]:
        """What was typed. Raises ValidationError, naming the claims, when it carries some alone."""
        cleaned = super().clean()
        if self.instance.pk and "seen" in cleaned:
            self.instance.seen = cleaned["seen"]
            self.instance.require_another_seen_one()
        return cleaned


@admin.register(Source)
class SourceAdmin(KeptWhileUsed, ContentAdmin):
    """A paper or page, how much of it we read, and what rests on it."""

    form = SourceForm
    list_display = ("key", "title", "authors", "year", "kind", "read")
    list_filter = ("kind", "seen", "read", "year")
    search_fields = ("key", "title", "authors", "publisher", "doi")
    fixed_fields = ("key",)


class TermForm(forms.ModelForm):
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


@admin.register(Notice)
class NoticeAdmin(ReviewDue, ContentAdmin):
    """A text that stands across the site."""

    list_display = ("headline", "kind", "is_published", "reviewed_on", "review_due")
    list_filter = ("kind", "is_published")
    search_fields = ("key", "headline", "body")
    fixed_fields = ("key",)
    fieldsets = (
        (None, {"fields": ("key", "kind", "headline", "body", "is_published")}),
        ("Review", {"fields": (("reviewed_on", "review_months"),)}),
    )
