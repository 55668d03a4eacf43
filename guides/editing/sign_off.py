"""The admin's page of a guide's sign-off: whom we asked, what they said, and whose name it is."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from guides import sign_off
from guides.dates import day_in_words, moment_in_words
from guides.editing.admin import PUBLISH
from guides.editing_log import logger, named
from guides.forms import OneLineField
from guides.models import Guide, Invitation, SignOff
from guides.models.sign_off import NAME_LENGTH

USUAL_DAYS, MOST_DAYS = 14, 60
# So many stand on the admin's first page.
FIRST = 8

MAIL = """{addressee},

would you look at a text of the Recovery Handbook, “{title}”, and say whether you can put your \
name to it? This link shows it with all that it rests on, and needs no account:

{link}

It works until {expires_on}. It is meant for you alone; please do not pass it on.
"""


class InvitationForm(forms.Form):
    """Whom to ask, and for how long."""

    addressee = OneLineField(
        label="Whom do you ask?",
        help_text="As you would address them: Dr Jane Roe. They read it, and nobody else does.",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    days = forms.IntegerField(
        label="Days until the link expires",
        initial=USUAL_DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=f"At most {MOST_DAYS}.",
    )


class Asked(NamedTuple):
    """An invitation as editors see it; `link` and `mail` are empty once it leads nowhere."""

    invitation: Invitation
    state: str
    link: str
    mail: str
    sign_offs: QuerySet[SignOff]


def first_given(request: HttpRequest) -> dict[str, Any]:
    """What clinicians said that no editor has looked at, for the admin's first page; newest first.

    Nothing to whoever may not change guides.
    """
    if not request.user.has_perm("guides.change_guide"):
        return {}
    unread = SignOff.objects.unread().select_related("invitation__guide")
    return {"from_clinicians": unread[:FIRST], "more_from_clinicians": unread.count() - FIRST}


def said_of(guide: Guide) -> QuerySet[SignOff]:
    """What clinicians said of a guide or a draft, newest first."""
    return SignOff.objects.filter(invitation__guide=guide).select_related("invitation__guide")


def tell_of_ended(request: HttpRequest, fallen: Iterable[SignOff]) -> None:
    """Tell an editor whose approvals have fallen by what they saved or deleted."""
    for one in fallen:
        messages.warning(
            request, f"This ended the approval of {one.by}, on “{one.invitation.guide}”."
        )


def invite_sign_off(request: HttpRequest, guide: Guide) -> HttpResponse:
    """Show who was asked to sign a guide or a draft off, and what they said.

    On POST ask somebody, take a link back, confirm whose approval it is, or mark as read or erase
    what was said. Raises PermissionDenied for whoever may not change guides.
    """
    if not request.user.has_perm("guides.change_guide"):
        raise PermissionDenied
    for name, do in ACTIONS.items():
        if name in request.POST:
            return do(request, guide, _number(request.POST[name]))
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        invitation = sign_off.invite(guide, by=request.user, **form.cleaned_data)
        _log(request, "asked for a sign-off", guide)
        messages.success(request, f"Send {invitation.addressee} the link below. We do not.")
        return redirect(request.path)
    now = timezone.now()
    invitations = guide.invitations.select_related("guide").prefetch_related(
        "sign_offs__confirmed_by"
    )
    context = {
        **admin.site.each_context(request),
        "title": "Invite a sign-off",
        "subtitle": str(guide),
        "opts": Guide._meta,
        "guide": guide,
        "form": form,
        "asked": [_asked(invitation, now) for invitation in invitations],
        "may_confirm": request.user.has_perm(PUBLISH),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/guides/guide/sign_off.html", context, status=status)


class Question(NamedTuple):
    """What is asked before something is done that cannot be undone."""

    title: str
    words: str
    yes: str
    # The button that was pressed, and of which row: pressed again it means it.
    name: str
    pk: int


def _ask_first(request: HttpRequest, guide: Guide, question: Question) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": question.title,
        "subtitle": str(guide),
        "opts": Guide._meta,
        "guide": guide,
        "question": question,
    }
    return TemplateResponse(request, "admin/guides/guide/sign_off_sure.html", context)


def _take_back(request: HttpRequest, guide: Guide, chosen: int) -> HttpResponse:
    """Have a link lead nowhere, once that is meant."""
    invitation = get_object_or_404(guide.invitations, pk=chosen)
    if "sure" not in request.POST:
        title = f"Take the link back from {invitation.addressee}?"
        words = (
            "It leads nowhere from then on, and cannot be opened again: you would have to send "
            "another. What was said by it stays."
        )
        question = Question(title, words, "Take the link back", "take_back", invitation.pk)
        return _ask_first(request, guide, question)
    sign_off.take_back(invitation)
    _log(request, "took a sign-off link back", guide)
    messages.success(request, f"The link to {invitation.addressee} leads nowhere from now on.")
    return redirect(request.path)


def _erase(request: HttpRequest, guide: Guide, chosen: int) -> HttpResponse:
    """Forget what somebody said, once that is meant."""
    given = _given(guide, chosen)
    if given.confirmed_at and not request.user.has_perm(PUBLISH):
        # What readers were shown is for whoever brought it to them.
        raise PermissionDenied
    if "sure" not in request.POST:
        title = f"Erase what {given.name} said?"
        words = (
            "What they said is gone for good, and so are name and qualification. The guide "
            "does not name them for it any more."
        )
        question = Question(title, words, "Erase it", "erase", given.pk)
        return _ask_first(request, guide, question)
    sign_off.erase(given)
    _log(request, "erased a sign-off", guide)
    messages.success(request, f"What {given.name} said is erased, and so is the name.")
    return redirect(request.path)


def _confirm(request: HttpRequest, guide: Guide, chosen: int) -> HttpResponse:
    """Say that an approval is by whom it names; only whoever may publish puts a name in public."""
    given = _given(guide, chosen)
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    try:
        sign_off.confirm(given, by=request.user)
    except sign_off.TextMovedError:
        messages.error(
            request, f"It no longer stands: the text has changed, or {given.name} withdrew it."
        )
    except ValueError:
        raise Http404 from None
    else:
        _log(request, "confirmed a sign-off", guide)
        messages.success(request, f"The guide names {given.by}, as long as this text stands.")
    return redirect(request.path)


def _read(request: HttpRequest, guide: Guide, chosen: int) -> HttpResponse:
    given = _given(guide, chosen)
    sign_off.mark_as_read(given)
    messages.success(request, f"What {given.name} said is marked as read.")
    return redirect(request.path)


ACTIONS: dict[str, Callable[[HttpRequest, Guide, int], HttpResponse]] = {
    "take_back": _take_back,
    "erase": _erase,
    "confirm": _confirm,
    "read": _read,
}


def _log(request: HttpRequest, done: str, guide: Guide) -> None:
    """One line on who did what with a guide's sign-offs; no name of a clinician is in it."""
    logger.info("%s %s of %s", request.user, done, named(guide))


def _given(guide: Guide, chosen: int) -> SignOff:
    return get_object_or_404(said_of(guide), pk=chosen)


def _number(typed: str) -> int:
    """The number of a row; what is none is the number of no row either."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0


def _asked(invitation: Invitation, now: datetime) -> Asked:
    is_open = sign_off.is_open(invitation, now)
    link = sign_off.link_to(invitation) if is_open else ""
    return Asked(
        invitation=invitation,
        state=_state(invitation, is_open=is_open),
        link=link,
        mail=_mail(invitation, link) if is_open else "",
        sign_offs=invitation.sign_offs.all(),
    )


def _state(invitation: Invitation, *, is_open: bool) -> str:
    if invitation.taken_back_at:
        return f"taken back on {day_in_words(invitation.taken_back_at)}"
    verb = "open until" if is_open else "expired on"
    return f"{verb} {moment_in_words(invitation.expires_at)}"


def _mail(invitation: Invitation, link: str) -> str:
    """An address that opens a mail to send, in the editor's own programme."""
    guide = invitation.guide
    subject = f"Would you look at “{guide.title}”?"
    body = MAIL.format(
        addressee=invitation.addressee,
        title=guide.title,
        link=link,
        expires_on=day_in_words(invitation.expires_at),
    )
    # Mail has lines that end in CR LF.
    return (
        f"mailto:?subject={quote(subject)}&body={quote(body.replace(chr(10), chr(13) + chr(10)))}"
    )
