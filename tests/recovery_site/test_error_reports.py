"""What is told to a collector of errors: what broke and where, and nothing that anybody sent."""

import json
import logging
from collections.abc import Iterator
from typing import NoReturn

import pytest
import sentry_sdk
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.test import Client
from sentry_sdk.envelope import Envelope

from recovery_site import error_reports
from tests.planner.typed import ASKING_ABOUT_LEAF
from tests.recovery_site.asking import ask
from tests.recovery_site.conftest import RunManage
from tests.recovery_site.signing_in import account

DSN = "https://key@errors.example.org/1"

pytestmark = pytest.mark.usefixtures("kept_connection")


@pytest.fixture
def sent() -> Iterator[list[Envelope]]:
    """What would leave the machine, and the handler that sends it, as settings put it there."""
    envelopes: list[Envelope] = []

    class Kept(sentry_sdk.Transport):
        def capture_envelope(self, envelope: Envelope) -> None:
            envelopes.append(envelope)

    error_reports.start(DSN, transport=Kept)
    handler = error_reports.ErrorReports(logging.ERROR)
    logging.getLogger("django").addHandler(handler)
    logging.getLogger("handbook").addHandler(handler)
    yield envelopes
    logging.getLogger("django").removeHandler(handler)
    logging.getLogger("handbook").removeHandler(handler)
    sentry_sdk.get_global_scope().set_client(None)


# In every place of a request that holds a word.
MARKED = {
    "QUERY_STRING": "q=marked-query",
    "HTTP_COOKIE": "sessionid=marked-cookie; csrftoken=marked-csrf-cookie",
    "HTTP_USER_AGENT": "marked-agent",
    "HTTP_REFERER": "https://marked.example/marked-referrer",
    "HTTP_X_MARKED": "marked-header",
    "HTTP_AUTHORIZATION": "Bearer marked-authorization",
    "HTTP_X_FORWARDED_FOR": "198.51.100.77",
    "REMOTE_ADDR": "198.51.100.77",
}
MARKS = ("marked", "198.51.100.77")


def fails(form_or_page: object, *args: object) -> NoReturn:
    """Break, and quote all that was sent, as careless code would."""
    typed = getattr(form_or_page, "data", None) or args[0].POST
    error = ValueError(f"cannot read {typed!r}")
    error.add_note(f"it was {typed!r}")
    raise error from KeyError(str(typed))


def test_an_error_in_the_planner_tells_none_of_the_answers(content, sent, monkeypatch):
    typed = {
        name: "marked-" + name for name in (*ASKING_ABOUT_LEAF, "other_medicines", "anything_else")
    }

    monkeypatch.setattr("planner.forms.PlannerForm.full_clean", fails)

    headers, page = ask("/planner/", typed, **MARKED)

    assert "Error 500" in page
    (report,) = reports(sent)
    assert [each["type"] for each in report["exception"]["values"]] == ["KeyError", "ValueError"]
    frames = report["exception"]["values"][-1]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "fails"
    assert report["tags"] == {
        "logger": "django.request",
        "request": headers["X-Request-ID"],
        "page": "/planner/",
    }
    # Source is code, and this file has the mark in it.
    assert not any(mark in without_source(sent) for mark in MARKS)


def test_an_error_in_the_admin_tells_nothing_of_the_form_or_the_editor(db, sent, monkeypatch):
    browser = Client()
    editor = account("marked-editor")
    browser.force_login(editor)
    token = "m" * 32

    monkeypatch.setattr("django.contrib.admin.options.ModelAdmin._changeform_view", fails)

    _, page = ask(
        "/admin/guides/source/add/",
        {"title": "marked-title", "key": "marked-key", "csrfmiddlewaretoken": token},
        **MARKED
        | {"HTTP_COOKIE": f"sessionid={browser.cookies['sessionid'].value}; csrftoken={token}"},
    )

    assert "Error 500" in page
    (report,) = reports(sent)
    assert report["tags"]["page"] == "/admin/guides/source/add/"
    told = without_source(sent)
    secrets = (*MARKS, token, browser.cookies["sessionid"].value)
    assert not any(secret in told for secret in secrets)


@pytest.mark.parametrize("path", ["/sign-off/marked-key/", "/sign-off/marked-key/recorded/"])
def test_an_error_at_the_link_of_a_clinician_tells_no_key(db, sent, monkeypatch, path: str):
    def fails_at(token: str) -> NoReturn:
        raise ValueError(f"cannot read {token!r}") from KeyError(token)

    monkeypatch.setattr("guides.views.sign_off.invitation_of", fails_at)

    _, page = ask(path)

    assert "Error 500" in page
    (report,) = reports(sent)
    assert report["tags"]["page"].startswith("/sign-off/<str:token>/")
    assert "marked" not in without_source(sent)


def test_an_error_at_a_page_without_a_form_tells_no_session(content, sent, monkeypatch):
    def fails_with(site: AdminSite, request: HttpRequest) -> NoReturn:
        raise ValueError(f"cannot read {request.COOKIES}")

    monkeypatch.setattr("django.contrib.admin.sites.AdminSite.has_permission", fails_with)

    _, page = ask("/admin/", HTTP_COOKIE="sessionid=marked-session")

    assert "Error 500" in page
    assert {each["type"] for each in reports(sent)[0]["exception"]["values"]} == {"ValueError"}
    assert "marked" not in without_source(sent)


def reports(envelopes: list[Envelope]) -> list[dict]:
    """The events in what was sent, as the collector reads them."""
    return [
        json.loads(item.payload.get_bytes()) for envelope in envelopes for item in envelope.items
    ]


def without_source(envelopes: list[Envelope]) -> str:
    """All that was sent, but for the lines of code around the place of an error."""
    events = reports(envelopes)
    for event in events:
        for error in event["exception"]["values"]:
            for frame in error["stacktrace"]["frames"]:
                for name in ("pre_context", "context_line", "post_context"):
                    frame.pop(name, None)
    headers = [envelope.headers for envelope in envelopes]
    assert all(len(envelope.items) == 1 for envelope in envelopes)
    return json.dumps([events, headers], default=str)


@pytest.mark.urls("tests.recovery_site.broken_urls")
def test_a_report_says_what_broke_and_no_more(sent):
    ask("/wrong/broken/")

    (report,) = reports(sent)
    assert set(report) <= {*error_reports.OF_AN_EVENT, "exception"}
    assert report["exception"]["values"][0]["value"] == "our fault"
    # The pattern of the address, and not what stood in it.
    assert report["tags"]["page"] == "/wrong/<how>/"


@pytest.mark.urls("tests.recovery_site.broken_urls")
def test_what_the_database_says_of_itself_is_told(sent):
    ask("/wrong/refused/", QUERY_STRING="q=marked")

    (report,) = reports(sent)
    assert report["exception"]["values"][-1]["value"] == "connection refused"


def test_an_error_that_is_caught_and_logged_is_told_too(sent):
    try:
        raise RuntimeError("nobody wrote to /sign-off/marked-key/")
    except RuntimeError:
        logging.getLogger("handbook.editing").exception("Could not look for drafts")

    assert "/sign-off/(key)/" in without_source(sent)
    assert "marked" not in without_source(sent)


def test_what_strangers_try_in_vain_is_not_told(sent):
    ask("/guides/\0")

    assert sent == []


def test_a_line_without_an_error_is_not_told(sent):
    logging.getLogger("handbook.editing").error("marked")

    assert sent == []


def test_what_a_newer_sdk_might_add_does_not_leave():
    event = {"level": "error", "request": {"data": "marked"}, "user": {"id": 1}, "anything": 1}
    frame = {"function": "plan", "vars": {"answers": "marked"}}
    error = {"type": "ValueError", "stacktrace": {"frames": [frame]}, "mechanism": {"data": 1}}

    hint = {"attachments": ["marked"]}

    told = error_reports.only_what_may_leave(event | {"exception": {"values": [error]}}, hint)

    assert hint["attachments"] == []
    assert told == {
        "level": "error",
        "exception": {
            "values": [
                {
                    "type": "ValueError",
                    "stacktrace": {"frames": [{"function": "plan"}]},
                    "value": "",
                }
            ]
        },
    }


def test_what_variables_held_is_not_even_collected(sent, monkeypatch):
    monkeypatch.setattr(error_reports, "only_what_may_leave", lambda event, hint: event)
    error_reports.start(DSN, transport=type(sentry_sdk.get_client().transport))

    try:
        typed = "mar" + "ked"
        raise RuntimeError(len(typed))
    except RuntimeError:
        logging.getLogger("handbook.editing").exception("Could not look for drafts")

    assert reports(sent)[0]["exception"]["values"][0]["stacktrace"]["frames"]
    assert "marked" not in without_source(sent)


IS_LOADED = """
import logging, sys
handlers = logging.getLogger().handlers + logging.getLogger("django").handlers
print("sentry_sdk" in sys.modules, [f"{type(each).__name__} {each.level}" for each in handlers])
"""


@pytest.mark.parametrize(
    ("dsn", "told"),
    [
        (None, f"False {['StreamHandler 0'] * 2}"),
        ("", f"False {['StreamHandler 0'] * 2}"),
        # For what Django logs, and for all else; from ERROR on.
        (DSN, f"True {['StreamHandler 0', 'ErrorReports 40'] * 2}"),
    ],
)
def test_reports_are_off_unless_they_have_an_address(
    run_manage: RunManage, dsn: str | None, told: str
):
    shown = run_manage("shell", "-v0", "-c", IS_LOADED, SENTRY_DSN=dsn)

    assert shown.stdout == f"{told}\n"


def test_an_address_that_is_none_is_one_sentence(run_manage: RunManage):
    started = run_manage("check", SENTRY_DSN="not an address")

    assert started.returncode == 1
    assert started.stderr.startswith("Set SENTRY_DSN to ")
    assert started.stderr.count("\n") == 1
