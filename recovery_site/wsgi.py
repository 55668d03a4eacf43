"""The door that gunicorn knocks on."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from recovery_site import request_ids

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recovery_site.settings")

django = get_wsgi_application()

# Of the letters that RFC 2046 allows, so that it cannot hold another parameter.
BOUNDARY = re.compile(r""";\s*boundary\s*=\s*"?([\w'()+,\-./:=? ]+)""", re.IGNORECASE | re.ASCII)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, each request with a name, and read as UTF-8 whatever it says of itself.

    A codec that exists and decodes no text (charset=hex) would make Django fail before any
    middleware could refuse the request.
    """
    content_type = environ.get("CONTENT_TYPE", "")
    # Kept is what is needed, as there are many ways to write a charset.
    media_type = content_type.partition(";")[0].strip()
    boundary = BOUNDARY.search(content_type)
    environ["CONTENT_TYPE"] = f'{media_type}; boundary="{boundary[1]}"' if boundary else media_type
    name = request_ids.begin(environ, trust_proxy=settings.TRUST_PROXY)

    def start_named(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        # A list of its own: that of a page which is kept serves many answers.
        return start_response(status, [*headers, ("X-Request-ID", name)], *error)

    answer = django(environ, start_named)
    if environ["REQUEST_METHOD"] != "HEAD":
        return answer
    # gunicorn sends none of it either, and would write a warning for each.
    answer.close()
    return ()
