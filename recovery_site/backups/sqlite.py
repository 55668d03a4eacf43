"""SQLite into a file and back, through its own online backup: nobody has to stop.

A copy is of one moment, while others go on writing. Put back, it is one transaction: whoever reads
meanwhile reads what was there before, and a power cut leaves that.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from django.db import connection

from recovery_site.backups.archive import BackupError


def dump(to: Path, without: Collection[str]) -> list[str]:
    """Copy the database, without the rows of some tables; what is wrong in it, as check says it.

    Raises BackupError.
    """
    try:
        connection.ensure_connection()
        with closing(sqlite3.connect(to)) as copy:
            connection.connection.backup(copy)
            # One file, with no other beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            for table in without:
                copy.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our own names
            copy.commit()
            # A deleted row is in the file until it is written anew.
            copy.execute("VACUUM")
    except sqlite3.Error as error:
        raise BackupError(f"The database could not be copied: {error}.") from error
    return check(to)


def check(file: Path) -> list[str]:
    """Read a copy from end to end; for each table with rows that lead nowhere, a sentence.

    Such rows are what the site lived with, and no reason to have no backup. Raises BackupError if
    the copy is not as SQLite wrote it.
    """
    try:
        with closing(sqlite3.connect(file)) as copy:
            ((found,), *_) = copy.execute("PRAGMA integrity_check")
            astray = Counter(table for table, *_ in copy.execute("PRAGMA foreign_key_check"))
    except sqlite3.Error as error:
        raise BackupError(f"The database in it is damaged: {error}.") from error
    if found != "ok":
        raise BackupError(f"The database in it is damaged: {found}.")
    return [f"In {table}, rows that lead nowhere: {rows}." for table, rows in astray.items()]


def restore(file: Path, replaced: Collection[str]) -> None:
    """Put a copy in the place of all that is there. Raises BackupError, and then nothing is new."""
    try:
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            copy.backup(connection.connection, progress=_wait_no_longer)
    except sqlite3.Error as error:
        raise BackupError(f"Nothing was changed: {error}.") from error
    finally:
        connection.close()


def _wait_no_longer(status: int, remaining: int, total: int) -> None:
    """Give up when the usual time to wait for others is over; Python would wait without end."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise BackupError("Nothing was changed: another process keeps the database locked.")
