"""Forms of the admin that arrive too late: the session has ended, or another one has begun.

What was typed must not be lost, so the page that answers carries it along, sealed, until its author
is signed in and sends it again. Nothing is kept on the server, and nothing is saved on the way.
The page for a save that failed does the same (recovery_site/errors.py).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

from django.contrib.admin import ModelAdmin
from django.core import signing
from django.http import HttpRequest
from django.urls import ResolverMatch, resolve

from guides.editing.typed import Typed, typed_into

# The seal says that this site made it, from a form that was sent to the very address in it.
SALT = "recovery_site.late_forms"
# Whoever comes back after that begins anew.
KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True)
class LateForm:
    """What somebody sent to an address of the admin: names and values, without its token."""

    address: str
    fields: list[tuple[str, str]]

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """The form that a request is, or the one that it carries along; None if there is neither.

        Of a form with a password nothing is carried.
        """
        if sealed := request.POST.get("late_form"):
            return cls._unsealed(sealed)
        if not _writes_content(request) or any("password" in name for name in request.POST):
            return None
        return cls(
            request.get_full_path(),
            [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name != "csrfmiddlewaretoken"
            ],
        )

    @classmethod
    def _unsealed(cls, sealed: str) -> Self | None:
        try:
            address, fields = signing.loads(sealed, salt=SALT, max_age=KEPT_FOR)
        except signing.BadSignature:
            return None
        return cls(address, [(name, value) for name, value in fields])

    def sealed(self) -> str:
        """All of it as one text, packed, so that a long guide stays under what a form may hold."""
        return signing.dumps((self.address, self.fields), salt=SALT, compress=True)

    def typed(self) -> list[Typed]:
        """What was typed, under the names that the form has for it; it asks no database.

        Nothing if the form's page has gone since: a release may come in between.
        """
        page = _page_of(resolve(urlsplit(self.address).path))
        return list(typed_into(page, self.fields)) if page else []


def _writes_content(request: HttpRequest) -> bool:
    """Whether a request is the form of a page where a row is added or changed."""
    match = request.resolver_match
    return (
        request.method == "POST"
        and match is not None
        and _page_of(match) is not None
        and (match.url_name or "").endswith(("_add", "_change"))
    )


def _page_of(match: ResolverMatch) -> ModelAdmin | None:
    """What draws the forms at an address of the admin; Django notes it on its views."""
    return getattr(match.func, "model_admin", None)


def is_from_us(request: HttpRequest) -> bool:
    """Whether a page of ours sent it: browsers say so, and no other site's page can make them."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
