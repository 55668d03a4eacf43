"""The units of systemd: accepted by it, and agreed with what they start."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from deploy.processes import found
from recovery_site import gunicorn

DEPLOY = Path(settings.BASE_DIR) / "deploy"
UNITS = ("handbook@.service", "handbook-release.service")


@pytest.mark.skipif(
    found("systemd-analyze") is None, reason="Not installed: apt-get install systemd"
)
def test_systemd_accepts_them(tmp_path: Path):
    for name in UNITS:
        # The one thing that is not where a machine has it.
        unit = (DEPLOY / name).read_text()
        unit = unit.replace("/srv/handbook/site/.venv/bin/python", sys.executable)
        (tmp_path / name).write_text(unit)

    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in UNITS)],
        check=False,
        capture_output=True,
        text=True,
    )

    said = [line for line in verified.stderr.splitlines() if "handbook" in line]
    assert (verified.returncode, said) == (0, [])


def test_a_replica_has_time_to_end_what_it_has_begun():
    unit = (DEPLOY / "handbook@.service").read_text()

    assert int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.M)[1]) > gunicorn.graceful_timeout


def test_nginx_closes_connections_that_nobody_uses_before_gunicorn_does():
    shipped = (DEPLOY / "nginx" / "http.conf").read_text()
    upstream = shipped.partition("upstream replicas {")[2].partition("}")[0]

    assert int(re.search(r"keepalive_timeout (\d+)s;", upstream)[1]) < gunicorn.keepalive


def test_each_port_of_the_units_is_one_that_nginx_asks():
    told = re.search(r"enable --now (.+)$", (DEPLOY / UNITS[0]).read_text(), re.M)[1]
    ports = re.findall(r"handbook@(\d+)", told)

    asked = re.findall(
        r"^server 127\.0\.0\.1:(\d+) ", (DEPLOY / "nginx/replicas.conf").read_text(), re.M
    )

    assert ports == asked
