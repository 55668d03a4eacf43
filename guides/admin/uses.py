"""Rows that say where they are used, and that stay while they are."""

from collections.abc import Iterable

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from guides.uses import guides_that_mention, relying_on

NOWHERE = "nowhere"


class KeptWhileUsed:
    """A row says where it is used, and cannot be deleted while it is."""

    readonly_fields = ("used_in",)

    @admin.display(description="guides, and rows that rest on it")
    def used_in(self, row: models.Model) -> str:
        """Links to where they are edited."""
        users = [*map(_link, self._users(row)), *self._relying_on(row)]
        listed = format_html_join("", "<li>{}</li>", ((user,) for user in users))
        return format_html("<ul>{}</ul>", listed) if listed else NOWHERE

    def get_deleted_objects(
        self, objs: Iterable[models.Model], request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        """Django's answer, with whatever uses one of the rows among what forbids the deletion."""
        *found, protected = super().get_deleted_objects(objs, request)
        users = dict.fromkeys(user for row in objs for user in self._users(row))
        named = [
            format_html("{}: {}", capfirst(user._meta.verbose_name), _link(user)) for user in users
        ]
        relying = [words for row in objs for words in self._relying_on(row)]
        return *found, [*protected, *named, *relying]

    def _relying_on(self, row: models.Model) -> list[str]:
        """What of other apps relies on a row, in words."""
        return [f"{row}: {use.words}" for use in relying_on(row)]

    def _users(self, row: models.Model) -> list[models.Model]:
        """The guides that mention it, and the rows of any app that are linked to it."""
        linked = (
            user
            for relation in row._meta.related_objects
            for user in getattr(row, relation.get_accessor_name()).all()
        )
        return [*guides_that_mention(row), *linked]


def _link(row: models.Model) -> str:
    """A link to where a row is edited."""
    address = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(address, args=[row.pk]), str(row))
