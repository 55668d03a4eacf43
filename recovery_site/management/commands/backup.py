"""Write the database to one file, while the site is used."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recovery_site.backups.archive import BackupError, forget_all_but
from recovery_site.backups.making import is_for_a_file, make


class Command(BaseCommand):
    """Makes a backup, and deletes old ones only once the new one is there."""

    help = "Write the database, but for sessions, to one file; the site may be used meanwhile."
    # A backup has to be possible when something else is wrong.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to, and how many to keep."""
        parser.add_argument(
            "--to",
            type=Path,
            help="a directory, which may be new, or the name of the new file, which ends in .zip "
            "(var/backups/ unless given)",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="afterwards delete all but the latest N in that directory, of its kind",
        )

    def handle(self, *args: Any, to: Path | None, keep: int | None, **options: Any) -> None:
        """Say where the backup is. Raises CommandError with the reason why there is none."""
        if keep is not None and keep < 1:
            raise CommandError("--keep has to be 1 or more, as the new one is one of them.")
        if keep and to and is_for_a_file(to):
            raise CommandError("--keep counts what is in a directory: name that, and no file.")
        try:
            path = make(to or _usual_place(), self.stderr.write)
            older = forget_all_but(keep, path) if keep else []
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        self.stdout.write(f"{path} ({path.stat().st_size:,} bytes)")
        for each in older:
            self.stdout.write(f"Deleted {each}")


def _usual_place() -> Path:
    place = Path(settings.BASE_DIR) / "var" / "backups"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place
