"""Safety factors in the admin."""

from django.contrib import admin

from planner.models import SafetyFactor


@admin.register(SafetyFactor)
class SafetyFactorAdmin(admin.ModelAdmin):
    """A condition or medicine, why it matters, and when that was last checked."""

    list_display = ("label", "kind", "severity", "reviewed_on", "review_due_on")
    list_filter = ("kind", "severity")
    search_fields = ("key", "label", "examples", "why")
    autocomplete_fields = ("sources",)

    def get_readonly_fields(self, request, obj=None):  # noqa: ANN001, ANN201 -- Django's signature
        """The key never changes once others rely on it."""
        return ("key",) if obj else ()
