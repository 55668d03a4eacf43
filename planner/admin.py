"""Safety factors in the admin."""

from django.contrib import admin

from guides.admin import ContentAdmin, ReviewDue
from planner.models import SafetyFactor


@admin.register(SafetyFactor)
class SafetyFactorAdmin(ReviewDue, ContentAdmin):
    """A condition or medicine, why it matters, and when that was last checked."""

    list_display = ("label", "kind", "severity", "position", "reviewed_on", "review_due")
    list_filter = ("kind", "severity", "reviewed_on")
    search_fields = ("key", "label", "examples", "why")
    autocomplete_fields = ("sources",)
    fixed_fields = ("key",)
