"""The least valid guide, claim, source …; a test states only what it is about.

Keys are padded with zeros: models sort by key, and what was made first must come first.
"""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from guides.models import (
    Claim,
    Guide,
    Invitation,
    Notice,
    PopularClaim,
    Revision,
    Section,
    SignOff,
    Source,
    Term,
)
from guides.sign_off import text_of

REVIEWED_ON = date(2026, 1, 15)
PUBLISHED_AT = datetime(2026, 1, 15, 12, tzinfo=UTC)


class SourceFactory(factory.django.DjangoModelFactory):
    """A paper that we opened."""

    class Meta:
        model = Source

    key = factory.Sequence("source-{:04}".format)
    title = "A study"
    authors = "Huestis MA, Brett MA"
    kind = "review"
    seen = True


class ClaimFactory(factory.django.DjangoModelFactory):
    """A statement without a number, which no rule reads. Give `sources` to name some."""

    class Meta:
        model = Claim
        skip_postgeneration_save = True

    key = factory.Sequence("claim-{:04}".format)
    topic = "soreness"
    statement = "Soreness fades by itself."
    verdict = "supported"
    certainty = "moderate"
    reviewed_on = REVIEWED_ON

    @factory.post_generation
    def sources(self, create: bool, extracted: list[Source] | None) -> None:
        if create:
            self.sources.set(extracted or [])


class PopularClaimFactory(factory.django.DjangoModelFactory):
    """What people say. Give `claims` to name those that answer it."""

    class Meta:
        model = PopularClaim
        skip_postgeneration_save = True

    key = factory.Sequence("popular-{:04}".format)
    says = "It works."
    evidence_says = "Nobody has looked."
    verdict = "unstudied"

    @factory.post_generation
    def claims(self, create: bool, extracted: list[Claim] | None) -> None:
        if create:
            self.claims.set(extracted or [])


class GuideFactory(factory.django.DjangoModelFactory):
    """A published guide without sections."""

    class Meta:
        model = Guide

    slug = factory.Sequence("guide-{:04}".format)
    title = "A guide"
    topic = "soreness"
    summary = "What is known."
    key_points = "- It fades."
    position = factory.Sequence(int)
    author = "The authors"
    reviewed_on = REVIEWED_ON
    published_at = PUBLISHED_AT


class SectionFactory(factory.django.DjangoModelFactory):
    """A section of a guide of its own."""

    class Meta:
        model = Section

    guide = factory.SubFactory(GuideFactory)
    position = factory.Sequence(int)
    slug = factory.Sequence("section-{:04}".format)
    heading = "A section"
    body = "Some words."


class NoticeFactory(factory.django.DjangoModelFactory):
    """A published notice on the law."""

    class Meta:
        model = Notice

    key = factory.Sequence("notice-{:04}".format)
    kind = "legal"
    headline = "The law changes."
    reviewed_on = REVIEWED_ON


class TermFactory(factory.django.DjangoModelFactory):
    """A word of the glossary. Give `sources` to name some."""

    class Meta:
        model = Term
        skip_postgeneration_save = True

    key = factory.Sequence("term-{:04}".format)
    name = "Half-life"
    meaning = "The time in which half of it goes."

    @factory.post_generation
    def sources(self, create: bool, extracted: list[Source] | None) -> None:
        if create:
            self.sources.set(extracted or [])


class InvitationFactory(factory.django.DjangoModelFactory):
    """A clinician who was asked a moment ago to look at a guide, by somebody who is gone."""

    class Meta:
        model = Invitation

    guide = factory.SubFactory(GuideFactory)
    addressee = "Jane Roe"
    secret = factory.Sequence("secret-{:04}".format)
    text_digest = factory.LazyAttribute(lambda invitation: text_of(invitation.guide))
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda invitation: invitation.sent_at + timedelta(days=14))


class SignOffFactory(factory.django.DjangoModelFactory):
    """An approval of the text that was sent, confirmed unless `confirmed_at` is None."""

    class Meta:
        model = SignOff

    invitation = factory.SubFactory(InvitationFactory)
    kind = "approval"
    name = "Jane Roe"
    qualification = "pharmacist"
    given_at = factory.SelfAttribute("invitation.sent_at")
    text_digest = factory.SelfAttribute("invitation.text_digest")
    confirmed_at = factory.LazyAttribute(lambda s: s.given_at if s.kind == "approval" else None)
    read_at = factory.SelfAttribute("confirmed_at")


class RevisionFactory(factory.django.DjangoModelFactory):
    """A change that readers are told of, to a claim that is gone. Give `of` to name a row."""

    class Meta:
        model = Revision

    class Params:
        of = None

    kind = factory.LazyAttribute(lambda told: (told.of or Claim)._meta.label_lower)
    row = factory.LazyAttribute(lambda told: told.of.pk if told.of else 0)
    record = factory.Dict({})
    saved_at = PUBLISHED_AT
    was_done = "Published"
    change = "evidence"
    sentence = "It counts a new trial."
    title = "A claim"
