"""What nginx hands on, to whom, what it says by itself, and what it writes down."""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection

import pytest
from django.conf import settings

from deploy.front_door import NGINX
from deploy.processes import accepts
from recovery_site.log_lines import without_keys
from tests.deploy.asking import ask, wait_until
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


@pytest.mark.parametrize("path", ["/", "/planner/", "/sign-off/a-key/"])
def test_who_sent_something_is_told_of_our_mistakes_by_the_site_itself(front: Front, path: str):
    front.answer_with(500)

    answer = front.ask(path, "POST")

    assert (answer.status, answer.text) == (500, "answer 1")


@pytest.mark.parametrize("status", [None, 500, 503])
def test_the_page_in_place_of_an_answer_has_the_code_of_the_request(
    front: Front, status: int | None
):
    if status is None:
        front.break_off()
    else:
        front.answer_with(status)

    answer = front.ask("/")
    front.nginx.stop()

    [code] = re.findall("[0-9a-f]{32}", answer.text)
    assert answer.headers.get_all("X-Request-ID") == [code]
    assert front.nginx.access_log.read_text().rstrip().endswith(code)
    assert {each.headers["X-Request-ID"] for each in front.requests} == {code}


@pytest.mark.parametrize("path", ["/readyz", "/nginx-status"])
def test_some_addresses_are_for_this_machine_alone(front: Front, path: str):
    statuses = {}
    for address in ("127.0.0.1", "127.0.0.2"):
        line = HTTPConnection("127.0.0.1", front.nginx.port, source_address=(address, 0))
        line.request("GET", path)
        statuses[address] = line.getresponse().status
        line.close()

    assert statuses == {"127.0.0.1": 200, "127.0.0.2": 403}


def test_the_log_holds_no_address_no_query_no_key(front: Front):
    asked = [
        ("/guides/?goal=private", "GET /guides/ 200"),
        ("/sign-off/private/", "GET /sign-off/(key)/ 200"),
        ("/sign-off/private/recorded/?private", "GET /sign-off/(key)/recorded/ 200"),
        ("/sign-off//private/", "GET /sign-off//(key)/ 200"),
        ("/SIGN-OFF/private/", "GET /SIGN-OFF/(key)/ 200"),
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


@contextmanager
def slow_senders(front: Front, count: int) -> Iterator[None]:
    """So many who have begun to send, and do not go on, until the end of the block."""
    with ExitStack() as senders:
        for _ in range(count):
            sender = socket.create_connection(("127.0.0.1", front.nginx.port))
            senders.enter_context(sender)
            sender.sendall(b"POST /planner/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsore")
        yield


def test_whoever_sends_slowly_holds_no_replica(front: Front):
    with slow_senders(front, 40):
        assert front.ask("/").status == 200
        assert front.asked == 1


def test_whoever_sends_much_at_once_keeps_nobody_from_reading(front: Front):
    with slow_senders(front, 70):
        wait_until(lambda: front.ask("/planner/", "POST").status == 429)

        assert front.ask("/").status == 200

    wait_until(lambda: front.ask("/planner/", "POST").status == 200)


@pytest.mark.parametrize(
    ("path", "size"), [("/planner/", 70_000), ("/", 70_000), ("/admin/", 1_100_000)]
)
def test_a_body_that_is_too_large_is_refused_before_a_replica_hears_of_it(
    front: Front, path: str, size: int
):
    answer = ask(f"{front.nginx.url}{path}", "POST", b"a" * size)

    assert answer.status == 413
    assert front.asked == 0


@pytest.mark.parametrize(
    ("path", "size"),
    [("/planner/", 64_000), ("/admin/", 1_000_000), ("/sign-off/a-key/", 1_000_000)],
)
def test_a_body_that_the_site_takes_is_in_memory_only(front: Front, path: str, size: int):
    ask(f"{front.nginx.url}{path}", "POST", b"a" * size)

    [asked] = front.requests
    assert len(asked.body) == size
    rooms = front.nginx.configuration.parent / "temporary"
    assert [path for path in rooms.rglob("*") if path.is_file()] == []
    assert accepts(front.nginx.port)
    # Else nginx would write what is longer to a file.
    for part in NGINX.glob("*.conf"):
        sizes = re.findall(r"client_(?:max_body|body_buffer)_size (\S+);", part.read_text())
        assert len(set(sizes)) * 2 == len(sizes)
