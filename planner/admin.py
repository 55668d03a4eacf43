"""Safety factors in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guides.admin.content import ContentAdmin
from guides.admin.fields import NamesField
from guides.admin.forms import ToldForm
from guides.choices import ChangeKind
from guides.editing.reviewed import ReviewDue
from planner.core.screening import FLOOR
from planner.models import SafetyFactor


class SafetyFactorForm(ToldForm):
    """A safety factor, with its examples one a line."""

    examples = NamesField(
        required=False, help_text="Generic and brand names that people know it by, one a line."
    )


@admin.register(SafetyFactor)
class SafetyFactorAdmin(ReviewDue, ContentAdmin):
    """A condition or medicine, why it matters, and when that was last checked."""

    form = SafetyFactorForm
    list_display = ("label", "kind", "severity", "position", "reviewed_on", "review_due")
    list_filter = ("kind", "severity")
    search_fields = ("key", "label", "examples", "why")
    autocomplete_fields = ("sources",)
    fixed_fields = ("key",)
    taken_out_for = ChangeKind.SAFETY
    fieldsets = (
        (None, {"fields": ("key", "kind", "label", "examples", "position")}),
        ("Evidence", {"fields": ("severity", "why", "sources", ("reviewed_on", "review_months"))}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: SafetyFactor | None = None) -> bool:
        """Not for those that the planner must ask about, as without one it stops for everybody."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.key not in FLOOR)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go with them; those that the planner must ask about are protected."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        protected += [
            f"{row.label}: the planner must ask about it" for row in objs if row.key in FLOOR
        ]
        return to_delete, counts, lacking, protected
