"""What nginx hands on, to whom, what it says by itself, and what it writes down."""

import re
import socket
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from deploy.cluster import NGINX
from deploy.processes import accepts
from recovery_site.log_lines import without_keys
from tests.deploy.asking import ask
from tests.deploy.conftest import EMERGENCY, Front


def test_a_replica_is_told_who_asks_by_nginx_alone(front: Front):
    front.ask(
        "/",
        X_Forwarded_For="192.0.2.1",
        X_Forwarded_Proto="https",
        X_Request_ID="forged",
        Host="handbook.example.org:8000",
    )

    [asked] = front.requests
    assert asked.headers.get_all("X-Forwarded-For") == ["127.0.0.1"]
    assert asked.headers.get_all("X-Forwarded-Proto") == ["http"]
    assert re.fullmatch("[0-9a-f]{32}", asked.headers["X-Request-ID"])
    assert asked.headers["Host"] == "handbook.example.org:8000"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/admin/"), ("GET", "/search/"), ("POST", "/planner/")],
)
def test_a_replica_that_breaks_off_costs_nobody_anything(front: Front, method: str, path: str):
    front.replicas[0].breaks_off = True

    statuses = {front.ask(path, method).status for _ in range(6)}

    assert statuses == {200}
    assert front.replicas[0].asked


@pytest.mark.parametrize("path", ["/admin/guides/guide/1/change/", "/sign-off/a-key/", "/"])
def test_what_changes_something_is_not_sent_twice(front: Front, path: str):
    front.replicas[0].breaks_off = front.replicas[1].breaks_off = True

    answer = front.ask(path, "POST")

    assert answer.status == 503
    assert front.asked == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/admin/"),
        ("POST", "/admin/"),
        ("POST", "/planner/"),
        ("GET", "/healthz"),
    ],
)
def test_when_nobody_answers_the_emergency_notice_does(front: Front, method: str, path: str):
    front.break_off()

    answers = [front.ask(path, method) for _ in range(8)]

    assert {answer.status for answer in answers} == {503}
    assert all(EMERGENCY in answer.text for answer in answers)
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert {answer.headers["Retry-After"] for answer in answers} == {"30"}


def test_the_page_for_when_nobody_answers_has_the_policy_of_every_page(front: Front):
    front.break_off()

    policy = front.ask("/").headers["Content-Security-Policy"]

    written = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    own = {
        name: " ".join(sources)
        for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
    }
    # The page has no script, and connects to nothing.
    assert written == {
        name: value for name, value in own.items() if name not in NOT_ON_A_STILL_PAGE
    }


NOT_ON_A_STILL_PAGE = {"script-src", "font-src", "connect-src"}


def test_a_503_of_an_editors_page_is_the_sites_own(front: Front):
    front.answer_with(503)

    answer = front.ask("/admin/")

    assert (answer.status, answer.text) == (503, "answer 1")


def test_the_log_holds_no_address_no_query_no_key(front: Front):
    asked = [
        ("/guides/?goal=private", "GET /guides/ 200"),
        ("/sign-off/private/", "GET /sign-off/(key)/ 200"),
        ("/sign-off/private/recorded/?private", "GET /sign-off/(key)/recorded/ 200"),
        ("/sign-off//private/", "GET /sign-off//(key)/ 200"),
        ("/%73ign-off/private/", "GET (escaped) 200"),
        ("/nowhere%0AGET%20/forged", "GET (escaped) 200"),
    ]

    for path, _ in asked:
        front.ask(path, Referer="http://private.example.org/", User_Agent="private")
    front.break_off()
    front.ask("/sign-off/private/?private")
    front.nginx.stop()

    log = front.nginx.access_log.read_text()
    assert [line for _, line in asked if f"{line} " not in log] == []
    assert "private" not in log
    assert "127.0.0.1 " not in log.replace("127.0.0.1:", "")
    assert front.nginx.log.read_text() == ""
    # As the replicas write it.
    assert without_keys("/sign-off/private/") == "/sign-off/(key)/"


def test_a_line_of_the_log_can_be_found_in_that_of_the_replica(front: Front):
    front.ask("/")
    front.nginx.stop()

    [asked] = front.requests

    assert asked.headers["X-Request-ID"] in front.nginx.access_log.read_text()


def test_whoever_sends_slowly_holds_no_replica(front: Front):
    address = urlsplit(front.nginx.url)
    slow = [socket.create_connection((address.hostname, address.port)) for _ in range(40)]
    for each in slow:
        each.sendall(b"POST /planner/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsore")

    assert front.ask("/").status == 200
    assert front.asked == 1
    for each in slow:
        each.close()


def test_a_body_that_is_too_large_is_refused_before_a_replica_hears_of_it(front: Front):
    answer = ask(f"{front.nginx.url}/planner/", "POST", b"a" * 1_100_000)

    assert answer.status == 413
    assert front.asked == 0


def test_a_body_that_the_site_takes_is_in_memory_only(front: Front):
    ask(f"{front.nginx.url}/planner/", "POST", b"a" * 1_000_000)

    [asked] = front.requests
    assert len(asked.body) == 1_000_000
    rooms = front.nginx.configuration.parent / "temporary"
    assert [path for path in rooms.rglob("*") if path.is_file()] == []
    assert accepts(front.nginx.port)
    # Else nginx would write what is longer to a file.
    assert "client_body_buffer_size 1m;" in (NGINX / "http.conf").read_text()
