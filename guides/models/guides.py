"""What readers open: guides with their sections, and the notices that stand across the site."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from guides.choices import NoticeKind, Topic, is_one_of
from guides.markdown import plain_text
from guides.models.dated import Dated
from guides.models.taken import Taken
from guides.reviewing import Reviewed, ReviewedQuerySet, not_in_the_future
from guides.validators import list_of_points, sound_markdown

WORDS_A_MINUTE = 200
# So many guides stand on pages that only lead to them.
FEW = 6
BETWEEN_REVIEWERS = "; "

# What a guide's page itself uses as anchors: whole ones, and how others begin.
TAKEN = Taken(
    whole=("main", "points", "contents", "references", "words"),
    beginnings=("claim-", "cite-", "ref-", "term-"),
)


def minutes_to_read(texts: Iterable[str]) -> int:
    """How long some Markdown takes to read, at 200 words a minute."""
    words = sum(len(plain_text(text).split()) for text in texts)
    return max(1, round(words / WORDS_A_MINUTE))


class GuideQuerySet(ReviewedQuerySet["Guide"]):
    """Guides, and who may read them."""

    def originals(self) -> Self:
        """Guides without the drafts that are to take the place of one."""
        return self.filter(replaces=None)

    def published(self, at: datetime | None = None) -> Self:
        """Guides that a visitor may read at the given moment (aware; now by default)."""
        return self.filter(published_at__lte=at or timezone.now())

    def in_reading_order(self) -> Self:
        """By their places, read along these, so that the first of many are soon found."""
        # No place is under zero. But told nothing of places SQLite looks for what is published
        # first, and sorts all of that.
        return self.filter(position__gte=0).order_by("position", "pk")

    def first_few(self) -> Self:
        """The first in reading order, for pages that lead to the guides and do not list them."""
        return self.in_reading_order()[:FEW]

    def with_neighbours(self) -> Self:
        """Each with the published guides beside it: before_slug, before_title, after_slug, …

        They are None where there is none.
        """
        published = Guide.objects.published()
        same = Q(position=OuterRef("position"))
        earlier = Q(position__lt=OuterRef("position")) | same & Q(pk__lt=OuterRef("stands_at"))
        later = Q(position__gt=OuterRef("position")) | same & Q(pk__gt=OuterRef("stands_at"))
        # Said twice, as an “or” alone has the database read every guide on that side.
        before = published.filter(earlier, position__lte=OuterRef("position")).reverse()
        after = published.filter(later, position__gte=OuterRef("position"))
        # A draft stands where its guide does.
        return self.annotate(stands_at=Coalesce("replaces", "pk")).annotate(
            before_slug=before.values("slug")[:1],
            before_title=before.values("title")[:1],
            after_slug=after.values("slug")[:1],
            after_title=after.values("title")[:1],
        )


class Guide(Reviewed, Dated):
    """One article of advice, in sections; or the draft that is to take the place of one."""

    # A published guide stays as it is while its next text is written in a row of its own. Empty:
    # it takes no guide's place.
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="draft",
    )
    slug = models.SlugField(
        help_text="The end of its address, /guides/…/. An address that it had leads to the new one."
    )
    title = models.CharField(max_length=120)
    topic = models.CharField(max_length=20, choices=Topic)
    summary = models.TextField(help_text="One or two sentences that lead in.")
    key_points = models.TextField(
        validators=[list_of_points, sound_markdown],
        help_text="One point a line, each after “- ”. Markdown with citations: [@source-key].",
    )
    position = models.PositiveSmallIntegerField(help_text="Its place among the guides.")
    author = models.CharField(max_length=120)
    # Whose confirmed approvals of its text stand, as “name, qualification”, with BETWEEN_REVIEWERS
    # between them. guides/sign_off.py writes it, and nobody else does. Empty: nobody's.
    clinical_reviewer = models.TextField(blank=True, editable=False)
    # Wider than in Reviewed: a draft may wait for its first review.
    reviewed_on = models.DateField(
        "evidence checked on",
        null=True,
        blank=True,
        validators=[not_in_the_future],
        help_text="Empty: not yet, so it is a draft.",
    )
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: a draft. From this moment visitors can read it."
    )

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        indexes = (
            models.Index(fields=["position", "id"], name="guide_in_reading_order"),
            models.Index(fields=["-published_at"], name="guide_by_publishing"),
            # What guides/feeds.py calls news.
            models.Index(
                Greatest("changed_at", "published_at").desc(), F("id"), name="guide_by_news"
            ),
        )
        permissions = (("publish_guide", "Can publish guides, and take them back"),)
        constraints = (
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(replaces=None),
                name="guide_slug_is_unique",
                violation_error_message="Another guide has this slug.",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(published_at=None),
                name="guide_that_replaces_one_is_not_published_beside_it",
                violation_error_message="A draft goes live in the place of its guide.",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(reviewed_on__isnull=False),
                name="guide_is_reviewed_before_it_is_published",
                violation_error_message="Say when the evidence was checked before publishing.",
            ),
            is_one_of("topic", Topic),
            *Reviewed.Meta.constraints,
        )

    def __str__(self) -> str:
        return f"{self.title} (draft)" if self.replaces_id else self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("guides:detail", args=[self.slug])

    def is_published(self, at: datetime) -> bool:
        """Whether a visitor may read it at that moment."""
        return self.published_at is not None and self.published_at <= at

    @property
    def reading_minutes(self) -> int:
        """How long its text takes to read."""
        return minutes_to_read([self.key_points, *(s.body for s in self.sections.all())])


class Section(models.Model):
    """A headed part of a guide."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(help_text="Its place in the guide.")
    slug = models.SlugField("anchor", help_text="Where links to this section lead, after “#”.")
    heading = models.CharField(max_length=120)
    body = models.TextField(
        validators=[sound_markdown],
        help_text="Markdown. Citations: [@source-key]. Glossary: [words](term:key). What a claim "
        "says: [words](claim:key). Cards, each on lines of its own: “::: claim key”, “::: popular "
        "key”, “::: drawing name”, “::: care today Title”, “::: do Title” or “::: dont Title”, "
        "closed by “:::”.",
    )

    class Meta:
        ordering = ("guide", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["guide", "slug"],
                name="section_anchor_is_unique_in_its_guide",
                violation_error_message="Two sections of a guide cannot have the same anchor.",
            ),
            TAKEN.refused("slug", "section_anchor_is_not_one_of_the_page"),
        )

    def __str__(self) -> str:
        return self.heading


class NoticeQuerySet(ReviewedQuerySet["Notice"]):
    """Notices, and who may see them."""

    def published(self) -> Self:
        """Notices that stand on the site."""
        return self.filter(is_published=True)


class Notice(Reviewed):
    """A text shown across the site: whom to ask, where to call, what the law says."""

    key = models.SlugField(
        max_length=60, unique=True, help_text="Its name in the content files. It never changes."
    )
    kind = models.CharField(max_length=20, choices=NoticeKind)
    headline = models.CharField(
        max_length=120, help_text="The consult notice heads every page; the others are in its foot."
    )
    body = models.TextField(blank=True, help_text="As plain text.")
    is_published = models.BooleanField(default=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind=NoticeKind.CONSULT)
                | Q(headline__icontains="doctor")
                | Q(headline__icontains="pharmacist")
                | Q(body__icontains="doctor")
                | Q(body__icontains="pharmacist"),
                name="consult_notice_names_a_professional",
                violation_error_message="This notice has to name a doctor or a pharmacist.",
            ),
            is_one_of("kind", NoticeKind),
            *Reviewed.Meta.constraints,
        )

    def __str__(self) -> str:
        return self.headline
