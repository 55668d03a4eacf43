"""What the loader of content files keeps for itself."""

from django.db import models


class LoadedRecord(models.Model):
    """What load_content last wrote, so that it can tell an editor's change from its own."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "key"], name="loaded_record_is_unique"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
