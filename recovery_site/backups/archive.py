"""The file of a backup: a ZIP, so that every part carries a checksum and any machine can open it.

It holds the database in its own format, which sqlite3 and pg_restore read without us, and a few
words about it.
"""

import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

NAME = re.compile(r"handbook-\d{8}T\d{6}Z-(?P<kind>[a-z]+)\.zip")
ABOUT, DATABASE = "about.json", "database"


class BackupError(Exception):
    """Why there is no backup, or why one is not restored: a sentence for whoever asked."""


@dataclass(frozen=True)
class About:
    """What a backup says of itself."""

    # As Django calls the database: sqlite or postgresql.
    kind: str
    made_at: datetime
    # The migrations that had been applied, each with its app.
    migrations: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Its file, unless somebody wants another name; by name is by time."""
        return f"handbook-{self.made_at:%Y%m%dT%H%M%SZ}-{self.kind}.zip"

    def as_json(self) -> str:
        """All of it as text."""
        about = {"kind": self.kind, "made_at": self.made_at.isoformat()}
        return json.dumps(about | {"migrations": self.migrations}, indent=2)

    @classmethod
    def from_json(cls, text: bytes) -> "About":
        """Raises ValueError, KeyError or TypeError for what as_json never wrote."""
        told = json.loads(text)
        migrations = tuple((app, name) for app, name in told["migrations"])
        return cls(told["kind"], datetime.fromisoformat(told["made_at"]), migrations)


def write(to: Path, about: About, dump: Path) -> None:
    """Write a backup so that it is there whole, or not at all, whatever happens meanwhile.

    The dump lies in a directory beside it, on the same disk. Raises OSError.
    """
    part = dump.with_name("part.zip")
    # As it holds what opens accounts, nobody else may read it.
    part.touch(mode=0o600)
    with part.open("r+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(ABOUT, about.as_json())
            archive.write(dump, DATABASE)
        file.flush()
        os.fsync(file.fileno())
    part.replace(to)
    # The new name, too, has to be there after a power cut.
    directory = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


@contextmanager
def opened(path: Path) -> Iterator[tuple[About, Path]]:
    """What a backup says of itself, and its dump as a file, while it is needed.

    Raises BackupError for what is no backup, or no whole one.
    """
    with TemporaryDirectory(prefix="handbook-") as room:
        dump = Path(room) / DATABASE
        try:
            with zipfile.ZipFile(path) as archive:
                about = About.from_json(archive.read(ABOUT))
                # Reads to the end, and so compares the checksum.
                archive.extract(DATABASE, room)
        except OSError as error:
            raise BackupError(f"Cannot read {path}: {error.strerror}.") from error
        except (
            zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError,
            # An encrypted or oddly packed one; we write neither.
            RuntimeError,
        ) as error:  # fmt: skip
            raise BackupError(
                f"{path} is no whole backup: it is damaged, or something else. Nothing was changed."
            ) from error
        yield about, dump


def forget_all_but(latest: int, made: Path) -> list[Path]:
    """Delete all but the latest up to the one just made; which they were.

    Only those beside it that have a name of ours and are of its kind. One that a clock which was
    wrong has named for a later time is left, and takes the place of none.
    """
    kind = _kind(made)
    until_now = sorted(
        path for path in made.parent.iterdir() if _kind(path) == kind and path.name <= made.name
    )
    older = until_now[:-latest]
    for path in older:
        path.unlink()
    return older


def _kind(path: Path) -> str | None:
    """Of which database a file is a backup, by its name; None for another name."""
    ours = NAME.fullmatch(path.name)
    return ours["kind"] if ours else None
