"""PostgreSQL into a file and back, through its own programs: nobody has to stop.

A dump is of one moment, while others go on writing. Put back, it is one transaction: it is there
whole, or what was there before is.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Collection
from pathlib import Path

from django.db import connection

from recovery_site.backups.archive import BackupError

# In seconds, so that a restore that waits for somebody's open transaction ends with a sentence.
LONGEST_WAIT = 30.0
# A restore and a reader who holds what the other waits for would wait without end. PostgreSQL looks
# for that after a second (deadlock_timeout) and breaks off either; a restore that holds a part of
# its tables for less lets go before, and tries again.
LOCK_WAIT = "500ms"
PAUSE = 0.2
# What PostgreSQL calls it (SQLSTATE query_canceled), in whatever language.
WAITED_TOO_LONG = "57014"


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
    connection.close()
    give_up_at = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            _replace(replaced, script)
        except BackupError as error:
            if WAITED_TOO_LONG not in str(error):
                raise
            if time.monotonic() > give_up_at:
                raise BackupError(
                    "Nothing was changed: others kept the tables in use all the time. Who they are "
                    "is in pg_stat_activity."
                ) from error
            time.sleep(PAUSE)
        else:
            return


def _replace(replaced: Collection[str], script: Path) -> None:
    """Put what a script makes in the place of these tables, if nobody else keeps one of them."""
    tables = ", ".join(map(connection.ops.quote_name, sorted(replaced)))
    make_room = [
        f"SET statement_timeout = '{LOCK_WAIT}'",
        # All before the first is dropped: from there on it waits for nobody.
        f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE",
        "SET statement_timeout = 0",
        f"DROP TABLE {tables} CASCADE",
    ]
    # psql and not pg_restore, as that cannot drop what the dump does not know in one transaction.
    _run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--set=VERBOSITY=verbose",
        *(f"--command={each}" for each in make_room if replaced),
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
    told = subprocess.run(  # noqa: S603 -- a program that we name, and no shell
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
