"""The site in gunicorn, as make serves it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from gunicorn.config import Config
from gunicorn.http.errors import InvalidHeader

from recovery_site import gunicorn, request_ids
from recovery_site.gunicorn import ShyLogger
from tests.recovery_site.conftest import PRODUCTION

COMMAND = [sys.executable, "-m", "gunicorn", "-c", "recovery_site/gunicorn.py"]


# The names in a line of the log about a request, as /about/privacy/ shows them.
LOGGED_OF_A_REQUEST = [
    "time", "level", "logger", "request", "method", "path", "status", "bytes", "ms",
]  # fmt: skip


class Served:
    """A running site: its port, and what it has written so far."""

    def __init__(self, port: int, log: Path) -> None:
        self.port, self.log = port, log

    def wait_for(self, words: str) -> str:
        """What was written up to now, once these words are in it; a minute at most.

        A machine with much else to do takes long to load the site.
        """
        for _ in range(600):
            if words in self.log.read_text():
                break
            time.sleep(0.1)
        return self.log.read_text()

    def lines_of(self, path: str) -> list[dict[str, object]]:
        """The lines of all requests for a path; a minute is waited for the first."""
        log = self.wait_for(f'"path": "{path}"')
        lines = [json.loads(line) for line in log.splitlines()]
        return [line for line in lines if line.get("path") == path]

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> int:
        """The status of the answer."""
        request = Request(f"http://127.0.0.1:{self.port}{path}", body, headers)
        try:
            with urlopen(request, timeout=10) as response:
                return response.status
        except HTTPError as error:
            with error:
                return error.code

    def send(self, request: bytes) -> bytes:
        """The first of what comes back for bytes that may be no request at all."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(100)


@pytest.fixture
def served(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    """The site on a free port, with an empty database; its parameter changes the environment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = tmp_path / "log"
    environment = (
        PRODUCTION
        | {
            # For its plain static files.
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
            "WEB_CONCURRENCY": "1",
            "PORT": str(port),
            "HOME": os.environ.get("HOME", str(tmp_path)),
        }
        | getattr(request, "param", {})
    )
    with log.open("w") as output:
        process = subprocess.Popen(
            COMMAND, cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=output
        )
    yield Served(port, log)
    process.terminate()
    process.wait(timeout=30)


def test_it_says_once_where_it_is_and_is_there(served: Served):
    log = served.wait_for("Recovery Handbook is on")

    assert log.count(f"Recovery Handbook is on http://127.0.0.1:{served.port}") == 1
    assert served.ask("/healthz") == 200


def test_the_log_holds_no_query_no_form_no_key_and_no_forged_line(served: Served):
    served.wait_for("Recovery Handbook is on")

    served.ask("/planner/?goal=private-query", b"activity=private-body")
    served.ask("/nowhere%0AGET%20/forged")
    served.ask("/sign-off/private-key/")
    served.ask("/healthz")

    # Threads may write them in another order.
    assert served.lines_of("/healthz")
    assert served.lines_of("/sign-off/%28key%29/")[0]["status"] == 404
    assert served.lines_of("/planner/")[0]["method"] == "POST"
    assert "private" not in served.log.read_text()
    assert served.lines_of("/nowhere%0AGET%20/forged")


def test_a_request_is_one_line_that_says_what_readers_are_told_it_says(served: Served):
    served.wait_for("Recovery Handbook is on")

    served.ask("/healthz")

    (line,) = served.lines_of("/healthz")
    assert [*line] == LOGGED_OF_A_REQUEST
    assert (line["method"], line["status"], line["bytes"]) == ("GET", 200, len("alive\n"))


def test_whatever_is_written_is_a_line_of_json(served: Served):
    served.wait_for("Recovery Handbook is on")

    # Its database has no tables.
    served.ask("/planner/", b"activity=private")

    served.lines_of("/planner/")
    lines = [json.loads(line) for line in served.log.read_text().splitlines()]
    assert {"gunicorn.error", "gunicorn.access", "django.request"} <= {
        line["logger"] for line in lines
    }
    assert "django.db.utils.OperationalError: " in next(
        line["traceback"] for line in lines if line["logger"] == "django.request"
    )


@pytest.mark.parametrize("served", [{"TRUST_PROXY": "on"}], indirect=True)
def test_a_line_has_the_name_that_a_trusted_proxy_gave_the_request(served: Served):
    served.wait_for("Recovery Handbook is on")

    served.ask("/healthz", **{"X-Request-ID": "from-the-proxy"})

    assert served.lines_of("/healthz")[0]["request"] == "from-the-proxy"


@pytest.mark.parametrize("served", [{"LOG_FORMAT": "plain"}], indirect=True)
def test_at_a_desk_lines_are_plain(served: Served):
    log = served.wait_for("Recovery Handbook is on")
    assert f"Recovery Handbook is on http://127.0.0.1:{served.port} (Ctrl-C stops it)\n" in log

    served.ask("/healthz?private")
    served.ask("/sign-off/private/")

    assert "GET /healthz 200 6 " in served.wait_for("GET /healthz")
    assert "GET /sign-off/%28key%29/ " in served.wait_for("GET /sign-off/")
    assert "private" not in served.log.read_text()


@pytest.mark.parametrize(
    ("amiss", "said"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY to at least 50 random characters"),
        ({"DJANGO_SETTINGS_MODULE": "nowhere"}, "ModuleNotFoundError: No module named 'nowhere'"),
        ({"DJANGO_SETTINGS_MODULE": "without_pages"}, "No module named 'pages_that_are_nowhere'"),
    ],
)
def test_a_site_that_cannot_load_ends_before_anybody_is_told_that_it_is_ready(
    tmp_path: Path, amiss: dict[str, str], said: str
):
    (tmp_path / "without_pages.py").write_text(
        "from recovery_site.settings import *\nROOT_URLCONF = 'pages_that_are_nowhere'\n"
    )
    # As systemd listens for it.
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        told.setblocking(False)

        ended = subprocess.run(
            [*COMMAND, "--bind", "127.0.0.1:0"],
            cwd=settings.BASE_DIR,
            env=PRODUCTION
            | {"NOTIFY_SOCKET": str(tmp_path / "notify"), "PYTHONPATH": str(tmp_path)}
            | amiss,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

        assert (ended.returncode, said in ended.stderr) == (1, True)
        # What whoever runs it can mend stands alone.
        assert ("Traceback" in ended.stderr) is not said.startswith("Set ")
        assert "Listening at" not in ended.stderr
        with pytest.raises(BlockingIOError):
            told.recv(1000)


UNREADABLE = [
    (b"private words\r\n\r\n", "InvalidRequestLine"),
    (b"GET /?private HTTP/9.9\r\n\r\n", "InvalidHTTPVersion"),
    (b"private /?private HTTP/1.1\r\n\r\n", "InvalidRequestMethod"),
    (b"GET / HTTP/1.1\r\nprivate header: private\r\n\r\n", "InvalidHeaderName"),
    (b"GET / HTTP/1.1\r\nprivate\r\n\r\n", "InvalidHeader"),
    (b"GET / HTTP/1.1\r\nA: b\r\n private\r\n\r\n", "ObsoleteFolding"),
    (b"GET / HTTP/1.1\r\nTransfer-Encoding: private\r\n\r\n", "UnsupportedTransferCoding"),
    (b"GET / HTTP/1.1\r\nExpect: private\r\n\r\n", "ExpectationFailed"),
    (b"GET /?private", "NoMoreData"),
]


@pytest.mark.parametrize("served", [{"LOG_LEVEL": "DEBUG"}], indirect=True)
def test_the_log_quotes_nothing_of_a_request_that_cannot_be_read(served: Served):
    served.wait_for("Recovery Handbook is on")

    for request, _ in UNREADABLE:
        served.send(request)
    served.ask("/healthz")

    assert served.lines_of("/healthz")
    log = served.log.read_text()
    assert [name for _, name in UNREADABLE if f'"Unreadable request: {name}"' not in log] == []
    assert "private" not in log
    assert "ip=" not in log


def test_a_request_that_cannot_be_read_has_not_the_name_of_the_one_before(
    capsys: pytest.CaptureFixture[str],
):
    logger = ShyLogger(Config())
    request_ids.begin({"REQUEST_METHOD": "GET"}, trust_proxy=False)

    try:
        raise InvalidHeader("private")
    except InvalidHeader:
        logger.warning("Invalid request from ip=%s", "private")

    assert request_ids.current() == ""
    assert [*json.loads(capsys.readouterr().err)] == ["time", "level", "logger", "message"]


def test_a_fault_of_ours_is_logged_without_query_and_key(capsys: pytest.CaptureFixture[str]):
    logger = ShyLogger(Config())

    logger.exception("Error handling request %s %s", "GET", "/planner/?goal=private")
    logger.exception("Error handling request %s %s", "GET", "/sign-off/private/?goal=private")

    logged = capsys.readouterr().err
    assert '"Error handling request GET /planner/"' in logged
    assert '"Error handling request GET /sign-off/(key)/"' in logged
    assert "private" not in logged


def test_a_charset_that_decodes_no_text_is_no_error_of_ours(served: Served):
    served.wait_for("Recovery Handbook is on")

    status = served.ask("/healthz?sore=%ff", **{"Content-Type": "text/plain; charset=hex"})

    assert status == 200


def test_a_port_in_use_is_one_sentence(served: Served):
    served.wait_for("Recovery Handbook is on")

    second = subprocess.run(
        COMMAND,
        cwd=settings.BASE_DIR,
        env=PRODUCTION | {"PORT": str(served.port), "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert second.returncode == 1
    assert second.stderr.startswith(f"Cannot listen on 127.0.0.1:{served.port} ")
    assert second.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (("127.0.0.1", 8000), "http://127.0.0.1:8000"),
        (("::1", 8000), "http://[::1]:8000"),
        ("/run/handbook.sock", "/run/handbook.sock"),
    ],
)
def test_an_address_is_told_as_one_writes_it(capsys, monkeypatch, address, told):
    monkeypatch.setattr(gunicorn, "LOG_FORMAT", "plain")
    worker = SimpleNamespace(age=1, cfg=SimpleNamespace(address=[address]))

    gunicorn.post_worker_init(worker)

    assert capsys.readouterr().out == f"Recovery Handbook is on {told} (Ctrl-C stops it)\n"
