"""The steps of a guide in the admin: draft, compare, publish now or later, take back."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from guides import publishing, revisions, sign_off
from guides.admin.forms import LOOKED_AT_ANOTHER, LookedAt, ToldFields, ToldLookedAt
from guides.checking import Finding
from guides.dates import moment_in_words
from guides.editing.admin import PUBLISH
from guides.editing.sign_off import invite_sign_off, said_of
from guides.mentioning import sections_with
from guides.models import Claim, Guide, Revision, Section
from guides.publishing import NotReady, Readiness
from guides.views.guides import drawn

GONE = "Somebody published or deleted this draft meanwhile. Nothing was done."

Step = Callable[["Steps", HttpRequest, str], HttpResponse]


class PublishForm(ToldLookedAt):
    """What readers are told, and when the guide goes live."""

    goes_live_at = forms.DateTimeField(
        label="Goes live at (UTC)",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Write it like 2026-12-31T18:30, or leave it empty."},
    )

    def __init__(self, data: Any, *, state: str) -> None:
        super().__init__(data, state=state)
        self.now = timezone.now()
        self.fields["goes_live_at"].help_text = f"Empty: now. In UTC it is {self.now:%H:%M}."

    def clean_goes_live_at(self) -> datetime | None:
        """The moment, or None for now. Raises ValidationError for one that has passed."""
        at = self.cleaned_data["goes_live_at"]
        if at and at <= self.now:
            raise ValidationError("This has passed. Leave it empty to publish now.")
        return at


def while_it_is_there(step: Step) -> Step:
    """Answer a step of a guide that somebody published or deleted meanwhile with the list."""

    @wraps(step)
    def answer(self: "Steps", request: HttpRequest, object_id: str) -> HttpResponse:
        try:
            return step(self, request, object_id)
        except (Guide.DoesNotExist, Http404):
            if request.method != "POST":
                raise
            return _gone(request)

    return answer


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, GONE)
    return redirect("admin:guides_guide_changelist")


class Steps:
    """The pages of a guide beside its form."""

    def get_urls(self) -> list[URLPattern]:
        """The stock ones, and one for each step."""
        steps = {
            "draft": require_POST(self.draft_view),
            "page": self.page_view,
            "compare": self.compare_view,
            "publish": self.publish_view,
            "take-back": self.take_back_view,
            "unschedule": require_POST(self.unschedule_view),
            "sign-off": self.sign_off_view,
        }
        return [
            *(
                path(
                    f"<path:object_id>/{step}/",
                    self.admin_site.admin_view(view),
                    name=f"guides_guide_{step.replace('-', '_')}",
                )
                for step, view in steps.items()
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the steps that can be taken next."""
        guide = context.get("original")
        steps = self.steps(request, guide) if guide else {}
        return super().render_change_form(request, {**context, **steps}, *args, **kwargs)

    def steps(self, request: HttpRequest, guide: Guide) -> dict[str, Any]:
        """What can be done next with a guide, by whoever asks."""
        may_write = self.has_add_permission(request)
        may_publish = request.user.has_perm(PUBLISH)
        schedule = getattr(guide, "schedule", None)
        draft = getattr(guide, "draft", None)
        is_seen = guide.is_published(timezone.now())
        may_change = request.user.has_perm("guides.change_guide")
        unread = said_of(guide).unread().count()
        waits = not (guide.published_at or schedule or draft)
        return {
            "state": self.state(guide),
            "is_seen": is_seen,
            "last_told": revisions.of(guide).exclude(change="").first() if is_seen else None,
            "draft": draft,
            "schedule": schedule,
            "unread": unread,
            # Once there is a draft, that is what one asks to have signed off.
            "may_see_sign_off": may_change and (unread or not draft),
            "may_begin_draft": may_write and guide.published_at and not draft,
            "may_publish": may_publish and waits,
            "may_unschedule": may_publish and schedule,
            "may_take_back": may_publish and guide.published_at,
        }

    # --- The steps ---------------------------------------------------------------------------

    @while_it_is_there
    def draft_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Begin the draft of a guide's next text, or go on with the one there is."""
        guide = self.seen_row(request, object_id)
        if not self.has_add_permission(request) or not guide.published_at:
            raise PermissionDenied
        draft = publishing.begin_draft(guide, request.user)
        self.log_addition(request, draft, "Begun as a draft of the next text")
        messages.success(request, "Write the next text here. Readers go on seeing the one of now.")
        return HttpResponseRedirect(self.change_address(draft))

    @while_it_is_there
    def page_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A draft as readers would see it."""
        guide = self.seen_row(request, object_id)
        return render(request, "guides/guide_draft.html", drawn(guide, list(guide.sections.all())))

    @while_it_is_there
    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What a draft would change for readers."""
        guide = self.seen_row(request, object_id)
        context = self._beside_live(guide) | {"title": f"What is new in {guide}"}
        return self.step_page(request, "compare", {**self.step_context(request, guide), **context})

    @while_it_is_there
    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is missing, what is new, and the button that brings it to readers."""
        guide = self.seen_row(request, object_id)
        if guide.published_at and request.user.has_perm(PUBLISH):
            # Whoever pressed the button twice, or a moment after somebody else.
            messages.info(request, "Readers see it already.")
            return redirect(self.change_address(guide))
        if not self.steps(request, guide)["may_publish"]:
            raise PermissionDenied
        found = publishing.readiness(guide, timezone.localdate())
        form = PublishForm(_sent(request), state=_looked_at(guide))
        if request.method == "POST" and form.is_valid():
            try:
                return self._publish(request, guide, form)
            except NotReady as error:
                found = Readiness(error.lacking, found.worth_a_look)
            except ValidationError as error:
                form.add_error(None, forms.ValidationError(error.messages))
        context = {
            **self.step_context(request, guide),
            **self._beside_live(guide),
            "title": f"Publish {guide}",
            "lacking": self._with_links(guide, found.lacking),
            "worth_a_look": self._with_links(guide, found.worth_a_look),
            "said": said_of(guide),
            "approvals": sign_off.approvals_once_live(guide),
            "ends": sign_off.ended_by(guide),
            "form": form,
        }
        return self.step_page(request, "publish", context)

    @transaction.atomic
    def _publish(self, request: HttpRequest, guide: Guide, form: PublishForm) -> HttpResponse:
        """Publish now or later. Raises NotReady, or ValidationError."""
        # While nobody else writes, so that what goes live is what was looked at.
        guide = publishing.locked(guide)
        if form.cleaned_data["state"] != _looked_at(guide):
            raise ValidationError(LOOKED_AT_ANOTHER, code="moved")
        at = form.cleaned_data["goes_live_at"]
        if at:
            publishing.schedule(guide, form.told, request.user, at)
            step = "Set to go live"
            done = f"It goes live on {moment_in_words(at)}."
            target = guide
        else:
            target = publishing.publish(guide, form.told, request.user, form.now)
            step = "Published"
            done = "Readers see it now."
        self.log_change(request, target, step)
        messages.success(request, done)
        return HttpResponseRedirect(self.change_address(target))

    @while_it_is_there
    def take_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a guide from its readers, after saying why."""
        guide = self.seen_row(request, object_id)
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        if not guide.published_at:
            messages.info(request, "Readers do not see it.")
            return redirect(self.change_address(guide))
        form = ToldFields(_sent(request))
        if request.method == "POST" and form.is_valid():
            publishing.take_back(guide, form.told, request.user)
            self.log_change(request, guide, "Taken back")
            messages.success(request, "Readers no longer see it.")
            return HttpResponseRedirect(self.change_address(guide))
        # Of the sections that name it those that lead to it.
        leading = Section.objects.filter(
            sections_with([guide.slug]), body__contains=guide.get_absolute_url()
        )
        leading_here = Guide.objects.published().filter(pk__in=leading.values("guide"))
        context = {
            "title": f"Take back {guide}",
            "form": form,
            "leading_here": leading_here.exclude(pk=guide.pk),
        }
        return self.step_page(
            request, "take_back", {**self.step_context(request, guide), **context}
        )

    @while_it_is_there
    def unschedule_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Have a draft wait again."""
        guide = self.seen_row(request, object_id)
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        publishing.unschedule(guide, request.user)
        self.log_change(request, guide, "No longer set to go live")
        messages.success(request, "It no longer goes live by itself.")
        return HttpResponseRedirect(self.change_address(guide))

    def sign_off_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Whom we asked to sign a text off, what they said, and asking somebody."""
        try:
            return invite_sign_off(request, self.seen_row(request, object_id))
        except Guide.DoesNotExist:
            return _gone(request)

    # --- History -----------------------------------------------------------------------------

    def may_put_back(self, request: HttpRequest, row: Guide) -> bool:
        """Whether there is, or may be, a draft that the older text can be written into."""
        if row.published_at:
            draft = getattr(row, "draft", None)
            return self.has_add_permission(request) and not hasattr(draft, "schedule")
        is_free = not (hasattr(row, "schedule") or hasattr(row, "draft"))
        return is_free and self.has_change_permission(request, row)

    def put_back_target(self, row: Guide) -> Guide:
        """The draft, if there is one."""
        return getattr(row, "draft", row)

    def put_back_form(self, row: Guide, data: Any, state: str) -> LookedAt:
        """Nothing has to be said: readers see none of it before it is published."""
        return LookedAt(data, state=state)

    def put_back(
        self, request: HttpRequest, revision: Revision, row: Guide, form: LookedAt
    ) -> Guide:
        """Write an older text into the draft. Raises ValidationError where it no longer holds."""
        target = publishing.put_back(revision, row, request.user)
        self.log_change(request, target, "Put back as it was")
        return target

    # --- What the pages show -----------------------------------------------------------------

    def _beside_live(self, guide: Guide) -> dict[str, Any]:
        """What a draft would change for readers, and what moved there since it was begun."""
        return {
            "new": publishing.new_in(guide),
            "moved_since": publishing.moved_since_begun(guide),
        }

    def _with_links(self, guide: Guide, findings: Iterable[Finding]) -> list[tuple[str, str]]:
        """Findings in words, each with where it is mended."""
        form = self.change_address(guide)
        places = {
            f"guide {guide.slug}": ("The guide", form),
            f"guide {guide.slug}, key points": ("Key points", f"{form}#id_key_points"),
            "notices": ("The notices", reverse("admin:guides_notice_changelist")),
            **{
                f"guide {guide.slug}, section {section.slug}": (
                    f"Section “{section.heading}”",
                    f"{form}#sections-{place}",
                )
                for place, section in enumerate(guide.sections.all())
            },
        }
        return [_mended(finding, form, places) for finding in findings]


def _mended(finding: Finding, form: str, places: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """A finding in words, and where it is mended."""
    noun, _, key = finding.where.partition(" ")
    claim = Claim.objects.filter(key=key).first() if noun == "claim" else None
    if claim:
        return str(finding), reverse("admin:guides_claim_change", args=[claim.pk])
    name, address = places.get(finding.where, (finding.where, form))
    if finding.mended_at:
        address = f"{form}#{finding.mended_at}"
    return f"{name}: {finding.message}", address


def _sent(request: HttpRequest) -> Any:
    """What was sent, also if that is nothing; None where nothing was."""
    return request.POST if request.method == "POST" else None


def _looked_at(guide: Guide) -> str:
    """A name for what is published and for what it replaces, as they stand."""
    both = [guide, guide.replaces] if guide.replaces else [guide]
    return "-".join(map(revisions.state_of, both))
