"""Editing in Django's admin: what each kind of content adds to the stock pages."""

from django.contrib import admin

from guides.admin import evidence, guides, notices

__all__ = ["evidence", "guides", "notices"]

admin.site.site_header = "Recovery Handbook"
admin.site.site_title = "Recovery Handbook"
admin.site.index_title = "Editing"
