"""The cluster and a small site, for tests that break them; and a table of what was measured."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.cluster import Cluster, Replica, manage
from deploy.processes import free_port
from tests.deploy.conftest import cluster, programs
from tests.deploy.visiting import Visits
from tests.guides.editor import Editor

__all__ = ["cluster", "programs"]

NAME, PASSWORD = "editor", "words that nobody would guess"

# They take minutes, and have processes of their own to break: no part of `make test`.
if "FAULTS" not in os.environ:
    collect_ignore_glob = ["test_*.py"]


@dataclass(frozen=True)
class Rounds:
    """How often something is broken, and for how many seconds."""

    reloads: int
    kills: int
    seconds: int


ROUNDS = {
    "short": Rounds(reloads=2, kills=2, seconds=4),
    "full": Rounds(reloads=8, kills=20, seconds=12),
}


@pytest.fixture(scope="session")
def rounds() -> Rounds:
    """As FAULTS says."""
    return ROUNDS[os.environ["FAULTS"]]


# How a store is away. Stopped, it takes its leave; killed, it does not, which is much the same.
WAYS = ("kill", "freeze") if os.environ.get("FAULTS") == "short" else ("stop", "kill", "freeze")


# --- What is broken --------------------------------------------------------------------------


@dataclass(frozen=True)
class SmallSite:
    """One gunicorn by itself, its content in one file, as after `make serve`."""

    replica: Replica
    database: Path

    def editor(self) -> Editor:
        """Somebody who may edit everything, signed in."""
        return Editor(self.replica.url, NAME, PASSWORD)


@pytest.fixture(scope="session")
def prepared(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the shipped content and an account."""
    database = tmp_path_factory.mktemp("prepared") / "db.sqlite3"
    environment = alone_on(database, cluster)
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "load_content", "--quiet")
    make_editor(environment)
    return database


def alone_on(database: Path, cluster: Cluster) -> dict[str, str]:
    """The environment of a small site; static files and secret are those of the cluster."""
    return cluster.environment | {"DATABASE_URL": f"sqlite:///{database}", "CACHE_URL": ""}


@contextmanager
def small_site(room: Path, prepared: Path, cluster: Cluster) -> Iterator[SmallSite]:
    """One whose database is in a folder, until the end of the block."""
    database = room / prepared.name
    shutil.copy(prepared, database)
    log = room.with_name(f"{room.name}.log")
    replica = Replica(free_port(), alone_on(database, cluster), log)
    replica.start()
    try:
        yield SmallSite(replica, database)
    finally:
        replica.stop()


@pytest.fixture
def alone(cluster: Cluster, prepared: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A small site, running."""
    room = tmp_path / "alone"
    room.mkdir()
    with small_site(room, prepared, cluster) as site:
        yield site


@pytest.fixture(scope="session")
def edited(cluster: Cluster) -> Cluster:
    """The cluster, with an account that may edit everything."""
    make_editor(cluster.environment)
    return cluster


def make_editor(environment: dict[str, str]) -> None:
    """An account, made as `make admin` makes it."""
    manage(
        environment | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD},
        "createsuperuser", "--no-input", "--verbosity=0",
        f"--username={NAME}", f"--email={NAME}@handbook.example.org",
    )  # fmt: skip


# --- What was measured -----------------------------------------------------------------------

HEADINGS = ("fault", "requests", "failed", "slowest s", "healed s", "and")
Note = Callable[..., None]
_table = pytest.StashKey[list[tuple[str, ...]]]()


@pytest.fixture
def note(pytestconfig: pytest.Config) -> Note:
    """Put a line into the table that is printed at the end."""

    def write(
        fault: str, visits: Visits | None = None, *, healed: float | None = None, more: str = ""
    ) -> None:
        counted = ("", "", "")
        if visits:
            failed = len(visits.failures)
            counted = (str(visits.went_well + failed), str(failed), f"{visits.slowest:.2f}")
        line = (fault, *counted, "" if healed is None else f"{healed:.1f}", more)
        pytestconfig.stash.setdefault(_table, []).append(line)

    return write


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the table."""
    lines = [HEADINGS, *config.stash.get(_table, [])]
    if len(lines) == 1:
        return
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    terminalreporter.section("What was measured")
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        terminalreporter.write_line("  ".join(cells).rstrip())
