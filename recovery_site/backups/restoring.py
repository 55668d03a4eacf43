"""Restoring a backup: onto an empty machine, or in the place of what is there."""

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from guides import version
from recovery_site.backups import archive
from recovery_site.backups.archive import About, BackupError
from recovery_site.backups.making import store


def check(path: Path, warn: Callable[[str], object]) -> About:
    """Whether a backup is whole and for us; what it says of itself. Changes nothing.

    What is wrong with its rows is warned of. Raises BackupError.
    """
    with archive.opened(path) as (about, dump):
        _refuse_what_is_not_for_us(path, about)
        _warn_of_rows(dump, warn)
    return about


def restore(path: Path, warn: Callable[[str], object], *, replace: bool) -> About:
    """Fill the database from a backup, and bring it up to this code; what it says of itself.

    What is wrong with its rows is warned of. Raises BackupError. Until the last moment what was
    there is there, and then all of it is gone.
    """
    with archive.opened(path) as (about, dump):
        _refuse_what_is_not_for_us(path, about)
        _warn_of_rows(dump, warn)
        try:
            replaced = connection.introspection.table_names()
        except DatabaseError as error:
            raise BackupError(f"The database does not answer: {error}") from error
        if replaced and not replace:
            raise BackupError(
                "The database is not empty. To lose all that is in it and have the backup "
                "instead, add --replace."
            )
        store().restore(dump, replaced)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        # What the processes that serve the site kept is of other content.
        version.move()
    except DatabaseError as error:
        raise BackupError(
            f"The backup is restored, but not brought up to this code: {error} "
            "Run manage.py migrate."
        ) from error
    return about


def _warn_of_rows(dump: Path, warn: Callable[[str], object]) -> None:
    for doubt in store().check(dump):
        warn(doubt)


def _refuse_what_is_not_for_us(path: Path, about: About) -> None:
    if about.kind != connection.vendor:
        raise BackupError(
            f"{path} is a backup of {about.kind}, and DATABASE_URL names {connection.vendor}. "
            "Nothing was changed."
        )
    loader = MigrationLoader(None)
    known = loader.disk_migrations.keys()
    # Of an app that is not installed here, tables do no harm.
    ours = [each for each in about.migrations if each[0] in loader.migrated_apps]
    unknown = [f"{app} {name}" for app, name in ours if (app, name) not in known]
    if unknown:
        raise BackupError(
            f"{path} was made by newer code than this, which knows {', '.join(unknown)}. "
            "Upgrade the site first. Nothing was changed."
        )
