"""What every model shares that is checked against the evidence again and again."""

from calendar import monthrange
from datetime import date

from django.db import models
from django.db.models import Q


class Reviewed(models.Model):
    """Something that is checked against the evidence again and again."""

    reviewed_on = models.DateField(
        "evidence checked on", help_text="The day on which the evidence was last checked."
    )
    review_months = models.PositiveSmallIntegerField(
        default=12, help_text="Months until it has to be checked again."
    )

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(review_months__gt=0),
                name="%(class)s_review_months_are_positive",
                violation_error_message="Leave at least one month until the next review.",
            ),
        )

    @property
    def review_due_on(self) -> date | None:
        """The day of the next review; None when there was no first one yet."""
        if self.reviewed_on is None:
            return None
        years, month = divmod(self.reviewed_on.month - 1 + self.review_months, 12)
        year, month = self.reviewed_on.year + years, month + 1
        # A month later than 31 January is the last of February.
        return date(year, month, min(self.reviewed_on.day, monthrange(year, month)[1]))

    def is_overdue(self, on: date) -> bool:
        """Whether the next review should have been before that day."""
        return self.review_due_on is not None and self.review_due_on < on
