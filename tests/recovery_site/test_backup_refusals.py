"""What is no backup for us is refused with a sentence, before anything is touched."""

import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISDIR
from unittest.mock import Mock

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from recovery_site.backups import archive, postgresql, sqlite
from recovery_site.backups.archive import About
from recovery_site.backups.making import _left_out

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OTHER_KIND = {"sqlite": "postgresql", "postgresql": "sqlite"}


def backup(room: Path, **changed: object) -> Path:
    """A file that looks like a backup of this database, unless it is changed."""
    about = {
        "kind": connection.vendor,
        "made_at": NOON,
        "migrations": (("guides", "0001_initial"),),
    }
    dump = room / "dump"
    dump.write_bytes(os.urandom(10_000))
    archive.write(room / "backup.zip", About(**about | changed), dump)
    return room / "backup.zip"


def test_a_backup_of_the_other_kind_of_database_is_refused(tmp_path: Path):
    path = backup(tmp_path, kind=OTHER_KIND[connection.vendor])

    with pytest.raises(CommandError, match=f"DATABASE_URL names {connection.vendor}"):
        call_command("restore", path, "--replace")


def test_a_backup_by_newer_code_is_refused(tmp_path: Path):
    path = backup(tmp_path, migrations=(("guides", "9999_of_tomorrow"),))

    with pytest.raises(CommandError, match=r"newer code .* guides 9999_of_tomorrow"):
        call_command("restore", path, "--replace")


def test_what_another_app_had_applied_is_no_newer_code(tmp_path: Path):
    path = backup(tmp_path, migrations=(("app_of_others", "0001_initial"),))

    # The rows in it are noise, so that it ends there, one step further.
    with pytest.raises(CommandError, match="damaged|pg_restore failed"):
        call_command("restore", path, "--replace")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_backup_in_which_one_byte_is_wrong_is_refused(tmp_path: Path, part: float):
    path = backup(tmp_path)
    content = bytearray(path.read_bytes())
    content[int(len(content) * part)] ^= 1
    path.write_bytes(content)

    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", path, "--replace")


def test_half_a_backup_is_refused(tmp_path: Path):
    path = backup(tmp_path)
    path.write_bytes(path.read_bytes()[:5000])

    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", path, "--replace")


def test_another_archive_is_refused(tmp_path: Path):
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as photos:
        photos.writestr("photo.jpg", b"")

    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", path, "--replace")


def test_a_whole_file_with_a_broken_database_in_it_is_refused(tmp_path: Path):
    path = backup(tmp_path)

    with pytest.raises(CommandError, match="damaged|pg_restore failed, and nothing was changed"):
        call_command("restore", path, "--replace")


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere.zip", "No such file"), (".", "Is a directory")]
)
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, reason: str):
    with pytest.raises(CommandError, match=f"Cannot read .*: {reason}"):
        call_command("restore", tmp_path / name, "--replace")


def test_a_backup_is_never_written_over_another_file(tmp_path: Path):
    path = tmp_path / "there.zip"
    path.write_text("already")

    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", to=path)
    assert path.read_text() == "already"


def test_a_backup_into_a_directory_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(CommandError, match="Cannot write .*: No such file or directory"):
        call_command("backup", to=tmp_path / "nowhere" / "backup.zip")


@pytest.fixture
def nothing_to_dump(monkeypatch) -> None:
    """Backups that hold nothing."""
    kind = f"recovery_site.backups.{connection.vendor}"
    monkeypatch.setattr(f"{kind}.dump", lambda to, without: to.write_text("rows") and [])


def test_a_name_without_zip_is_a_directory_and_made_for_its_owner_alone(
    nothing_to_dump, tmp_path: Path
):
    place = tmp_path / "handbook"

    call_command("backup", to=place)

    (made,) = place.iterdir()
    assert archive.NAME.fullmatch(made.name)
    assert place.stat().st_mode & 0o777 == 0o700


def test_of_a_path_only_the_last_name_may_be_new(nothing_to_dump, tmp_path: Path):
    with pytest.raises(CommandError, match="Cannot write .*: No such file or directory"):
        call_command("backup", to=tmp_path / "mistyped" / "handbook")
    assert [*tmp_path.iterdir()] == []


def test_a_name_with_zip_is_the_file(nothing_to_dump, tmp_path: Path):
    call_command("backup", to=tmp_path / "before-the-move.zip")

    assert zipfile.is_zipfile(tmp_path / "before-the-move.zip")


def test_of_a_file_there_are_none_to_keep(tmp_path: Path):
    with pytest.raises(CommandError, match="name that, and no file"):
        call_command("backup", to=tmp_path / "backup.zip", keep=2)
    assert [*tmp_path.iterdir()] == []


def test_a_database_without_tables_has_nothing_to_back_up(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(
        "recovery_site.backups.making.MigrationRecorder.applied_migrations", lambda self: {}
    )

    with pytest.raises(CommandError, match="nothing to back up yet"):
        call_command("backup", to=tmp_path)


@pytest.fixture
def made_each_day(nothing_to_dump, monkeypatch) -> None:
    """Backups that hold nothing, one for each day from the second of March on."""
    days = iter(range(99))
    monkeypatch.setattr(
        "recovery_site.backups.making.timezone.now", lambda: NOON + timedelta(days=next(days))
    )


def test_of_many_backups_the_latest_are_kept_and_no_other_file_is_touched(
    made_each_day, tmp_path: Path
):
    (tmp_path / "handbook-notes.zip").touch()

    for _ in range(4):
        call_command("backup", to=tmp_path, keep=2)

    kind = connection.vendor
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"handbook-20260304T120000Z-{kind}.zip",
        f"handbook-20260305T120000Z-{kind}.zip",
        "handbook-notes.zip",
    ]


def test_one_that_is_named_for_a_later_time_takes_no_place_of_another(
    made_each_day, tmp_path: Path
):
    kind = connection.vendor
    (tmp_path / f"handbook-20990101T120000Z-{kind}.zip").touch()

    for _ in range(3):
        call_command("backup", to=tmp_path, keep=2)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"handbook-20260303T120000Z-{kind}.zip",
        f"handbook-20260304T120000Z-{kind}.zip",
        f"handbook-20990101T120000Z-{kind}.zip",
    ]


def test_those_of_the_other_kind_of_database_are_kept_apart(made_each_day, tmp_path: Path):
    others = [f"handbook-2025010{day}T120000Z-{OTHER_KIND[connection.vendor]}.zip" for day in "123"]
    for name in others:
        (tmp_path / name).touch()

    call_command("backup", to=tmp_path, keep=1)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *others,
        f"handbook-20260302T120000Z-{connection.vendor}.zip",
    ]


def test_the_new_backup_is_always_kept(tmp_path: Path):
    with pytest.raises(CommandError, match="1 or more"):
        call_command("backup", to=tmp_path, keep=0)


def test_what_is_left_out_are_sessions_and_who_failed_to_sign_in():
    assert {Session._meta.db_table, "axes_accessattempt"} <= {*_left_out()}
    assert not [table for table in _left_out() if not table.startswith(("django_session", "axes_"))]


def test_the_name_of_a_backup_is_on_the_disk_before_it_is_said_to_be_there(
    nothing_to_dump, monkeypatch, tmp_path: Path
):
    synced = []

    def sync(descriptor: int) -> None:
        where = os.fstat(descriptor)
        there = [path.name for path in tmp_path.glob("*.zip")]
        synced.append("directory" if S_ISDIR(where.st_mode) else "file")
        assert bool(there) is S_ISDIR(where.st_mode)

    monkeypatch.setattr(os, "fsync", sync)

    call_command("backup", to=tmp_path)

    assert synced == ["file", "directory"]


# --- SQLite ----------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database of two tables, of which one leads to the other, in the place of ours."""
    with closing(sqlite3.connect(tmp_path / "small", isolation_level=None)) as database:
        database.execute("CREATE TABLE guide (id integer PRIMARY KEY, slug text)")
        database.execute("CREATE TABLE section (guide integer REFERENCES guide (id))")
        database.execute("CREATE TABLE session (key text)")
        monkeypatch.setattr(
            sqlite, "connection", Mock(connection=database, ops=Mock(quote_name=str))
        )
        yield database


def test_rows_that_are_left_out_leave_no_trace_in_the_file(small, tmp_path: Path):
    small.executemany("INSERT INTO session VALUES (?)", [("private" * 1000,)] * 9)

    sqlite.dump(tmp_path / "copy", without=["session"])

    assert b"private" not in (tmp_path / "copy").read_bytes()
    # Some builds of SQLite write zeros over what is deleted; without them it would be in these.
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_rows_that_lead_nowhere_are_backed_up_with_a_warning(small, tmp_path: Path):
    small.executemany("INSERT INTO section VALUES (?)", [(7,), (8,)])

    doubts = sqlite.dump(tmp_path / "copy", without=())

    assert doubts == ["In section, rows that lead nowhere: 2."]
    assert sqlite.check(tmp_path / "copy") == doubts


def test_a_database_whose_index_lacks_a_row_is_refused(small, tmp_path: Path):
    small.execute("CREATE INDEX by_slug ON guide (slug)")
    small.execute("PRAGMA writable_schema = ON")
    index = small.execute("SELECT * FROM sqlite_master WHERE name = 'by_slug'").fetchone()
    small.execute("DELETE FROM sqlite_master WHERE name = 'by_slug'")
    with closing(sqlite3.connect(tmp_path / "small", isolation_level=None)) as unaware:
        unaware.execute("INSERT INTO guide VALUES (1, 'sleep')")
    small.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", index)

    with pytest.raises(archive.BackupError, match="damaged: .* missing from index by_slug"):
        sqlite.check(tmp_path / "small")


def test_a_restore_does_not_wait_without_end_for_who_keeps_the_database_locked(
    monkeypatch, tmp_path: Path
):
    for name in ("copy", "live"):
        with closing(sqlite3.connect(tmp_path / name)) as database:
            database.execute(f"CREATE TABLE {name} (id integer)")
    ours, others = (
        sqlite3.connect(tmp_path / "live", timeout=0, isolation_level=None) for _ in range(2)
    )
    monkeypatch.setattr(sqlite, "connection", Mock(connection=ours))
    others.execute("BEGIN IMMEDIATE")

    with closing(ours), closing(others), pytest.raises(archive.BackupError, match="locked"):
        sqlite.restore(tmp_path / "copy", replaced=())
    with closing(sqlite3.connect(tmp_path / "live")) as left:
        assert left.execute("SELECT name FROM sqlite_master").fetchall() == [("live",)]


# --- PostgreSQL and its programs -------------------------------------------------------------


def answers(monkeypatch, *errors: str) -> list[str]:
    """Let each try to fill the database end with the next of these; what was run, as it comes."""
    to_come, ran = iter(errors), []

    def run(program: str, *arguments: str, connected: bool = False) -> None:
        ran.append(program)
        if program == "psql" and (error := next(to_come)):
            raise archive.BackupError(f"psql failed, and nothing was changed: ERROR:  {error}")

    monkeypatch.setattr(postgresql, "_run", run)
    monkeypatch.setattr(postgresql, "connection", Mock(ops=Mock(quote_name=str)))
    monkeypatch.setattr(postgresql, "PAUSE", 0)
    return ran


IN_USE = "57014: canceling statement due to statement timeout"


def test_a_restore_that_met_somebody_is_tried_again(monkeypatch, tmp_path: Path):
    ran = answers(monkeypatch, IN_USE, IN_USE, "")

    postgresql.restore(tmp_path / "dump", replaced=["guide"])

    assert ran == ["pg_restore", "psql", "psql", "psql"]


def test_a_restore_that_always_meets_somebody_says_so(monkeypatch, tmp_path: Path):
    answers(monkeypatch, IN_USE)
    monkeypatch.setattr(postgresql, "LONGEST_WAIT", -1)

    with pytest.raises(archive.BackupError, match=r"Nothing was changed: .*pg_stat_activity"):
        postgresql.restore(tmp_path / "dump", replaced=["guide"])


def test_a_restore_that_fails_is_not_tried_again(monkeypatch, tmp_path: Path):
    answers(monkeypatch, "42809: not a table", "")

    with pytest.raises(archive.BackupError, match="not a table"):
        postgresql.restore(tmp_path / "dump", replaced=["guide"])


@pytest.fixture
def path(monkeypatch, tmp_path: Path) -> Path:
    """A PATH with nothing on it yet."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_programs_that_are_missing_are_named_with_what_to_do(path: Path, tmp_path: Path):
    with pytest.raises(archive.BackupError, match=r"pg_dump is not on the PATH.*apt-get install"):
        postgresql.dump(tmp_path / "dump", without=())


def test_programs_older_than_the_server_are_refused(path: Path, monkeypatch, tmp_path: Path):
    program = path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    program.chmod(0o755)
    monkeypatch.setattr(type(connection), "pg_version", 15_0004, raising=False)

    with pytest.raises(archive.BackupError, match="postgresql-client-15"):
        postgresql.dump(tmp_path / "dump", without=())


def test_the_password_is_no_argument_that_others_on_the_machine_can_read(monkeypatch):
    monkeypatch.setattr(connection, "client", DatabaseClient(connection))
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "secret-word")
    monkeypatch.setitem(
        connection.settings_dict, "OPTIONS", {"sslmode": "require", "connect_timeout": 3}
    )

    arguments, environment = postgresql._connection()

    assert "secret-word" not in " ".join(arguments)
    assert environment == {
        "PGPASSWORD": "secret-word",
        "PGSSLMODE": "require",
        "PGCONNECT_TIMEOUT": "3",
    }
