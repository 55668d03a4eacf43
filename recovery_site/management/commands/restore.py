"""Fill the database from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guides.dates import moment_in_words
from guides.models import Claim, Guide
from recovery_site.backups.archive import BackupError
from recovery_site.backups.restoring import check as check_only
from recovery_site.backups.restoring import restore


class Command(BaseCommand):
    """Restores a backup whole, or changes nothing."""

    help = "Fill an empty database from a backup, and bring it up to this code."
    # Most of them ask the database, which may be what is missing.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether it may replace what is there."""
        parser.add_argument("file", type=Path, help="what manage.py backup wrote")
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--replace", action="store_true", help="lose all that is in the database now"
        )
        what.add_argument(
            "--check", action="store_true", help="only say whether the backup is whole"
        )

    def handle(self, *args: Any, file: Path, replace: bool, check: bool, **options: Any) -> None:
        """Say what is there now. Raises CommandError with the reason why it is not the backup."""
        warn = self.stderr.write
        try:
            about = check_only(file, warn) if check else restore(file, warn, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        of = f"a backup of {about.kind}, made on {moment_in_words(about.made_at)}"
        if check:
            self.stdout.write(f"{file} is whole: {of}")
            return
        self.stdout.write(
            f"Restored {of}: {Guide.objects.count()} guides, {Claim.objects.count()} claims. "
            "Whoever was signed in has to sign in again."
        )
