"""Who was asked to sign a text off, and what they answered: approvals and comments."""

import re
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guides.choices import SignOffKind, is_one_of
from guides.models.guides import Guide

NAME_LENGTH = 120
# What may stand before a name in one place and not in the other, and makes nobody somebody else.
TITLES = {"dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "miss", "mx"}
# A digest as guides/kinds.py makes it.
DIGEST_LENGTH = 64


class Invitation(models.Model):
    """One clinician, asked to look at one guide or draft by a link that needs no account."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="invitations")
    addressee = models.CharField(max_length=NAME_LENGTH)
    # What only the link and this row know: a number could be guessed, or belong to another row
    # after a copy was put back.
    secret = models.CharField(max_length=40, unique=True)
    # What the text was when it was sent.
    text_digest = models.CharField(max_length=DIGEST_LENGTH)
    # Empty: the account is gone.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Empty: nobody took it back.
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(addressee="") & ~Q(secret=""), name="invitation_is_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")),
                name="invitation_expires_after_it_was_sent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.guide}, sent to {self.addressee}"

    @property
    def asked_by(self) -> str:
        """Who sent it, by their full name; empty if their account has none, or is gone."""
        return self.sent_by.get_full_name() if self.sent_by else ""


class SignOffQuerySet(models.QuerySet["SignOff"]):
    """What clinicians answered, which of it still holds, and what editors have yet to look at."""

    def approvals(self) -> Self:
        """Approvals, also of texts that have changed since."""
        return self.filter(kind=SignOffKind.APPROVAL)

    def holding(self) -> Self:
        """Approvals of texts that are still the same, whether or not readers see whose."""
        return self.approvals().filter(fell_at=None)

    def confirmed(self) -> Self:
        """Approvals of whom an editor said that it is them, also of texts that have changed.

        None that was withdrawn: it is as if it had not been given.
        """
        return self.approvals().exclude(confirmed_at=None).filter(withdrawn_at=None)

    def standing(self) -> Self:
        """Approvals that readers see: confirmed ones of texts that are still the same."""
        return self.holding().confirmed()

    def unread(self) -> Self:
        """What no editor has looked at yet."""
        return self.filter(read_at=None)


class SignOff(models.Model):
    """What a clinician said of a text: that they approve it, or something else."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="sign_offs")
    kind = models.CharField(max_length=20, choices=SignOffKind)
    name = models.CharField(max_length=NAME_LENGTH)
    # Empty: it is a comment, which nobody sees with it.
    qualification = models.CharField(max_length=NAME_LENGTH, blank=True)
    comment = models.TextField(blank=True)
    given_at = models.DateTimeField()
    # Of which text.
    text_digest = models.CharField(max_length=DIGEST_LENGTH)
    # Empty: the text is still the one that was approved; or it is a comment.
    fell_at = models.DateTimeField(null=True)
    # Empty: whoever gave it did not take it back. One that was withdrawn has fallen too.
    withdrawn_at = models.DateTimeField(null=True)
    # Anybody who has the link can type any name: readers see none before an editor said that it is
    # theirs. Empty: not yet, or it is a comment.
    confirmed_at = models.DateTimeField(null=True)
    # Empty: nobody did, or the account is gone.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Empty: no editor has looked at it yet.
    read_at = models.DateTimeField(null=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        constraints = (
            is_one_of("kind", SignOffKind),
            models.CheckConstraint(
                condition=~Q(name="") & (Q(kind=SignOffKind.COMMENT) | ~Q(qualification="")),
                name="sign_off_says_who_gave_it",
            ),
            models.CheckConstraint(
                condition=Q(kind=SignOffKind.APPROVAL) | ~Q(comment=""),
                name="sign_off_without_approval_says_something",
            ),
            models.CheckConstraint(
                condition=Q(kind=SignOffKind.APPROVAL) | Q(fell_at=None),
                name="sign_off_that_falls_is_an_approval",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(fell_at__isnull=False),
                name="sign_off_that_is_withdrawn_has_fallen",
            ),
            models.CheckConstraint(
                condition=Q(kind=SignOffKind.APPROVAL) | Q(confirmed_at=None),
                name="sign_off_that_is_confirmed_is_an_approval",
            ),
            models.UniqueConstraint(
                fields=["invitation", "text_digest"],
                condition=Q(kind=SignOffKind.APPROVAL, fell_at=None),
                name="text_is_approved_once_by_an_invitation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.by}"

    @property
    def by(self) -> str:
        """Whoever gave it, as readers see them: “Jane Roe, pharmacist”."""
        return f"{self.name}, {self.qualification}" if self.qualification else self.name

    @property
    def is_by_another(self) -> bool:
        """Whether the name is another than that of whom we asked, titles and order aside."""
        return _words_of(self.name) != _words_of(self.invitation.addressee)


def _words_of(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold())) - TITLES
