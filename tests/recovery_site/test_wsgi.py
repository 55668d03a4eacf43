"""The door itself: what a request may say of its own encoding, and how much it gets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished
from django.dispatch import Signal

from recovery_site.wsgi import application

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=edge"
PART = b'--edge\r\nContent-Disposition: form-data; name="goal"\r\n\r\nnext\r\n--edge--\r\n'

# Each would name a codec that decodes no text, or none at all.
CHARSETS = [
    ";charset=hex",
    "; charset=hex",
    "; CHARSET=hex",
    "; charset =hex",
    "; charset = hex",
    "; charset\t=undefined",
    ";\tcharset=undefined",
    "; charset*=utf-8''hex",
    "; charset*=undefined''utf-8",
    "; charset*=nonsense''utf-8",
    "; charset*0=he; charset*1=x",
    '; charset="hex"',
    '; a="b; charset=utf-8"; charset=hex',
    '; boundary="a\\"; charset=hex',
    "; charset=idna",
]

pytestmark = pytest.mark.usefixtures("content", "kept_connection")


class Answer(NamedTuple):
    """What the planner answered."""

    status: int
    headers: dict[str, str]
    text: str


def ask(method: str, content_type: str, body: bytes = b"") -> Answer:
    """Ask the planner, as gunicorn asks."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/planner/",
        "QUERY_STRING": "a=%ff",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "testserver",
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    started = []
    response = application(environ, lambda line, headers: started.append((line, dict(headers))))
    text = b"".join(response).decode()
    if hasattr(response, "close"):
        response.close()
    [(line, headers)] = started
    return Answer(int(line.split()[0]), headers, text)


@contextmanager
def signal_of(signal: Signal, told: Callable[[object], None]) -> Iterator[None]:
    """Somebody who is told when a signal is sent."""

    def receiver(sender: object, **kwargs: object) -> None:
        told(sender)

    signal.connect(receiver)
    try:
        yield
    finally:
        signal.disconnect(receiver)


def test_whoever_asks_for_the_head_of_a_page_gets_no_more():
    page = ask("GET", "")

    head = ask("HEAD", "")

    assert page.text
    assert head.text == ""
    assert head.status == page.status
    assert head.headers["Content-Length"] == page.headers["Content-Length"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_request_ends_once_it_is_answered(method: str):
    ended = []
    with signal_of(request_finished, ended.append):
        ask(method, "")

    assert len(ended) == 1


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("media_type", [FORM, "text/plain", ""])
def test_a_page_is_drawn_whatever_charset_the_request_names(media_type: str, charset: str):
    status, *_ = ask("GET", media_type + charset)

    assert status == 200


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_is_read_whatever_charset_it_names(charset: str):
    status, _, text = ask("POST", FORM + charset, "activity=%ff&note=café".encode())

    assert status == 422
    assert "<form" in text


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_multipart_form_is_read_whatever_charset_it_names(charset: str):
    status, _, text = ask("POST", MULTIPART + charset, PART)

    assert status == 422
    assert "<form" in text


@pytest.mark.parametrize(
    "boundary",
    [
        "; boundary=edge",
        ";boundary=edge",
        "; Boundary = edge",
        '; boundary="edge"',
        "; charset=hex; boundary=edge",
    ],
)
def test_the_boundary_of_a_multipart_form_is_kept(boundary: str):
    status, *_ = ask("POST", f"multipart/form-data{boundary}", PART)

    assert status == 422


def test_a_multipart_form_without_a_boundary_gets_400():
    status, *_ = ask("POST", "multipart/form-data; charset=hex", PART)

    assert status == 400
