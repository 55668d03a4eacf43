"""The pages behind an invitation's link: a text, all that is behind it, and what is said of it."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from guides.evidence import claims_behind
from guides.forms import SignOffForm
from guides.markdown import plain_text
from guides.models import Claim, Guide, Invitation
from guides.publishing import new_since, new_to_a_reader_of
from guides.self_assessment import UNKNOWN
from guides.sign_off import (
    LinkShutError,
    TextMovedError,
    approvals_of,
    invitation_of,
    is_open,
    record,
    text_of,
    texts_of,
    token_of,
    withdraw,
)
from guides.uses import Use, relying_on
from guides.views.guides import drawn

MOVED = (
    "The text has changed since you opened this page. Look at it again; what you typed is still "
    "here. Then send it once more."
)


class ClaimBehind(NamedTuple):
    """A claim that a text rests on, and what else relies on it."""

    claim: Claim
    uses: list[Use]
    # When its check was due; None if it is not overdue.
    overdue_since: date | None
    # When it was changed or checked since a clinician knew the text; None if it was not.
    changed_at: datetime | None


class Known(NamedTuple):
    """Another text than that of now, which a clinician knew last, and when."""

    text: str
    at: datetime


Draw = Callable[[HttpRequest, Invitation], HttpResponse]


def for_the_invited(draw: Draw) -> Callable[[HttpRequest, str], HttpResponse]:
    """Answer whoever has the link of an open invitation, and let nobody keep or list the answer.

    A link that we never gave answers 404; one that has expired or was taken back 410, and says whom
    to ask. What was sent by either comes back, to be copied.
    """

    # Nobody is signed in, so no browser could be made to do what its owner may do: whoever knows
    # the link may send the form, and nobody else can. docs/decisions says more.
    @csrf_exempt
    @sensitive_variables("token")
    @wraps(draw)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        invitation = invitation_of(token)
        if invitation is None:
            response = _shut(request, None, HTTPStatus.NOT_FOUND)
        elif not is_open(invitation, timezone.now()):
            response = _shut(request, invitation, HTTPStatus.GONE)
        else:
            response = draw(request, invitation)
        patch_cache_control(response, no_store=True, private=True)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_invited
def sign_off(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Show the text as it is now, and keep what is said of it; a wrong form comes back with 422.

    What was approved before is taken back by the same link.
    """
    if request.method != "POST":
        return _ask(request, invitation, SignOffForm(), HTTPStatus.OK)
    if "withdraw" in request.POST:
        withdraw(invitation)
        return redirect("sign_off_recorded", token_of(invitation))
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return _ask(request, invitation, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    token = token_of(invitation)
    try:
        record(invitation, form.to_said(), request.POST.get("text", ""))
    except LinkShutError:
        return _shut(request, invitation_of(token), HTTPStatus.GONE)
    except TextMovedError:
        form.add_error(None, MOVED)
        # A draft that went live meanwhile is another row by now.
        now = invitation_of(token)
        if now is None:
            raise Http404("The text is gone") from None
        return _ask(request, now, form, HTTPStatus.CONFLICT, request.POST.get("text", ""))
    # So that loading the page again sends nothing again.
    return redirect("sign_off_recorded", token)


@require_safe
@for_the_invited
def recorded(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """What was said by this link so far, and what of it readers see."""
    context = {
        "invitation": invitation,
        "guide": invitation.guide,
        "is_read": invitation.guide.is_published(timezone.now()),
        "sign_offs": invitation.sign_offs.all(),
        "may_withdraw": _may_withdraw(invitation),
        "token": token_of(invitation),
        "contact_email": settings.CONTACT_EMAIL,
    }
    return render(request, "guides/sign_off_recorded.html", context)


def _ask(
    request: HttpRequest,
    invitation: Invitation,
    form: SignOffForm,
    status: HTTPStatus,
    opened: str = "",
) -> HttpResponse:
    """The page with the form; `opened` names the text of an earlier page that has moved."""
    guide = invitation.guide
    # Named before it is drawn: what is drawn meanwhile can only be newer, and is then asked about.
    text = text_of(guide)
    approval = invitation.sign_offs.holding().filter(text_digest=text).first()
    fallen = invitation.sign_offs.approvals().filter(withdrawn_at=None, fell_at__isnull=False)
    known = _known_before(invitation, text, opened)
    context = {
        **drawn(guide, list(guide.sections.all())),
        "invitation": invitation,
        "approvals": approvals_of(guide),
        "text": text,
        "known": known,
        "changed": new_since(guide, *known) if known else [],
        "is_moved": status == HTTPStatus.CONFLICT,
        "approval": approval,
        "earlier": None if approval else fallen.first(),
        "may_withdraw": _may_withdraw(invitation),
        "sign_offs": invitation.sign_offs.all(),
        "is_read": guide.is_published(timezone.now()),
        "claims": _claims_behind(guide, known),
        "new": new_to_a_reader_of(guide),
        "unknown": _said_to_be_unknown(guide),
        "form": form,
        "contact_email": settings.CONTACT_EMAIL,
    }
    return render(request, "guides/sign_off.html", context, status=status)


def _known_before(invitation: Invitation, text: str, opened: str) -> Known | None:
    """The text that a clinician knew last: that of which they spoke, or that which was sent.

    None if it is that of now.
    """
    last = invitation.sign_offs.first()
    if last:
        known = Known(opened or last.text_digest, last.given_at)
    else:
        known = Known(opened or invitation.text_digest, invitation.sent_at)
    return None if known.text == text else known


def _claims_behind(guide: Guide, known: Known | None) -> list[ClaimBehind]:
    today = timezone.localdate()
    return [
        ClaimBehind(
            claim,
            relying_on(claim),
            claim.review_due_on if claim.is_overdue(today) else None,
            claim.changed_at if known and claim.changed_at > known.at else None,
        )
        for claim in claims_behind(*texts_of(guide))
    ]


def _may_withdraw(invitation: Invitation) -> bool:
    """Whether something was approved by its link and not taken back."""
    return invitation.sign_offs.approvals().filter(withdrawn_at=None).exists()


def _said_to_be_unknown(guide: Guide) -> str:
    """The words of the section on what is not known; none if there is no such section."""
    return "".join(plain_text(s.body) for s in guide.sections.all() if s.slug == UNKNOWN)


def _shut(request: HttpRequest, invitation: Invitation | None, status: HTTPStatus) -> HttpResponse:
    """Say that a link leads nowhere, and give back what was just sent by it."""
    sent = {
        SignOffForm.base_fields[name].label: request.POST[name]
        for name in ("name", "qualification", "comment")
        if request.POST.get(name, "").strip()
    }
    context = {
        "invitation": invitation,
        "was_sent": request.method == "POST",
        "sent": sent,
        "kept": invitation.sign_offs.first() if invitation else None,
        "contact_email": settings.CONTACT_EMAIL,
    }
    return render(request, "guides/sign_off_shut.html", context, status=status)
