"""The name of a request: who gives it, and where it is found again."""

import logging
import re

import pytest

from recovery_site import request_ids
from recovery_site.wsgi import application
from tests.recovery_site.asking import ask

pytestmark = [
    pytest.mark.urls("tests.recovery_site.broken_urls"),
    pytest.mark.usefixtures("kept_connection"),
]

OURS = r"[0-9a-f]{32}"
PROXYS = "a-proxy-named-it-1"


def test_each_answer_has_a_name_of_its_own():
    names = {ask("/healthz")[0]["X-Request-ID"] for _ in range(3)}

    assert len(names) == 3
    assert all(re.fullmatch(OURS, name) for name in names)


@pytest.mark.parametrize(
    ("trust", "name", "kept"),
    [
        (True, PROXYS, True),
        (True, "x" * 64, True),
        (False, PROXYS, False),
        (True, "", False),
        (True, "short", False),
        (True, "x" * 65, False),
        (True, "two words here", False),
        (True, 'forged", "a": "b', False),
        (True, "a-name-with-a-line\n", False),
        (True, "naïve-and-long-enough", False),
    ],
)
def test_a_proxys_name_is_taken_only_from_a_trusted_one_and_only_if_it_is_one(
    settings, trust: bool, name: str, kept: bool
):
    settings.TRUST_PROXY = trust

    headers, _ = ask("/healthz", HTTP_X_REQUEST_ID=name)

    assert (headers["X-Request-ID"] == name) is kept
    assert kept or re.fullmatch(OURS, headers["X-Request-ID"])


@pytest.mark.parametrize("path", ["/wrong/broken/", "/wrong/refused/"])
def test_the_page_for_when_we_failed_shows_the_code_that_the_log_has(
    caplog: pytest.LogCaptureFixture, path: str
):
    logged = []
    caplog.handler.addFilter(lambda record: logged.append(request_ids.current()) or True)

    with caplog.at_level(logging.ERROR):
        headers, page = ask(path)

    assert f"<code>{headers['X-Request-ID']}</code>" in page
    assert headers["X-Request-ID"] in logged


def test_a_name_leaves_what_is_kept_of_an_answer_as_it_was(monkeypatch):
    kept = [("Content-Type", "text/plain")]
    sent = []

    def a_kept_page(environ, start_response):
        start_response("200 OK", kept)
        return [b""]

    monkeypatch.setattr("recovery_site.wsgi.django", a_kept_page)
    application({"REQUEST_METHOD": "GET"}, lambda status, headers: sent.append(headers))

    assert kept == [("Content-Type", "text/plain")]
    assert [name for name, _ in sent[0]] == ["Content-Type", "X-Request-ID"]


@pytest.mark.parametrize(
    ("sent", "has_words"),
    [
        ({}, False),
        ({"REQUEST_METHOD": "HEAD"}, False),
        ({"REQUEST_METHOD": "POST"}, True),
        ({"QUERY_STRING": "q=sore"}, True),
        ({"HTTP_COOKIE": "sessionid=opens-an-account"}, True),
        ({"PATH_INFO": "/sign-off/key/"}, True),
        ({"PATH_INFO": "/Sign-Off// key"}, True),
        ({"PATH_INFO": "/sign-off/"}, False),
    ],
)
def test_a_request_has_words_in_a_form_a_query_a_cookie_or_the_key_of_a_link(
    sent: dict[str, str], has_words: bool
):
    request_ids.begin({"REQUEST_METHOD": "GET", "QUERY_STRING": ""} | sent, trust_proxy=False)

    assert request_ids.has_words() is has_words
