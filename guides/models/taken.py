"""Names that a page itself uses as ids, so that no row of that page may have them."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page uses: whole ids, how others begin, and how others end."""

    whole: tuple[str, ...]
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    def among(self, field: str) -> Q:
        """The rows that have one of them in a field."""
        parts = [Q(**{f"{field}__startswith": beginning}) for beginning in self.beginnings]
        parts += [Q(**{f"{field}__endswith": ending}) for ending in self.endings]
        return reduce(or_, parts, Q(**{f"{field}__in": self.whole}))

    def refused(self, field: str, name: str) -> models.CheckConstraint:
        """The database, too, refuses them in a field."""
        return models.CheckConstraint(
            condition=~self.among(field),
            name=name,
            violation_error_message="The page itself uses this anchor. Choose another.",
        )
