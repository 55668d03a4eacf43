"""What every model shares of which pages and machines tell the last change."""

from django.db import models


class Dated(models.Model):
    """Something whose last change readers and machines are told of."""

    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True
