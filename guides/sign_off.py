"""Sign-off: who is asked to approve a text, by which link, what they said, and whether it holds.

A clinician needs no account. Whoever has the link of an invitation can read one guide or draft with
all that is behind it, and say something of it. An approval is of the very text that was read: it
falls as soon as a reader of the guide reads anything else. Readers see the name under it once an
editor has confirmed whose it is.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from guides import version
from guides.addresses import public
from guides.choices import SignOffKind
from guides.citations import Citations
from guides.evidence import citations_for
from guides.kinds import Record, digest
from guides.markdown import mentioned
from guides.models import Claim, Guide, Invitation, PopularClaim, Section, SignOff
from guides.models.guides import BETWEEN_REVIEWERS
from guides.uses import MENTIONED_AS, guides_that_mention

# What a link holds is signed for this and nothing else. No letter of it is one that mail breaks at.
SIGNER = signing.Signer(sep="~", salt="guides.sign_off")


class TextMovedError(Exception):
    """The text is no longer the one that was on the page."""


class LinkShutError(Exception):
    """The link leads nowhere any more: it has expired, or was taken back."""


class Said(NamedTuple):
    """What a clinician said of a text."""

    kind: SignOffKind
    name: str
    qualification: str
    comment: str = ""


class Approvals(NamedTuple):
    """Confirmed approvals of a guide's text, latest first; the last that fell if none stands."""

    standing: Sequence[SignOff]
    fallen: SignOff | None


# --- What is signed off ----------------------------------------------------------------------


class Words(NamedTuple):
    """A guide's own text."""

    title: str
    summary: str
    key_points: str
    # Each by heading, anchor and body.
    sections: list[tuple[str, str, str]]

    @property
    def in_markdown(self) -> list[str]:
        """The texts that are Markdown, in reading order."""
        return [self.key_points, *(body for _, _, body in self.sections)]


def text_of(guide: Guide) -> str:
    """A name for all that a reader of the guide reads, the same as long as that is the same.

    Not the dates of reviews and of publishing, the guide's place and its address.
    """
    words = _words_of(guide)
    return _named(words, citations_for(*words.in_markdown))


def found(text: str, records: Sequence[Record]) -> Record | None:
    """The first of some records of a guide that is the text of that name; None if none is.

    None too if a claim or a word that it mentions says something else by now.
    """
    kept = [_words_in(record) for record in records]
    citations = citations_for(*(text for words in kept for text in words.in_markdown))
    named = zip(records, kept, strict=True)
    return next((record for record, words in named if _named(words, citations) == text), None)


def texts_of(guide: Guide) -> list[str]:
    """A guide's texts that are Markdown, in reading order."""
    return _words_of(guide).in_markdown


def _words_of(guide: Guide) -> Words:
    sections = [(s.heading, s.slug, s.body) for s in guide.sections.all()]
    return Words(guide.title, guide.summary, guide.key_points, sections)


def _words_in(record: Record) -> Words:
    """The same from a record of a guide, which holds its key points one by one."""
    points = "\n".join(f"- {point}" for point in record["key_points"])
    sections = [(s["heading"], s["slug"], s["body"]) for s in record["sections"]]
    return Words(record["title"], record["summary"], points, sections)


def _named(words: Words, citations: Citations) -> str:
    """A name for the text; the citations hold at least what it mentions."""
    keys = mentioned(*words.in_markdown)
    return digest(
        {
            "title": words.title,
            "summary": words.summary,
            "key points": words.key_points,
            "sections": words.sections,
            "sources": sorted(keys.sources & citations.sources.keys()),
            "claims": {
                key: [_as_read(backed.statement), backed.certainty, _keys_of(backed.sources)]
                for key, backed in citations.claims.items()
                if key in keys.claims
            },
            "popular claims": {
                key: [_as_read(backed.statement), backed.certainty, _keys_of(backed.sources)]
                for key, backed in citations.popular.items()
                if key in keys.popular
            },
            "words": {
                key: [term.name, term.meaning]
                for key, term in citations.terms.items()
                if key in keys.terms
            },
        }
    )


def _as_read(statement: Claim | PopularClaim) -> list[str]:
    """What its card says in words."""
    match statement:
        case Claim():
            number = statement.quantity_in_words
            return [statement.statement, number, statement.basis, statement.verdict]
        case PopularClaim():
            return [statement.says, statement.evidence_says, statement.verdict]


def _keys_of(rows: Iterable[Model]) -> list[str]:
    return sorted(row.key for row in rows)


# --- Who is asked ----------------------------------------------------------------------------


@transaction.atomic
def invite(guide: Guide, addressee: str, by: User, days: int) -> Invitation:
    """Ask somebody to look at a guide or a draft as it is now, within so many days.

    Raises Guide.DoesNotExist if it is gone meanwhile, as a draft is that went live.
    """
    version.lock()
    guide = Guide.objects.get(pk=guide.pk)
    now = timezone.now()
    return Invitation.objects.create(
        guide=guide,
        addressee=addressee,
        secret=secrets.token_urlsafe(16),
        text_digest=text_of(guide),
        sent_by=by,
        sent_at=now,
        expires_at=now + timedelta(days=days),
    )


@transaction.atomic
def take_back(invitation: Invitation) -> None:
    """Have its link lead nowhere from now on; what was said by it stays."""
    version.lock()
    Invitation.objects.filter(pk=invitation.pk, taken_back_at=None).update(
        taken_back_at=timezone.now()
    )


def is_open(invitation: Invitation, at: datetime) -> bool:
    """Whether its link still leads to the text."""
    return invitation.taken_back_at is None and at < invitation.expires_at


def link_to(invitation: Invitation) -> str:
    """The address to send: whoever has it needs nothing else."""
    return public(reverse("sign_off", args=[token_of(invitation)]))


def token_of(invitation: Invitation) -> str:
    """What the link holds."""
    return SIGNER.sign(invitation.secret)


def invitation_of(token: str) -> Invitation | None:
    """The invitation whose link holds this token; None if we never gave such a one."""
    try:
        secret = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    invitations = Invitation.objects.select_related("guide", "sent_by")
    return invitations.prefetch_related("guide__sections").filter(secret=secret).first()


def move(draft: Guide, live: Guide) -> None:
    """Invitations to look at a draft, and what was said of it, are the guide's once it is live."""
    Invitation.objects.filter(guide=draft).update(guide=live)


# --- What they said --------------------------------------------------------------------------


@transaction.atomic
def record(invitation: Invitation, said: Said, text: str) -> SignOff:
    """Keep what somebody said of the text of that name; the same text is approved only once.

    Raises TextMovedError if it is not the text of now, and LinkShutError if the link was taken back
    meanwhile.
    """
    # Whoever is saving a claim now has done so first; whoever comes later lets this approval fall.
    version.lock()
    asked = Invitation.objects.select_related("guide").filter(pk=invitation.pk).first()
    if asked is None or not is_open(asked, timezone.now()):
        raise LinkShutError
    # A draft that went live meanwhile is another row by now, of the same text.
    if text_of(asked.guide) != text:
        raise TextMovedError
    before = invitation.sign_offs.holding().filter(text_digest=text).first()
    if before and said.kind == SignOffKind.APPROVAL:
        if not said.comment:
            return before
        said = said._replace(kind=SignOffKind.COMMENT)
    return invitation.sign_offs.create(given_at=timezone.now(), text_digest=text, **said._asdict())


def mark_as_read(given: SignOff) -> None:
    """Have it no longer wait for an editor."""
    SignOff.objects.unread().filter(pk=given.pk).update(read_at=timezone.now())


@transaction.atomic
def confirm(given: SignOff, by: User) -> None:
    """Say that an approval is by whom it names, so that readers see the name.

    Raises TextMovedError if it fell meanwhile, and ValueError for a comment.
    """
    if given.kind != SignOffKind.APPROVAL:
        raise ValueError("Only an approval is confirmed")
    version.lock()
    now = timezone.now()
    holding = SignOff.objects.holding().filter(pk=given.pk)
    if not holding.update(confirmed_at=now, confirmed_by=by, read_at=now):
        raise TextMovedError
    _name_reviewers_of(given.invitation)
    version.move()


@transaction.atomic
def withdraw(invitation: Invitation) -> None:
    """Take back what was approved by a link: no page names it, and an editor is to learn of it."""
    version.lock()
    now = timezone.now()
    given = invitation.sign_offs.approvals().filter(withdrawn_at=None)
    given.update(withdrawn_at=now, fell_at=Coalesce("fell_at", now), read_at=None)
    _name_reviewers_of(invitation)
    version.move()


@transaction.atomic
def erase(given: SignOff) -> None:
    """Forget what somebody said, and their name with it, as they asked for."""
    version.lock()
    given.delete()
    _name_reviewers_of(given.invitation)
    version.move()


def approvals_of(guide: Guide) -> Approvals:
    """Whom readers see to have approved a guide's text, as far as it is still that one.

    In one query.
    """
    approvals = list(SignOff.objects.confirmed().filter(invitation__guide=guide))
    standing = [approval for approval in approvals if approval.fell_at is None]
    return Approvals(standing, None if standing else next(iter(approvals), None))


def approvals_once_live(guide: Guide) -> Approvals:
    """Whom readers will see to have approved a text once it is live, in another's place or not."""
    family = SignOff.objects.confirmed().filter(invitation__guide__in=[guide.pk, guide.replaces_id])
    text, approvals = text_of(guide), list(family)
    standing = [one for one in approvals if one.fell_at is None and one.text_digest == text]
    return Approvals(standing, None if standing else next(iter(approvals), None))


def ended_by(draft: Guide) -> list[SignOff]:
    """The approvals of the text that readers see which a draft, once it is live, would end."""
    holding = SignOff.objects.holding().filter(invitation__guide=draft.replaces_id)
    return list(holding.exclude(text_digest=text_of(draft)))


def let_fall(changed: Model | None = None) -> list[SignOff]:
    """Let each approval fall whose text has changed, and name the reviewers of the others.

    Returns those that fell. One query where nothing is approved, and as many however much is. With
    the row that changed only the texts are drawn that it may be part of.
    """
    holding = SignOff.objects.holding().select_related("invitation__guide")
    if isinstance(changed, Guide | Section) or type(changed) in MENTIONED_AS:
        if not holding.exists():
            return []
        holding = holding.filter(invitation__guide__in=_texts_with(changed))
    holding = list(holding)
    if not holding:
        return []
    approved = Guide.objects.filter(pk__in={one.invitation.guide_id for one in holding})
    guides = list(approved.prefetch_related("sections"))
    citations = citations_for(*(text for guide in guides for text in texts_of(guide)))
    texts = {guide.pk: _named(_words_of(guide), citations) for guide in guides}
    fallen = [one for one in holding if one.text_digest != texts[one.invitation.guide_id]]
    if fallen:
        pks = [one.pk for one in fallen]
        SignOff.objects.filter(pk__in=pks).update(fell_at=timezone.now())
    standing = [one for one in holding if one not in fallen and one.confirmed_at]
    for guide in guides:
        _name_reviewers(guide, [one for one in standing if one.invitation.guide_id == guide.pk])
    return fallen


def _texts_with(row: Model) -> list[int]:
    """The guides and drafts of whose text a row may be part, by primary key."""
    match row:
        case Guide():
            return [row.pk]
        case Section():
            return [row.guide_id]
        case Claim():
            # A card of what people say shows how sure the claims are that answer it.
            rows = [row, *row.popular_claims.all()]
        case _:
            rows = [row]
    return [guide.pk for each in rows for guide in guides_that_mention(each)]


def _name_reviewers_of(invitation: Invitation) -> None:
    """Write the reviewers on the guide of an invitation, which may have gone live or be gone."""
    for guide in Guide.objects.filter(invitations=invitation):
        _name_reviewers(guide, SignOff.objects.standing().filter(invitation__guide=guide))


def _name_reviewers(guide: Guide, standing: Iterable[SignOff]) -> None:
    """Write the reviewers on the guide, where it is read with it. The text stays as it was."""
    names = BETWEEN_REVIEWERS.join(dict.fromkeys(one.by for one in standing))
    if guide.clinical_reviewer != names:
        Guide.objects.filter(pk=guide.pk).update(clinical_reviewer=names)
