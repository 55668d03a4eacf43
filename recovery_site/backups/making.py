"""Making a backup, while the site is used."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from recovery_site.backups import archive, postgresql, sqlite
from recovery_site.backups.archive import About, BackupError


def store() -> ModuleType:
    """How the database that we use gets into a file and back."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def is_for_a_file(to: Path) -> bool:
    """Whether a place is meant as the name of the file, and not as the directory for it."""
    return to.suffix == ".zip" and not to.is_dir()


def make(to: Path, warn: Callable[[str], object]) -> Path:
    """Write a backup to a file (….zip), or into a directory under a name of its time; where it is.

    The directory may be new. What is wrong with the rows, and is now so in the backup, is warned
    of. Raises BackupError, and then nothing that looks like a backup is there.
    """
    about = About(connection.vendor, timezone.now(), _migrations())
    path = to if is_for_a_file(to) else to / about.name
    if path.exists():
        raise BackupError(f"{path} is there already, and is left as it is.")
    try:
        if not is_for_a_file(to):
            # The last of its names alone: a wrong one before it should not become a directory.
            to.mkdir(mode=0o700, exist_ok=True)
        with TemporaryDirectory(prefix=".handbook-", dir=path.parent) as room:
            dump = Path(room) / archive.DATABASE
            for doubt in store().dump(dump, without=_left_out()):
                warn(doubt)
            archive.write(path, about, dump)
    except OSError as error:
        raise BackupError(f"Cannot write {path}: {error.strerror}.") from error
    return path


def _migrations() -> tuple[tuple[str, str], ...]:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError as error:
        raise BackupError(f"The database does not answer: {error}") from error
    if not applied:
        raise BackupError("There is nothing to back up yet: the database has no tables.")
    return tuple(sorted(applied))


def _left_out() -> list[str]:
    """Tables whose rows are in no backup: whoever has one is not signed in, and learns no address.

    Sessions, and what django-axes keeps of those who failed to sign in.
    """
    models = [Session, *apps.get_app_config("axes").get_models()]
    there = connection.introspection.table_names()
    return [model._meta.db_table for model in models if model._meta.db_table in there]
