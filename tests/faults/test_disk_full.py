"""No room on the disk when an editor saves: on a small disk of its own, in memory."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.cluster import Cluster, Replica
from tests.deploy.asking import ask
from tests.deploy.conftest import EMERGENCY
from tests.faults.conftest import NAME, PASSWORD, Note, SmallSite, small_site
from tests.faults.healing import DRAWN
from tests.faults.saving import Ask, Kept, kept, postgresql, save, sqlite
from tests.guides.editor import Editor

# In bytes.
SIZE = 64 * 1024 * 1024
A_BIT = 4096
# How often it is tried to save: what room there is in the files themselves is used up first.
SAVES = 60


@pytest.fixture
def disk() -> Iterator[Path]:
    """A folder on a disk that is soon full."""
    if os.geteuid() != 0:
        pytest.skip("Only root may mount a disk")
    with tempfile.TemporaryDirectory(prefix="handbook-") as folder:
        # PostgreSQL is another user.
        Path(folder).chmod(0o755)
        room = Path(folder) / "disk"
        room.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", room],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        if mounted.returncode != 0:
            pytest.skip(f"No disk can be mounted here: {mounted.stderr.strip()}")
        yield room
        subprocess.run(["umount", room], check=True)


@pytest.fixture
def cramped(cluster: Cluster, prepared: Path, disk: Path) -> Iterator[SmallSite]:
    """A small site on it, running."""
    with small_site(disk, prepared, cluster) as site:
        yield site


@pytest.fixture
def cramped_cluster(edited: Cluster, disk: Path) -> Iterator[Cluster]:
    """The cluster, with one of the tables on it that each save writes to."""
    database = postgresql(edited.database.url)
    if edited.database.user:
        shutil.chown(disk, edited.database.user)
    database(f"CREATE TABLESPACE cramped LOCATION '{disk}'")
    database("ALTER TABLE guides_revision SET TABLESPACE cramped")
    yield edited
    database("ALTER TABLE guides_revision SET TABLESPACE pg_default")
    database("DROP TABLESPACE cramped")


@contextmanager
def no_room(disk: Path) -> Iterator[None]:
    """Nothing more can be written until the end of the block."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as output:
        try:
            while True:
                output.write(bytes(A_BIT))
        except OSError:
            pass  # Which was wanted.
    try:
        yield
    finally:
        filler.unlink()


@dataclass(frozen=True)
class Refused:
    """What became of saves without room: the first that failed, and what was there then."""

    saves_before: int
    status: int
    page: str
    kept: Kept
    # Of a drawn page, a search, and whether it is alive.
    reading: list[int]


def save_without_room(replica: Replica, database: Ask, disk: Path) -> tuple[Refused, int]:
    """Save until it fails; then, with room, once more, and the status of that."""
    editor = Editor(replica.url, NAME, PASSWORD)
    # So that there is something to lose.
    assert save(editor, 1)[0] == 302
    with no_room(disk):
        for count in range(2, SAVES):
            status, page = save(editor, count)
            if status != 302:
                break
        reading = [
            ask(f"{replica.url}{path}").status
            for path in (DRAWN, "/search/?q=soreness", "/healthz")
        ]
        refused = Refused(count - 1, status, page, kept(database), reading)
    return refused, save(editor, SAVES)[0]


def test_a_save_without_room_says_so_and_loses_nothing_on_sqlite(
    cramped: SmallSite, disk: Path, note: Note
):
    database = sqlite(cramped.database)

    refused, with_room = save_without_room(cramped.replica, database, disk)

    note("disk full, SQLite", more=f"a save {refused.status}; with room {with_room}")
    assert_nothing_is_lost(refused)
    assert (with_room, kept(database).text) == (302, SAVES)
    assert database("PRAGMA integrity_check") == [("ok",)]
    assert "database or disk is full" in cramped.replica.log.read_text()


def test_a_save_without_room_says_so_and_loses_nothing_on_postgresql(
    cramped_cluster: Cluster, disk: Path, note: Note
):
    database, replica = postgresql(cramped_cluster.database.url), cramped_cluster.replicas[0]

    refused, with_room = save_without_room(replica, database, disk)

    note("disk full, PostgreSQL", more=f"a save {refused.status}; with room {with_room}")
    assert_nothing_is_lost(refused)
    assert (with_room, kept(database).text) == (302, SAVES)
    assert "No space left on device" in replica.log.read_text()


def assert_nothing_is_lost(refused: Refused) -> None:
    """What was saved is there as a whole, and what was not stands in the page, to be sent again."""
    assert (refused.status, EMERGENCY in refused.page) == (503, True)
    assert f"Count {refused.saves_before + 1}." in refused.page
    assert refused.kept.text == refused.saves_before
    assert refused.kept.text == refused.kept.revision == refused.kept.search
    assert refused.reading == [200, 200, 200]
