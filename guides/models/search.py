"""What search looks through. guides/search fills it, and asks the database about it."""

from django.db import models

from guides.choices import SearchKind, is_one_of


class SearchEntry(models.Model):
    """A page, or a place on one, as plain text that search looks through."""

    kind = models.CharField(max_length=20, choices=SearchKind)
    # The key of its row; for a section that of its guide and its anchor.
    key = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    title = models.TextField()
    text = models.TextField()
    # The words that it goes by; typing errors are led back to those of what is no statement.
    names = models.TextField()
    # What it stands in, which its own words need not say: a section's guide, a claim's topic.
    part_of = models.TextField()
    # From when visitors may find it.
    visible_from = models.DateTimeField()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = (
            models.UniqueConstraint(fields=["kind", "key"], name="search_entry_is_unique"),
            is_one_of("kind", SearchKind),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """A word that names something, so that a typing error can be led back to it."""

    word = models.CharField(max_length=60, unique=True)
    # From when visitors may meet it: from the earliest entry that it names.
    visible_from = models.DateTimeField()

    def __str__(self) -> str:
        return self.word
