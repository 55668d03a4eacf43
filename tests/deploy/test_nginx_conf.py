"""The configuration that goes to a machine: accepted by nginx, and what it says over TLS."""

import os
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.front_door import NGINX, lay_out_parts
from deploy.processes import Process, accepts, found, free_port
from deploy.programs import program
from tests.deploy.asking import ask, wait_until
from tests.deploy.conftest import skip_unless_required
from tests.deploy.fake_replica import FakeReplica, fake_replica

NAME = "handbook.example.org"
SHIPPED = (NGINX.parent / "nginx.conf").read_text()


@pytest.fixture
def replica() -> Iterator[FakeReplica]:
    """The one that stands behind it."""
    with fake_replica() as replica:
        yield replica


@pytest.fixture
def shipped(programs: None, replica: FakeReplica, tmp_path: Path) -> Path:
    """deploy/nginx.conf as it lies on a machine; only folders and ports are the test's own."""
    if found("openssl") is None:
        skip_unless_required("Not installed: apt-get install openssl")
    certificates = tmp_path / "certificates"
    certificates.mkdir()
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}"),
            *("-keyout", certificates / "privkey.pem", "-out", certificates / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )
    lay_out_parts(tmp_path, [replica.port])
    (tmp_path / "public" / "static").mkdir(parents=True)
    (tmp_path / "public" / "static" / "site.0123456789ab.css").touch()
    written = SHIPPED
    for theirs, ours in (
        # Who may enter the folder of a test.
        ("user www-data;", "user root;" if os.geteuid() == 0 else ""),
        ("/etc/nginx/certificates", str(certificates)),
        ("/var/lib/nginx/handbook", f"{tmp_path}/cache"),
        ("/srv/handbook/public", f"{tmp_path}/public"),
        ("/run/nginx.pid", f"{tmp_path}/nginx.pid"),
        ("/var/log/nginx", str(tmp_path)),
        ("    listen [::]:80 default_server;\n", ""),
        ("    listen [::]:443 ssl http2 default_server;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80 ", f"listen 127.0.0.1:{free_port()} "),
        ("listen 443 ", f"listen 127.0.0.1:{free_port()} "),
    ):
        assert theirs in written
        written = written.replace(theirs, ours)
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(written)
    return configuration


def port_in(configuration: Path, after: str) -> int:
    """The port that the first server of the kind listens on."""
    line = next(line for line in configuration.read_text().splitlines() if after in line)
    return int(line.partition("127.0.0.1:")[2].partition(" ")[0].rstrip(";"))


@pytest.fixture
def door(shipped: Path) -> Iterator[Path]:
    """The same, running."""
    port = port_in(shipped, "default_server")
    command = [program("nginx"), "-c", shipped, "-e", "stderr", "-g", "daemon off;"]
    process = Process(command, log=shipped.parent / "log", is_ready=lambda: accepts(port))
    process.start()
    yield shipped
    process.stop()


def test_nginx_accepts_it_without_a_warning(shipped: Path):
    tested = subprocess.run(
        [program("nginx"), "-t", "-q", "-c", shipped, "-e", "stderr"],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (tested.returncode, tested.stderr) == (0, "")


def test_plain_http_is_sent_to_https_under_our_own_name(door: Path):
    port = port_in(door, "default_server")

    answer = ask(f"http://127.0.0.1:{port}/guides/?a=b", headers={"Host": "evil.example.org"})

    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{NAME}/guides/?a=b"


def test_over_tls_the_replica_is_told_so(door: Path, replica: FakeReplica):
    page = over_tls(port_in(door, "ssl http2 default_server"), NAME, "/guides/")

    assert page.startswith("HTTP/1.1 200 ")
    assert [each.headers["X-Forwarded-Proto"] for each in replica.asked] == ["https"]


def test_over_tls_a_static_file_tells_the_browser_to_stay_with_it(door: Path):
    path = "/static/site.0123456789ab.css"

    page = over_tls(port_in(door, "ssl http2 default_server"), NAME, path)

    assert "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload" in page


def test_over_tls_a_name_that_is_not_ours_gets_no_certificate(door: Path):
    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
        over_tls(port_in(door, "ssl http2 default_server"), "evil.example.org", "/")


def test_its_log_holds_no_address_and_no_query(door: Path, replica: FakeReplica):
    over_tls(port_in(door, "ssl http2 default_server"), NAME, "/guides/?goal=private")
    # Refused by nginx itself, which says so in its log of errors unless told not to.
    over_tls(port_in(door, "ssl http2 default_server"), NAME, "/readyz/../../?goal=private")
    replica.breaks_off = True
    over_tls(port_in(door, "ssl http2 default_server"), NAME, "/search/?goal=private")

    log = door.parent / "access.log"
    wait_until(lambda: log.read_text().count("\n") == 3)
    assert "private" not in log.read_text()
    assert "127.0.0.1" not in log.read_text().replace(f"127.0.0.1:{replica.port}", "")
    assert (door.parent / "error.log").read_text() == ""
    # Whatever is milder may quote a request.
    assert "error_log /var/log/nginx/error.log alert;" in SHIPPED


def test_it_speaks_no_tls_that_is_broken():
    # A present-day client could not even try the others.
    assert re.findall(r"ssl_protocols (.+);", SHIPPED) == ["TLSv1.2 TLSv1.3"]


def test_a_worker_may_open_all_that_it_may_need():
    http = (NGINX / "http.conf").read_text()
    [allowed] = re.findall(r"worker_rlimit_nofile (\d+);", SHIPPED)
    [connections] = re.findall(r"worker_connections (\d+);", SHIPPED)
    [kept_open] = re.findall(r"open_file_cache max=(\d+) ", http)

    # Besides these a few dozen: logs, a page that it reads or keeps.
    assert int(allowed) > int(connections) + int(kept_open) + 100


def test_a_slow_visitor_is_given_up_and_a_slow_save_is_not():
    parts = {part.name: part.read_text() for part in NGINX.glob("*.conf")}
    admin = re.search(r"location /admin/ \{.*?\n\}", parts["site.conf"], re.DOTALL)[0]

    for name in ("client_header_timeout", "client_body_timeout", "send_timeout"):
        assert seconds(name, parts["http.conf"]) <= 10
    # No longer than a page takes, and for saving as long as it may.
    general = parts["site.conf"].replace(admin, "")
    assert seconds("proxy_read_timeout", general) <= 10
    assert seconds("proxy_read_timeout", admin) >= 60


def test_no_answer_is_ever_written_to_a_disk():
    # Answers that do not fit in memory wait at the replica; a plan is about somebody's health.
    sizes = [
        size
        for part in NGINX.glob("*.conf")
        for size in re.findall(r"proxy_max_temp_file_size (\S+);", part.read_text())
    ]

    assert sizes == ["0"]


def seconds(name: str, text: str) -> int:
    """The one value of a directive that is a time."""
    [value] = re.findall(rf"\b{name} (\d+)s;", text)
    return int(value)


def over_tls(port: int, name: str, path: str) -> str:
    """What comes back for a path, asked for under a name."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), timeout=30) as plain,
        context.wrap_socket(plain, server_hostname=name) as connection,
    ):
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: {name}\r\n\r\n".encode())
        return connection.makefile().read()
