"""Who gets in by the link of an invitation, and who does not."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from guides import sign_off
from guides.models import SignOff
from tests.guides.signing_off import APPROVAL, COMMENT, address, saved, sent, words

pytestmark = pytest.mark.django_db


# --- Who gets in -----------------------------------------------------------------------------


def test_no_other_method_than_sending_the_form_changes_anything(client, invitation):
    path = address(invitation)

    statuses = [
        getattr(client, method)(path, APPROVAL).status_code
        for method in ("get", "head", "put", "patch", "delete", "options")
    ]

    assert statuses == [200, 200, 405, 405, 405, 405]
    assert client.post(f"{path}recorded/", APPROVAL).status_code == 405
    assert not SignOff.objects.exists()


def test_the_form_needs_no_cookie_and_the_page_sets_none(invitation):
    client = Client(enforce_csrf_checks=True)

    responses = [client.get(address(invitation)), sent(client, invitation, APPROVAL)]
    responses.append(client.get(responses[1].url))

    assert [response.status_code for response in responses] == [200, 302, 200]
    assert not client.cookies


@pytest.mark.parametrize(
    "answers",
    [None, APPROVAL, {}, {**APPROVAL, "text": "0"}],
    ids=["open", "sent", "wrong", "moved"],
)
def test_nobody_keeps_or_lists_the_page(client, invitation, answers):
    if answers is APPROVAL:
        response = sent(client, invitation, answers)
    elif answers is None:
        response = client.get(address(invitation))
    else:
        response = client.post(address(invitation), answers)

    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "Cookie" not in response.get("Vary", "")


def test_the_page_does_not_tell_its_own_address(client, invitation):
    html = client.get(address(invitation)).text

    assert sign_off.token_of(invitation) not in html
    assert 'rel="canonical"' not in html


def test_the_address_is_in_no_list(client, invitation):
    saved(invitation.guide, published_at=timezone.now() - timedelta(days=1))

    for path in ("/sitemap.xml", "/robots.txt", "/feed/", "/search/?q=sign-off"):
        assert "/sign-off/" not in client.get(path).text


def test_a_link_that_expired_says_whom_to_ask(client, invitation):
    with time_machine.travel(invitation.expires_at, tick=False):
        opened = client.get(address(invitation))
        posted = client.post(address(invitation), APPROVAL)

    assert opened.status_code == posted.status_code == 410
    assert "ask Ada Example for a new link" in words(opened.text)
    assert opened["Cache-Control"] == "no-store, private"
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("change", ["expired", "taken back", "incomplete"])
def test_what_is_sent_by_a_link_that_is_shut_comes_back_to_be_copied(client, invitation, change):
    path = address(invitation)
    if change == "taken back":
        sign_off.take_back(invitation)
    if change == "incomplete":
        path = path.replace("~", "~x")
    at = invitation.expires_at if change == "expired" else timezone.now()

    with time_machine.travel(at, tick=False):
        opened = words(client.get(path).text)
        page = words(client.post(path, COMMENT).text)

    assert "What you just sent was not received" in page
    assert "The second sentence is too sure." in page
    assert "kept none of it" in page
    assert "was not received" not in opened
    assert not SignOff.objects.exists()


def test_a_link_that_is_shut_says_what_was_kept_of_what_was_sent_before(client, invitation):
    sent(client, invitation, COMMENT)
    sign_off.take_back(invitation)

    page = words(client.get(address(invitation)).text)

    assert "has been kept" in page


def test_a_link_that_was_taken_back_says_so(client, invitation):
    sign_off.take_back(invitation)

    response = client.get(address(invitation))

    assert response.status_code == 410
    assert "was taken back on" in words(response.text)


def changed(token: str) -> list[str]:
    """Tokens that are nearly the one we gave, and others that are nothing like it."""
    secret, _, signature = token.partition("~")
    return [
        f"{secret}x~{signature}", f"{secret}~{signature[:-1]}", f"{secret}~x{signature[1:]}",
        f"{secret}~", f"~{signature}", "~", "~~~", secret, signature, f"{token}~{signature}",
        "1", "é", "%ff", "%F0%9F%A6%B4", "a" * 3000, "..", "' OR 1=1", "\u202e",
    ]  # fmt: skip


def test_a_changed_link_is_none_of_ours(client, invitation):
    for token in changed(sign_off.token_of(invitation)):
        for tail in ("/", "/recorded/"):
            response = client.get(f"/sign-off/{token}{tail}")
            assert response.status_code == 404, token


def test_a_changed_link_is_told_to_be_incomplete(client, invitation):
    response = client.post(address(invitation).replace("~", "~x"), APPROVAL)

    assert response.status_code == 404
    assert "This link is not complete" in response.text
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    "garbage",
    [
        {"kind": "perhaps"},
        {"name": "x" * 121},
        {"qualification": "x" * 10_000},
        {"comment": "x" * 20_000, "kind": "comment"},
        {"name": "\x07\x1b"},
        {"text": "\ud7ff" * 500},
        {"text": ""},
        {"kind": ["approval", "nothing"]},
    ],
)
def test_garbage_is_refused_and_never_an_error_of_ours(client, invitation, garbage):
    response = sent(client, invitation, APPROVAL, **garbage)

    assert response.status_code in (409, 422)
    assert not SignOff.objects.exists()


def test_what_is_typed_is_words_and_never_markup(client, invitation):
    response = sent(client, invitation, COMMENT, name="<b>Jane</b>\r\n \x0bRoe", comment="<i>a</i>")

    assert SignOff.objects.get().name == "<b>Jane</b> Roe"
    assert "<b>" not in client.get(response.url).text
    assert "<i>" not in client.get(response.url).text


# --- Logs ------------------------------------------------------------------------------------


def test_the_key_stands_in_no_log(client, invitation, monkeypatch):
    token = sign_off.token_of(invitation)
    handlers = logging.getLogger("django").handlers
    console = next(handler for handler in handlers if handler.get_name() == "console")
    monkeypatch.setattr(console, "stream", written := StringIO())
    client.put(address(invitation))
    client.post(address(invitation), {})
    client.raise_request_exception = False
    monkeypatch.setattr("guides.views.sign_off.text_of", lambda guide: 1 / 0)
    client.get(address(invitation))

    logged = written.getvalue()
    assert "Method Not Allowed (PUT): /sign-off/(key)/" in logged
    assert "Internal Server Error: /sign-off/(key)/" in logged
    assert token not in logged
