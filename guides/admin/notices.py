"""The notices that stand across the site."""

from django.contrib import admin

from guides.admin.content import ContentAdmin
from guides.choices import ChangeKind
from guides.editing.reviewed import ReviewDue
from guides.models import Notice


@admin.register(Notice)
class NoticeAdmin(ReviewDue, ContentAdmin):
    """A text that stands across the site."""

    list_display = ("headline", "kind", "is_published", "reviewed_on", "review_due")
    list_filter = ("kind", "is_published")
    search_fields = ("key", "headline", "body")
    fixed_fields = ("key",)
    taken_out_for = ChangeKind.SAFETY
    fieldsets = (
        (None, {"fields": ("key", "kind", "headline", "body", "is_published")}),
        ("Review", {"fields": (("reviewed_on", "review_months"),)}),
    )
