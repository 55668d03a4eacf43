"""Asking the site through its door, as gunicorn does; Django's test client walks past it."""

from io import BytesIO
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from recovery_site.wsgi import application


def ask(path: str, form: dict[str, object] | None = None, **environ: object) -> tuple[
    dict[str, str], str
]:  # fmt: skip
    """The headers and the page that a visitor gets; of a form that is sent, if there is one."""
    body = urlencode(form or {}, doseq=True).encode()
    environ = {
        "REQUEST_METHOD": "GET" if form is None else "POST",
        "PATH_INFO": path,
        "HTTP_HOST": "testserver",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        **environ,
    }
    setup_testing_defaults(environ)
    headers: dict[str, str] = {}
    response = application(environ, lambda status, sent, *error: headers.update(sent))
    page = b"".join(response).decode()
    response.close()
    return headers, page
