"""What every model shares that is checked against the evidence again and again."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

# So far from the last year that a date can have that the next review always has one.
LAST_DAY = date(2100, 1, 1)
LONGEST_MONTHS = 120


def not_in_the_future(day: date) -> None:
    """Refuse a day that has not come yet."""
    # A day of slack: the site's day is UTC's, and an editor east of it is already in the next.
    if day > timezone.localdate() + timedelta(days=1):
        raise ValidationError("The evidence cannot have been checked in the future.")


class ReviewDueOn(models.Func):
    """The day of the next review as the database reckons it: `Reviewed.review_due_on`, for asking.

    Empty where there was no first one yet.
    """

    arity = 2
    output_field = models.DateField()

    def __init__(self) -> None:
        super().__init__("reviewed_on", "review_months")

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite runs over the end of a short month: the last day of that month holds it back."""
        (day, _), (months, _) = (compiler.compile(part) for part in self.source_expressions)
        after = f"date({day}, {months} || ' months')"
        last = f"date({day}, 'start of month', ({months} + 1) || ' months', '-1 day')"
        return f"min({after}, {last})", ()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL stops at the end of a short month by itself."""
        (day, _), (months, _) = (compiler.compile(part) for part in self.source_expressions)
        return f"({day} + make_interval(months => {months}))::date", ()


class ReviewedQuerySet(models.QuerySet):
    """Rows by when they have to be checked again."""

    def overdue(self, on: date) -> Self:
        """Those whose next review should have been before that day."""
        return self.alias(_due_on=ReviewDueOn()).filter(_due_on__lt=on)

    def due_soon(self, on: date, within: timedelta) -> Self:
        """Those whose next review is on that day, or so soon after it."""
        return self.alias(_due_on=ReviewDueOn()).filter(_due_on__range=(on, on + within))

    def due_later(self, on: date, within: timedelta) -> Self:
        """Those whose next review is not as soon as that."""
        return self.alias(_due_on=ReviewDueOn()).filter(_due_on__gt=on + within)

    def due_between(self, since: date, until: date) -> Self:
        """Those whose next review is between two days, these among them, with `due_on`."""
        return self.annotate(due_on=ReviewDueOn()).filter(due_on__range=(since, until))

    def never_reviewed(self) -> Self:
        """Those that wait for their first review."""
        return self.filter(reviewed_on=None)


class Reviewed(models.Model):
    """Something that is checked against the evidence again and again."""

    reviewed_on = models.DateField(
        "evidence checked on",
        validators=[not_in_the_future],
        help_text="The day on which the evidence was last checked.",
    )
    review_months = models.PositiveSmallIntegerField(
        default=12, help_text="Months until it has to be checked again."
    )

    objects = ReviewedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(review_months__gt=0),
                name="%(class)s_review_months_are_positive",
                violation_error_message="Leave at least one month until the next review.",
            ),
            models.CheckConstraint(
                condition=Q(review_months__lte=LONGEST_MONTHS),
                name="%(class)s_review_is_due_within_ten_years",
                violation_error_message=f"Leave at most {LONGEST_MONTHS} months until the next "
                "review.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__lte=LAST_DAY),
                name="%(class)s_reviewed_on_is_not_after_2100",
                violation_error_message="The day of the review is too far away.",
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
