"""A backup is of one moment while others write; restored, the site reads as it did."""

import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from recovery_site.backups import archive
from tests.browser.serving import empty_database
from tests.recovery_site.backing_up import ON_POSTGRESQL, Machine, no_larger_than

NO_CLIENT = "PostgreSQL's client programs were not found"


@pytest.fixture(scope="module", autouse=True)
def client_programs() -> None:
    """PostgreSQL is backed up by programs of its own."""
    if not ON_POSTGRESQL or shutil.which("pg_dump"):
        return
    if os.environ.get("BACKUP_TESTS") == "required":
        pytest.fail(f"{NO_CLIENT}, and BACKUP_TESTS=required: apt-get install postgresql-client")
    pytest.skip(NO_CLIENT)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Machine, Machine]]:
    """One with the shipped content, an editor who is signed in, and one with an empty database."""
    with ExitStack() as databases:
        old, new = (
            Machine(databases.enter_context(empty_database(tmp_path_factory.mktemp(name))))
            for name in ("old", "new")
        )
        old.manage("migrate", "--verbosity=0")
        old.manage("load_content", "--quiet")
        old.tell(SIGN_IN)
        yield old, new


SIGN_IN = """
from django.test import Client
from tests.recovery_site.signing_in import account
Client().force_login(account())
"""

# Two rows that are the same after each transaction, until somebody ends it.
WRITE = """
from itertools import count
from django.db import transaction
from guides.models import Term
one, other = Term.objects.order_by("pk").values_list("pk", flat=True)[:2]
for number in count(1):
    with transaction.atomic():
        Term.objects.filter(pk=one).update(meaning=f"Written {number} times.")
        Term.objects.filter(pk=other).update(meaning=f"Written {number} times.")
    print(number)
"""
WRITTEN = """
from guides.models import Term
print(*Term.objects.order_by("pk").values_list("meaning", flat=True)[:2], sep="|")
"""
VERSION = "from guides.models import ContentVersion; print(ContentVersion.objects.get().token)"
SESSIONS = "from django.contrib.sessions.models import Session; print(Session.objects.count())"
ACCOUNTS = "from django.contrib.auth.models import User; print(User.objects.get().username)"


@dataclass(frozen=True)
class Made:
    """A backup, and how much had been written before and after it was made."""

    path: Path
    before: int
    after: int


@pytest.fixture(scope="module")
def made(machines: tuple[Machine, Machine], tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A backup that was made while somebody saved rows all the time."""
    old, _ = machines
    room = tmp_path_factory.mktemp("backups")
    writer = old.start(WRITE)
    before = int(writer.stdout.readline())
    old.manage("backup", "--to", str(room))
    writer.terminate()
    *_, after = writer.stdout.read().splitlines()
    writer.wait(timeout=30)
    writer.stdout.close()
    (path,) = room.iterdir()
    return Made(path, before, int(after))


@pytest.fixture(scope="module")
def restored(machines: tuple[Machine, Machine], made: Made) -> Machine:
    """The machine that had an empty database."""
    _, new = machines
    new.manage("restore", str(made.path))
    return new


def test_a_backup_is_one_file_that_only_its_owner_can_read(made: Made):
    assert archive.NAME.fullmatch(made.path.name)
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_a_backup_made_while_rows_are_saved_is_of_one_moment(made: Made, restored: Machine):
    one, other = restored.tell(WRITTEN).split("|")

    assert one == other
    number = int(re.search(r"\d+", one)[0])
    assert made.before <= number <= made.after
    # Else nobody wrote meanwhile, and this test shows nothing.
    assert made.after - made.before > 2


def test_restored_onto_an_empty_database_each_page_reads_as_before_byte_for_byte(
    machines: tuple[Machine, Machine], restored: Machine
):
    old, _ = machines

    then, now = old.pages(), restored.pages()

    assert "<h1" in then["/guides/muscle-soreness/"]
    assert now == then


def test_accounts_are_restored_and_sessions_are_not(
    machines: tuple[Machine, Machine], restored: Machine
):
    old, _ = machines

    assert old.tell(SESSIONS) == "1"
    assert restored.tell(SESSIONS) == "0"
    assert restored.tell(ACCOUNTS) == "editor"


def test_no_process_keeps_pages_from_before_a_restore(
    machines: tuple[Machine, Machine], restored: Machine
):
    old, _ = machines

    assert restored.tell(VERSION) != old.tell(VERSION)


def test_a_backup_can_be_checked_without_a_change(restored: Machine, made: Made):
    version = restored.tell(VERSION)

    told = restored.manage("restore", "--check", str(made.path))

    assert f"{made.path} is whole" in told
    assert restored.tell(VERSION) == version


def test_what_code_from_before_backed_up_is_brought_up_to_this_code(
    restored: Machine, tmp_path: Path
):
    restored.manage("migrate", "--verbosity=0", "sessions", "zero")
    restored.manage("backup", "--to", str(tmp_path / "before.zip"))

    restored.manage("restore", "--replace", str(tmp_path / "before.zip"))

    assert restored.tell(SESSIONS) == "0"


ORPHAN = """
import sqlite3
from contextlib import closing
from django.conf import settings
with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as unguarded:
    unguarded.execute("INSERT INTO guides_formerslug (slug, guide_id) VALUES ('lost', 4711)")
    unguarded.commit()
"""
MENDED = """
from guides.models import FormerSlug
print(FormerSlug.objects.filter(slug="lost").delete()[0])
"""


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL lets nobody write such a row")
def test_a_row_that_leads_nowhere_is_backed_up_and_restored_with_a_warning(
    restored: Machine, tmp_path: Path
):
    restored.tell(ORPHAN)
    path = str(tmp_path / "backup.zip")

    ran = [
        restored.command("backup", "--to", path),
        restored.command("restore", "--check", path),
        restored.command("restore", "--replace", path),
    ]

    warning = "In guides_formerslug, rows that lead nowhere: 1.\n"
    assert [(each.returncode, each.stderr) for each in ran] == [(0, warning)] * 3
    assert restored.tell(MENDED) == "1"


EDIT = """
from django.db import connection
from guides.models import Term
Term.objects.update(meaning="Edited since.")
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE guides_of_newer_code (id integer)")
"""
EDITED = """
from django.db import connection
from guides.models import Term
print(Term.objects.filter(meaning="Edited since.").count(), Term.objects.count())
print("guides_of_newer_code" in connection.introspection.table_names())
"""


def test_what_is_there_is_replaced_only_if_told_and_then_all_of_it(restored: Machine, made: Made):
    restored.tell(EDIT)

    refused = restored.command("restore", str(made.path))
    kept = restored.tell(EDITED).split()
    restored.manage("restore", "--replace", str(made.path))

    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: The database is not empty.")
    assert kept[0] == kept[1] != "0"
    assert kept[2] == "True"
    assert restored.tell(EDITED).split() == ["0", kept[1], "False"]


# Holds what a restore wants last, and wants what that holds by then.
READ_CROSSWISE = """
from time import sleep
from django.contrib.auth.models import Group
from django.db import connection, transaction
from guides.models import Term
WAITING = \'\'\'
    SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database
    WHERE datname = current_database() AND NOT granted
\'\'\'
with transaction.atomic(), connection.cursor() as cursor:
    print(Term.objects.count())
    for _ in range(3000):
        if cursor.execute(WAITING).fetchone() != (0,):
            break
        sleep(0.01)
    print(Group.objects.count())
"""


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has one lock for all tables")
def test_a_restore_breaks_off_no_reader_and_no_reader_breaks_it_off(restored: Machine, made: Made):
    reader = restored.start(READ_CROSSWISE)
    reader.stdout.readline()

    replaced = restored.command("restore", "--replace", str(made.path))
    read = reader.stdout.read()
    reader.stdout.close()

    assert (replaced.returncode, replaced.stderr) == (0, "")
    assert (reader.wait(timeout=30), bool(read)) == (0, True)


BLOCK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("DROP TABLE guides_formerslug")
    cursor.execute("CREATE VIEW guides_formerslug AS SELECT 1 AS id")
"""
UNBLOCK = BLOCK.replace("DROP TABLE", "DROP VIEW").replace(
    "CREATE VIEW guides_formerslug AS SELECT 1 AS id", "CREATE TABLE guides_formerslug (id integer)"
)


def test_a_restore_that_fails_halfway_leaves_what_was_there(restored: Machine, made: Made):
    if ON_POSTGRESQL:
        # A name that the backup needs is taken by what is no table.
        restored.tell(BLOCK)
        failed = restored.command("restore", "--replace", str(made.path))
        restored.tell(UNBLOCK)
    else:
        # A full disk: the copy has room, the database that it should go into has not.
        with zipfile.ZipFile(made.path) as backup:
            free = no_larger_than(backup.getinfo(archive.DATABASE).file_size + 100)
        failed = restored.command("restore", "--replace", str(made.path), preexec_fn=free)

    assert failed.returncode == 1
    assert re.match(r"CommandError: [^\n]*[Nn]othing was changed[^\n]*\n$", failed.stderr)
    assert restored.tell(ACCOUNTS) == "editor"
    assert int(restored.tell(EDITED).split()[1]) > 0
    restored.manage("restore", "--replace", str(made.path))


def test_a_backup_for_which_there_is_no_room_leaves_nothing_behind(
    machines: tuple[Machine, Machine], tmp_path: Path
):
    old, _ = machines

    failed = old.command("backup", "--to", str(tmp_path), preexec_fn=no_larger_than(100_000))

    assert failed.returncode == 1
    assert failed.stderr.startswith("CommandError: ")
    assert failed.stderr.count("\n") == 1
    assert [*tmp_path.iterdir()] == []


def test_a_backup_can_be_opened_without_us(made: Made, tmp_path: Path):
    shutil.unpack_archive(made.path, tmp_path)

    about = json.loads((tmp_path / archive.ABOUT).read_text())
    assert about["kind"] == ("postgresql" if ON_POSTGRESQL else "sqlite")
    begins = (tmp_path / archive.DATABASE).read_bytes()[:16]
    assert begins.startswith(b"PGDMP" if ON_POSTGRESQL else b"SQLite format 3\0")
