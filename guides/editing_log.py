"""Who changed what, in the log: account, row, names of fields; never a word of the texts."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest

logger = logging.getLogger("handbook.editing")

# What Django's admin says of a change: a list, or a sentence of whoever calls it otherwise.
Message = list[dict[str, Any]] | str


class LoggedEditing:
    """An admin page whose additions, changes and deletions are a line each in the log."""

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Message) -> Any:
        """A row is new."""
        logger.info("%s added %s", request.user, named(obj))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Message) -> Any:
        """A row was saved; if nothing in it is other than before, there is nothing to say."""
        if message:
            what = ", ".join(_changed(message))
            logger.info("%s changed %s%s", request.user, named(obj), what and f": {what}")
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[models.Model]) -> Any:
        """Rows are about to go."""
        for row in queryset:
            logger.info("%s deleted %s", request.user, named(row))
        return super().log_deletions(request, queryset)


def named(row: models.Model) -> str:
    """What a row is, and what others know it by."""
    name = getattr(row, "slug", None) or getattr(row, "key", None) or row.pk
    return f"{row._meta.verbose_name} {name}"


def _changed(message: Message) -> Iterator[str]:
    """The fields of a row by name, and those of its parts behind what the part is; or the step."""
    if isinstance(message, str):
        yield message.lower()
    for entry in message if isinstance(message, list) else ():
        match entry:
            case {"changed": {"name": part, "fields": fields}}:
                yield f"{part} ({', '.join(fields).lower()})"
            case {"changed": {"fields": fields}}:
                yield from map(str.lower, fields)
            case {"added": {"name": part}}:
                yield f"{part} added"
            case {"deleted": {"name": part}}:
                yield f"{part} deleted"
