"""Fill the database from the content files, without harm to what editors changed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guides.loading import ContentError, Tally, load


class Command(BaseCommand):
    """Loads what is new or changed in the files; safe to run at any time."""

    help = "Load the content files into the database, never over an editor's change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--quiet`, for the start of the site."""
        parser.add_argument("--quiet", action="store_true", help="say nothing if all went well")

    def handle(self, *args: Any, quiet: bool, **options: Any) -> None:
        """Load, and say what became of it. Raises CommandError for a bad file."""
        try:
            tallies = load()
        except ContentError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if not quiet:
            self.stdout.write("\n".join(_report(tallies)))


def _report(tallies: list[Tally]) -> list[str]:
    """One line of numbers, and a line for each kind with rows that were left to editors."""
    totals = ", ".join(f"{tally.total} {tally.kind}" for tally in tallies)
    new, changed, kept, deleted = (
        sum(len(getattr(tally, what)) for tally in tallies)
        for what in ("new", "changed", "kept", "left_deleted")
    )
    return [
        f"{totals}: {new} new, {changed} changed, {kept} kept as edited, {deleted} left deleted",
        *(f"  kept as edited, {t.kind}: {', '.join(t.kept)}" for t in tallies if t.kept),
        *(
            f"  left deleted, {t.kind}: {', '.join(t.left_deleted)}"
            for t in tallies
            if t.left_deleted
        ),
    ]
