"""The columns of the next review."""

from django.contrib import admin
from django.utils import timezone

from guides.reviewing import Reviewed


class ReviewDue:
    """The columns of the next review."""

    @admin.display(description="next review", ordering="reviewed_on")
    def review_due(self, row: Reviewed) -> str:
        """The day on which it is due, and whether that has passed."""
        if row.review_due_on is None:
            return "not yet reviewed"
        overdue = ", overdue" if row.is_overdue(timezone.localdate()) else ""
        return f"{row.review_due_on:%Y-%m-%d}{overdue}"
