"""Forms of the admin that arrive too late: the session has ended, or another one has begun.

What was typed must not be lost, so the page that answers carries it along, sealed, until its author
is signed in and sends it again. Nothing is kept on the server, and nothing is saved on the way.
The page for a save that failed does the same (recovery_site/errors.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.core import signing
from django.http import HttpRequest

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

    def typed(self) -> Iterator[tuple[str, str]]:
        """The texts in it, each under the name of its field in words; no number, key or button."""
        for name, value in self.fields:
            if len(value.split()) > 1 and not name.startswith("_"):
                yield re.sub(r"[-_]", " ", name), value


def _writes_content(request: HttpRequest) -> bool:
    """Whether a request is the form of a page where a row is added or changed."""
    match = request.resolver_match
    return (
        request.method == "POST"
        and match is not None
        and match.app_names == ["admin"]
        and (match.url_name or "").endswith(("_add", "_change"))
    )


def is_from_us(request: HttpRequest) -> bool:
    """Whether a page of ours sent it: browsers say so, and no other site's page can make them."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
