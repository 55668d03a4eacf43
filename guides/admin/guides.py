"""Guides and their sections: drafts are edited here, and what readers see is looked at."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from guides import publishing, revisions
from guides.admin.content import ContentAdmin
from guides.admin.forms import ContentForm, SectionFormSet
from guides.admin.steps import Steps
from guides.checking.trust import SECTIONS
from guides.dates import day_in_words, moment_in_words
from guides.editing.admin import PUBLISH, BesideItsPage, WritesMarkdown
from guides.editing.reviewed import ReviewDue
from guides.editing.widgets import MarkdownTextarea
from guides.models import Guide, Section

SHUT = "This text is not edited here: its next text is written in a draft."
NO_LONGER_THERE = "This draft is no longer there. It went live, or somebody threw it away."
WAITS = (
    "This was set to go live on {} meanwhile, and cannot be changed before. What you typed is "
    "still in the form. Ask a publisher to press “Do not go live”, then save this."
)

WENT_LIVE = "What you were writing in went live meanwhile: what you sent goes into a new draft."


class SectionInline(WritesMarkdown, admin.StackedInline):
    """A guide's sections, edited with the guide."""

    model = Section
    formset = SectionFormSet
    extra = 0
    fields = (("position", "heading", "slug"), "body")
    formfield_overrides = ContentAdmin.formfield_overrides
    markdown_boxes = {"body": MarkdownTextarea()}
    prepopulated_fields = {"slug": ["heading"]}

    def get_extra(self, request: HttpRequest, obj: Guide | None = None, **kwargs: Any) -> int:
        """A new guide begins with the sections that every guide has; left empty they are none."""
        return 0 if obj else len(SECTIONS)

    def has_add_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """As for the guide: what readers see is not edited."""
        return super().has_add_permission(request, obj) and _may_be_edited(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """As for the guide."""
        return super().has_change_permission(request, obj) and _may_be_edited(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """As for the guide."""
        return super().has_delete_permission(request, obj) and _may_be_edited(request, obj)


class GuideForm(ContentForm):
    """A guide that nobody sees yet, or the draft of the next text of one."""

    # The guide whose place it is to take: the draft may be published while somebody writes in it.
    goes_into = forms.CharField(required=False, widget=forms.HiddenInput)

    beside = ("state", "goes_into")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["goes_into"] = self.instance.replaces_id

    def clean(self) -> dict[str, Any]:
        """What was typed. Raises ValidationError for a text that is not open to be edited."""
        if self.instance.pk and hasattr(self.instance, "schedule"):
            raise forms.ValidationError(
                WAITS.format(moment_in_words(self.instance.schedule.goes_live_at))
            )
        if self.instance.pk and not is_open(self.instance):
            raise forms.ValidationError(SHUT)
        return super().clean()

    def clean_slug(self) -> str:
        """The slug. Raises ValidationError if another guide than the one it replaces has it."""
        slug = self.cleaned_data["slug"]
        own = {self.instance.pk, self.instance.replaces_id}
        if Guide.objects.originals().filter(slug=slug).exclude(pk__in=own).exists():
            raise forms.ValidationError("Another guide has this slug.")
        return slug


@admin.register(Guide)
class GuideAdmin(BesideItsPage, ReviewDue, Steps, ContentAdmin):
    """A guide with its sections."""

    form = GuideForm
    change_form_template = "admin/guides/guide/change_form.html"
    list_display = ("title", "state", "topic", "position", "review_due")
    list_filter = ("topic", "published_at")
    list_select_related = ("replaces", "draft", "schedule")
    search_fields = ("title", "summary", "key_points", "sections__heading", "sections__body")
    inlines = (SectionInline,)
    markdown_boxes = {"key_points": MarkdownTextarea(cards=False)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "topic", "position", "summary", "key_points")}),
        (
            "Who and when",
            {"fields": ("author", ("reviewed_on", "review_months"))},
        ),
    )

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Guide | None = None
    ) -> dict[str, tuple[str, ...]]:
        """A new guide's slug follows its title while that is typed."""
        return {} if obj else {"slug": ("title",)}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Guide, inline: admin.StackedInline, prefix: str
    ) -> dict[str, Any]:
        """What a formset is made of; for a new guide the sections that every guide has."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk is None:
            kwargs["initial"] = [
                {"position": place, "slug": slug, "heading": heading}
                for place, (slug, heading) in enumerate(SECTIONS.items(), start=1)
            ]
        return kwargs

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: forms.BaseFormSet, change: bool
    ) -> None:
        """Save the sections, also two that swapped their anchors: each first lets go of its own."""
        moved = [part.instance.pk for part in formset.initial_forms if "slug" in part.changed_data]
        own = Concat(Value("moving-"), Cast("pk", models.CharField()))
        Section.objects.filter(pk__in=moved).update(slug=own)
        super().save_formset(request, form, formset, change)

    def where_it_goes(self, request: HttpRequest, object_id: str, form_url: str) -> tuple[str, str]:
        """The guide; what was typed into a text that went live meanwhile goes into a new draft."""
        live = self._gone_live(request, object_id)
        if live is None or not self.has_add_permission(request):
            return object_id, form_url
        draft = publishing.begin_draft(live, request.user)
        # Where Django leads to next is counted from here.
        request.path = self.change_address(draft)
        messages.warning(request, WENT_LIVE)
        return str(draft.pk), request.path

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """The list, for whoever has a draft open that is gone; what was typed is shown."""
        if request.method == "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        messages.info(request, NO_LONGER_THERE)
        return redirect("admin:guides_guide_changelist")

    def _gone_live(self, request: HttpRequest, object_id: str) -> Guide | None:
        """The guide that readers see, if what is being saved became that; None if not."""
        guide = self.get_object(request, unquote(object_id))
        if guide is None:
            goes_into = request.POST.get("goes_into", "")
            guide = self.get_object(request, goes_into) if goes_into else None
        return guide if guide and guide.published_at else None

    def has_change_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """For a text that readers do not see, and that neither waits for its hour nor has a draft.

        Of those the next text is written in a draft.
        """
        return super().has_change_permission(request, obj) and _may_be_edited(request, obj)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """As to publish: the day of the last check is what readers see."""
        return request.user.has_perm(PUBLISH)

    def has_delete_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """For one that readers do not see; one that they saw once, only to whoever may publish."""
        may = super().has_delete_permission(request, obj)
        if obj is None or not may:
            return may
        if obj.published_at or hasattr(obj, "schedule"):
            return False
        was_seen = hasattr(obj, "draft") or revisions.of(obj).exclude(change="").exists()
        return request.user.has_perm(PUBLISH) or not was_seen

    def get_deleted_objects(self, objs: Iterable[Guide], request: HttpRequest) -> Any:
        """What would go with them; those that readers see are protected."""
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        seen = [
            f"“{guide}” is published: take it back first" for guide in objs if guide.published_at
        ]
        # That is the reason, and no permission that somebody lacks.
        return rows, counts, set() if seen else lacking, [*protected, *seen]

    @admin.display(description="state", ordering="published_at")
    def state(self, guide: Guide) -> str:
        """Whether readers see it, and what is being done about it."""
        return state_of_guide(guide)

    def view_on_site(self, guide: Guide) -> str | None:
        """The guide's page, once it has one."""
        return guide.get_absolute_url() if guide.is_published(timezone.now()) else None


def state_of_guide(guide: Guide) -> str:
    """Where a guide or a draft stands, in a few words."""
    schedule = getattr(guide, "schedule", None)
    if guide.is_published(timezone.now()):
        words = f"live since {day_in_words(guide.published_at)}"
        return f"{words}; a draft is being written" if hasattr(guide, "draft") else words
    if schedule:
        return f"draft, goes live {moment_in_words(schedule.goes_live_at)}"
    if guide.published_at:
        return f"goes live {moment_in_words(guide.published_at)}"
    return "draft of the next text" if guide.replaces_id else "draft, not seen by readers"


def is_open(guide: Guide) -> bool:
    """Whether a guide's own text may be edited."""
    return not (guide.published_at or hasattr(guide, "schedule") or hasattr(guide, "draft"))


def _may_be_edited(request: HttpRequest, guide: Guide | None) -> bool:
    """Whether a guide is shown with fields to write in.

    What is sent is looked at in any case, so that nothing that was typed is lost: the form says
    itself why it cannot be saved.
    """
    return guide is None or request.method == "POST" or is_open(guide)
