"""The site's addresses, and some that go wrong."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.urls import path

from recovery_site import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

RAISED = {
    "forbidden": PermissionDenied("not you"),
    "broken": RuntimeError("our fault"),
    "refused": OperationalError("connection refused"),
    "closed": InterfaceError("connection already closed"),
}


def go_wrong(request: HttpRequest, how: str) -> NoReturn:
    """Raise the error that the address names."""
    raise RAISED[how]


urlpatterns = [path("wrong/<how>/", go_wrong), *urls.urlpatterns]
