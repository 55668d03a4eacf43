"""PostgreSQL into a file and back, through its own programs: nobody has to stop.

A dump is of one moment, while others go on writing. Put back, it is one transaction: it is there
whole, or what was there before is.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Collection
from pathlib import Path

from django.db import connection

from recovery_site.backups.archive import BackupError

# So that a restore that waits for somebody's open transaction ends with a sentence.
LONGEST_WAIT = "30s"


def dump(to: Path, without: Collection[str]) -> list[str]:
    """Dump the database, without the rows of some tables; nothing is ever wrong with the others.

    Raises BackupError.
    """
    _run(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        *(f"--exclude-table-data={table}" for table in without),
        f"--file={to}",
        connected=True,
    )
    return []


def check(file: Path) -> list[str]:
    """Read a dump from end to end; whether its rows are right shows when they are put back.

    Raises BackupError if pg_restore cannot read it.
    """
    _run("pg_restore", f"--file={os.devnull}", str(file))
    return []


def restore(file: Path, replaced: Collection[str]) -> None:
    """Put a dump in the place of these tables. Raises BackupError, and then nothing is new."""
    script = file.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
    drop = ", ".join(map(connection.ops.quote_name, replaced))
    connection.close()
    # psql and not pg_restore, as that cannot drop what the dump does not know in one transaction.
    _run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        f"--command=SET lock_timeout = '{LONGEST_WAIT}'",
        *([f"--command=DROP TABLE {drop} CASCADE"] if drop else []),
        f"--file={script}",
        connected=True,
    )


def _run(program: str, *arguments: str, connected: bool = False) -> None:
    """Run one of PostgreSQL's programs, on our database if it needs one. Raises BackupError."""
    found = shutil.which(program)
    if not found:
        raise BackupError(
            f"{program} is not on the PATH. It comes with PostgreSQL's client programs, on Debian "
            "and Ubuntu: apt-get install postgresql-client."
        )
    where: list[str] = []
    environment = {**os.environ, "LC_MESSAGES": "C"}
    if connected:
        _refuse_older_than_the_server(found)
        where, more = _connection()
        environment |= more
    run = subprocess.run(  # noqa: S603 -- a program of PostgreSQL, and no shell
        [found, *arguments, *where], env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise BackupError(f"{program} failed, and nothing was changed: {_reason(run.stderr)}")


def _connection() -> tuple[list[str], dict[str, str]]:
    """Where our database is, as arguments and environment; the password is in the latter."""
    settings = connection.settings_dict
    # Django knows how, for `manage.py dbshell`; its first word is psql.
    (_, *arguments), environment = connection.client.settings_to_cmd_args_env(
        settings, ["--no-password"]
    )
    options = settings["OPTIONS"]
    more = {"PGCONNECT_TIMEOUT": "connect_timeout", "PGOPTIONS": "options"}
    return arguments, (environment or {}) | {
        variable: str(options[name]) for variable, name in more.items() if name in options
    }


def _refuse_older_than_the_server(program: str) -> None:
    told = subprocess.run(  # noqa: S603 -- likewise
        [program, "--version"], capture_output=True, text=True, check=True
    ).stdout
    ours, servers = int(re.findall(r"\d+", told)[0]), connection.pg_version // 10_000
    if ours < servers:
        raise BackupError(
            f"{program} is of PostgreSQL {ours}, and the server of {servers}, which it cannot "
            f"read. Install the client programs of {servers}: postgresql-client-{servers}."
        )


def _reason(told: str) -> str:
    """The sentence in what a program said that tells why."""
    lines = told.strip().splitlines() or ["it did not say why"]
    return next((line for line in lines if re.search(r"error:|ERROR:|FATAL:", line)), lines[-1])
