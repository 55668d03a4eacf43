"""The pages for when something is wrong; each carries the notice."""

import re
import sys
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any

from django.contrib import admin
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from guides.models import Guide
from guides.search import LONGEST_QUERY
from recovery_site import request_ids
from recovery_site.late_forms import LateForm, is_from_us


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request makes no sense. Drawn without it, as its host may be the bad part."""
    return _bare_page("400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this visitor."""
    return _page(request, "403.html", HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token, most often because the page was open for long.

    What an editor typed there is carried along, with a token that holds.
    """
    if is_from_us(request) and (late := LateForm.of(request)):
        return admin.site.late_form_page(request, late)
    return _page(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing lives at this address. Its words are ready to be searched for."""
    context = {"sought": _words_of(request.path), "guides": Guide.objects.published().first_few()}
    return _page(request, "404.html", HTTPStatus.NOT_FOUND, context)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; or 503 if the database is away, which is likely to pass."""
    typed = _typed(request)
    # Django calls this while it handles the error, from a view or a middleware alike.
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = _bare_page("503.html", HTTPStatus.SERVICE_UNAVAILABLE, typed)
        response["Retry-After"] = "30"
        return response
    return _bare_page("500.html", HTTPStatus.INTERNAL_SERVER_ERROR, typed)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What an editor sent, with a token to send it again; nothing for anybody else."""
    late = LateForm.of(request) if request.method == "POST" else None
    return {"late_form": late, "csrf_token": get_token(request)} if late else {}


def _words_of(path: str) -> str:
    """What somebody may have looked for at an address, from its last part; nothing if no words."""
    last = PurePosixPath(path).stem
    return " ".join(re.findall(r"[^\W\d_]{2,}", last))[:LONGEST_QUERY]


def _page(
    request: HttpRequest, template: str, status: HTTPStatus, context: dict[str, Any] | None = None
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _bare_page(
    template: str, status: HTTPStatus, context: dict[str, Any] | None = None
) -> HttpResponse:
    """A page drawn without the request: no context processor, so no database.

    It has the request's name, for a reader to quote.
    """
    page = render_to_string(template, {"code": request_ids.current()} | (context or {}))
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
