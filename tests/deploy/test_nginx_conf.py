"""The configuration that goes to a machine: accepted by nginx, and what it says over TLS."""

import os
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.cluster import NGINX, lay_out_parts, nginx_program
from deploy.processes import Process, accepts, found, free_port
from tests.deploy.asking import ask
from tests.deploy.fake_replica import FakeReplica, fake_replica

NAME = "handbook.example.org"


@pytest.fixture
def replica() -> Iterator[FakeReplica]:
    """The one that stands behind it."""
    with fake_replica() as replica:
        yield replica


@pytest.fixture
def shipped(programs: None, replica: FakeReplica, tmp_path: Path) -> Path:
    """deploy/nginx.conf as it lies on a machine; only folders and ports are the test's own."""
    if found("openssl") is None:
        pytest.skip("Not installed: apt-get install openssl")
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
    written = (NGINX.parent / "nginx.conf").read_text()
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
    command = [nginx_program(), "-c", shipped, "-e", "stderr", "-g", "daemon off;"]
    process = Process(command, log=shipped.parent / "log", is_ready=lambda: accepts(port))
    process.start()
    yield shipped
    process.stop()


def test_nginx_accepts_it_without_a_warning(shipped: Path):
    tested = subprocess.run(
        [nginx_program(), "-t", "-q", "-c", shipped, "-e", "stderr"],
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
