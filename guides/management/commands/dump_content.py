"""Write what the database holds to the content files, and change nothing else in them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guides.dumping import Difference, differences, dump
from guides.loading import ContentError, load


class Command(BaseCommand):
    """Brings the files up to the database; load_content then finds nothing to do."""

    help = "Write the database's content to the content files, and leave the rest of them alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--folder` and `--check`."""
        parser.add_argument("--folder", type=Path, help="another folder than guides/content")
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if files and database differ"
        )

    def handle(self, *args: Any, folder: Path | None, check: bool, **options: Any) -> None:
        """Dump or compare, and say how they differed. Raises CommandError."""
        try:
            found = differences(folder) if check else dump(folder)
            if not check and folder is None:
                # So that the next edit of a file is no longer taken for older than an editor's.
                load()
        except ContentError as error:
            raise CommandError(f"The files are not as the database is. {error}") from error
        self.stdout.write("\n".join(line for difference in found for line in _report(difference)))
        if check and any(found):
            raise CommandError("Files and database differ.")


def _report(difference: Difference) -> list[str]:
    """A line of numbers, and one for each way in which rows differed."""
    keys = {what: getattr(difference, what) for what in ("changed", "new", "removed")}
    totals = ", ".join(f"{len(rows)} {what}" for what, rows in keys.items())
    return [
        f"{difference.kind}: {difference.unchanged} unchanged, {totals}",
        *(f"  {what}: {', '.join(rows)}" for what, rows in keys.items() if rows),
    ]
