"""What the environment decides, and when the site refuses to start."""

import json
import re
from pathlib import Path

import pytest

from tests.recovery_site.conftest import RunManage

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "too-short"),
        ("SECRET_KEY", "django-insecure-" + "x" * 50),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", ""),
    ],
)
def test_production_does_not_start_without_a_real_key_and_hosts(
    run_manage: RunManage, variable: str, value: str | None
):
    started = run_manage("check", **{variable: value})

    assert started.returncode == 1
    assert started.stderr.startswith(f"Set {variable} to ")
    assert started.stderr.count("\n") == 1


def test_development_starts_with_nothing_but_debug(run_manage: RunManage):
    started = run_manage("check", DEBUG="on", SECRET_KEY=None, ALLOWED_HOSTS=None)

    assert started.returncode == 0, started.stderr


def test_the_deployment_check_of_production_is_clean(run_manage: RunManage):
    checked = run_manage("check", "--deploy", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stderr


SHOW_STORES = """
from django.conf import settings
print(settings.DATABASES["default"]["NAME"], settings.CACHES["default"]["BACKEND"])
"""


@pytest.mark.parametrize("left", ["", None], ids=["empty", "left out"])
def test_without_an_address_data_is_in_sqlite_and_the_cache_in_memory(
    run_manage: RunManage, left: str | None
):
    shown = run_manage("shell", "-v0", "-c", SHOW_STORES, DATABASE_URL=left, CACHE_URL=left)

    memory = "django.core.cache.backends.locmem.LocMemCache"
    assert shown.stdout == f"{ROOT / 'var' / 'db.sqlite3'} {memory}\n"
    assert shown.stderr == ""


def test_a_settings_file_fills_in_what_the_environment_leaves_open(
    run_manage: RunManage, tmp_path: Path
):
    file = tmp_path / "handbook.env"
    file.write_text("ALLOWED_HOSTS=from.file.example\nSITE_URL=https://from.file.example/\n")
    show = "from django.conf import settings; print(settings.ALLOWED_HOSTS, settings.SITE_URL)"

    shown = run_manage("shell", "-v0", "-c", show, ENV_FILE=str(file), SITE_URL=None)

    assert shown.stdout == "['handbook.example.org'] https://from.file.example\n"


def test_without_an_address_of_its_own_the_site_is_where_its_port_is(run_manage: RunManage):
    show = "from django.conf import settings; print(settings.SITE_URL)"

    shown = run_manage("shell", "-v0", "-c", show, SITE_URL=None, PORT="8120")

    assert shown.stdout == "http://127.0.0.1:8120\n"


# An answer that needs no page drawn: the redirect to HTTPS, or 405.
PUT_SOMETHING = """
from django.test import Client
headers = {"host": "handbook.example.org", "x-forwarded-proto": "https"}
print(Client().put("/", headers=headers).status_code)
"""


@pytest.mark.parametrize(
    ("trust", "status"),
    [(None, 301), ("on", 405)],
    ids=["from anybody it is not believed", "from a trusted proxy it is"],
)
def test_https_at_the_proxy_counts_only_when_the_proxy_is_trusted(
    run_manage: RunManage, trust: str | None, status: int
):
    asked = run_manage("shell", "-v0", "-c", PUT_SOMETHING, TRUST_PROXY=trust)

    assert asked.stdout == f"{status}\n"


PRAGMAS = """
import json
import re
from django.db import connection
with connection.cursor() as cursor:
    found = {
        name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
print(json.dumps(found))
"""


def test_sqlite_writes_ahead_syncs_fully_keeps_foreign_keys_and_waits(
    run_manage: RunManage, tmp_path: Path
):
    url = f"sqlite:///{tmp_path / 'db.sqlite3'}"

    shown = run_manage("shell", "-v0", "-c", PRAGMAS, DATABASE_URL=url)

    assert json.loads(shown.stdout) == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_postgresql_is_asked_with_patience_that_ends(run_manage: RunManage):
    url = "postgres://handbook@127.0.0.1:1/handbook"
    show = "from django.db import connections; print(connections['default'].__class__)"

    shown = run_manage("shell", "-v0", "-c", show, DATABASE_URL=url)

    assert shown.stdout == "<class 'recovery_site.postgresql.base.DatabaseWrapper'>\n"


LOCKED = """
import sqlite3
from django.db import connection, transaction
with transaction.atomic():
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        print(error)
    other.close()
"""


def test_an_sqlite_transaction_takes_its_lock_at_the_start(run_manage: RunManage, tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'db.sqlite3'}"

    shown = run_manage("shell", "-v0", "-c", LOCKED, DATABASE_URL=url)

    assert shown.stdout == "database is locked\n"


def test_the_example_names_every_variable_that_is_read():
    code = (ROOT / "recovery_site").glob("*.py")
    example = (ROOT / ".env.example").read_text()

    read = {name for file in code for name in re.findall(r'env\.\w+\(\s*"(\w+)"', file.read_text())}
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))

    assert named == read


def test_no_setting_of_whoever_runs_the_checks_decides_in_them():
    example = (ROOT / ".env.example").read_text()
    checks = (ROOT / ".ci" / "run").read_text().replace("\\\n", " ")

    unset = set(re.search(r"^unset (.+)$", checks, re.MULTILINE)[1].split())

    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)) <= unset


def test_a_mistyped_file_of_settings_is_named(run_manage: RunManage, tmp_path: Path):
    run = run_manage("check", ENV_FILE=str(tmp_path / "handbok.env"))

    assert run.returncode == 1
    assert run.stderr == f"ENV_FILE names {tmp_path}/handbok.env, and there is no such file.\n"
