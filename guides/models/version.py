"""Which state the content is in, so that what was read of it may be kept until it moves."""

from django.db import models
from django.db.models import Q


class ContentVersion(models.Model):
    """The name of the content's state: one row, none while nothing was ever saved.

    guides/version.py reads it, moves it, and locks it for whoever writes.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    # Random: a counter that a rolled-back change had moved would name other content later.
    token = models.CharField(max_length=32)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="content_version_is_one_row"),
        )

    def __str__(self) -> str:
        return self.token
