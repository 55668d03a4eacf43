"""The units of systemd: accepted by it, and agreed with what they start."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from deploy.processes import found
from recovery_site import gunicorn

DEPLOY = Path(settings.BASE_DIR) / "deploy"
UNITS = (
    "handbook@.service",
    "handbook-release.service",
    "handbook-backup.service",
    "handbook-backup.timer",
)


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


def test_each_replica_listens_on_the_port_in_its_name_whatever_the_settings_say():
    shell, option, command = replica_command("8002")

    told = subprocess.run(
        [shell, option, f"{command} --print-config".replace(".venv/bin/python", sys.executable)],
        cwd=DEPLOY.parent,
        # systemd lets EnvironmentFile win over Environment.
        env={"ENV_FILE": "", "DEBUG": "on", "PORT": "8001", "BIND_ADDRESS": "0.0.0.0"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert re.findall(r"^bind +=(.+)$", told, re.M) == [" ['127.0.0.1:8002']"]


def test_a_replica_stays_with_the_release_that_it_was_started_with(tmp_path: Path):
    python = tmp_path / "release" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho $PWD $(pwd)\n")
    python.chmod(0o755)
    link = tmp_path / "site"
    link.symlink_to("release")

    told = subprocess.run(
        replica_command("8002"),
        cwd=link,
        env={"PWD": str(link)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert told.split() == [str(tmp_path / "release")] * 2


def replica_command(port: str) -> list[str]:
    """How systemd starts a replica."""
    return shlex.split(value_in("handbook@.service", "ExecStart").replace("%i", port))


def test_no_setting_of_the_example_takes_a_port_from_all_replicas():
    example = (DEPLOY.parent / ".env.example").read_text()

    assert re.findall(r"^(?:PORT|BIND_ADDRESS)=", example, re.M) == []


def test_a_release_brings_files_tables_and_texts_up_to_date_in_this_order():
    unit = (DEPLOY / "handbook-release.service").read_text()

    assert re.findall(r"^ExecStart=.* manage\.py (\w+)", unit, re.M) == [
        "check",
        "collectstatic",
        "migrate",
        "load_content",
    ]


def value_in(unit: str, name: str) -> str:
    """What a unit says under a name."""
    return re.search(rf"^{name}=(.+)$", (DEPLOY / unit).read_text(), re.M)[1]


def test_all_that_runs_stands_behind_the_same_walls():
    walls = {
        unit: re.findall(
            r"^(?:(?:Protect|Private|Restrict|SystemCall)\w+|CapabilityBoundingSet|LockPersonality"
            r"|NoNewPrivileges|ProcSubset|RemoveIPC)=.*$",
            (DEPLOY / unit).read_text(),
            re.M,
        )
        for unit in UNITS
        if unit.endswith(".service")
    }

    assert "ProtectSystem=strict" in walls["handbook@.service"]
    assert len({tuple(each) for each in walls.values()}) == 1


def test_a_replica_is_tried_again_however_often_it_could_not_start():
    assert value_in("handbook@.service", "Restart") == "always"
    assert value_in("handbook@.service", "StartLimitIntervalSec") == "0"


def test_new_settings_are_not_reloaded_without_effect():
    # systemd reads EnvironmentFile when it starts a process, and gunicorn's workers share that one.
    assert "ExecReload" not in (DEPLOY / "handbook@.service").read_text()


def test_a_replica_has_time_to_end_what_it_has_begun():
    assert int(value_in("handbook@.service", "TimeoutStopSec")) > gunicorn.graceful_timeout


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
