"""What every model shares of which pages and machines tell the last change."""

from django.db import models


class Dated(models.Model):
    """Something whose last change readers and machines are told of.

    `changed_at` moves with every change to its own fields, also one that no page shows; not when
    something changes that it only points to. The upgrade that brought the field set it everywhere.
    """

    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True
