"""How content was before: what editors saved, what readers were told, and where guides stood."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from guides.choices import ChangeKind, is_one_of
from guides.dates import moment_in_words
from guides.models.guides import Guide

SENTENCE_LENGTH = 300


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions, and which of them readers are told of."""

    def told(self) -> "RevisionQuerySet":
        """What changed for readers, the latest first."""
        return self.exclude(change="").order_by("-saved_at", "-pk")


class Revision(models.Model):
    """A row of any content as it stood after a save, in the form of its content file.

    With `change` and `sentence` it is a change that readers saw and are told of.
    """

    # The row: its model, as “guides.guide”, and its primary key. No foreign key: it outlives it.
    kind = models.CharField(max_length=60)
    row = models.BigIntegerField()
    record = models.JSONField(encoder=DjangoJSONEncoder)
    saved_at = models.DateTimeField()
    # Empty: the content files, a command, or an account that is gone.
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # In words: “Saved as a draft”, “Published”.
    was_done = models.CharField(max_length=200)
    change = models.CharField(max_length=20, choices=ChangeKind, blank=True)
    sentence = models.CharField(max_length=SENTENCE_LENGTH, blank=True)
    # As readers know the row.
    title = models.TextField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("-saved_at", "-pk")
        indexes = (
            models.Index(fields=["kind", "row", "-saved_at"], name="revision_of_a_row"),
            models.Index(fields=["change", "-saved_at"], name="revision_by_change"),
            models.Index(fields=["-saved_at", "-id"], name="revision_by_time"),
        )
        constraints = (
            is_one_of("change", ChangeKind, or_empty=True),
            models.CheckConstraint(
                condition=Q(change="", sentence="") | ~Q(change="") & ~Q(sentence=""),
                name="revision_says_what_changed_if_it_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}: {self.was_done}"


class Schedule(models.Model):
    """When a draft goes live by itself, and what readers are told then."""

    guide = models.OneToOneField(Guide, on_delete=models.CASCADE, related_name="schedule")
    goes_live_at = models.DateTimeField(db_index=True)
    change = models.CharField(max_length=20, choices=ChangeKind)
    sentence = models.CharField(max_length=SENTENCE_LENGTH)
    # Empty: the account is gone.
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = (is_one_of("change", ChangeKind),)

    def __str__(self) -> str:
        return f"{self.guide}, {moment_in_words(self.goes_live_at)}"


class FormerSlug(models.Model):
    """A slug that a guide had; its old address leads to the guide."""

    slug = models.SlugField(unique=True)
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
