"""Fill the database from the content files, without harm to what editors changed."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guides.loading import ContentError, Tally, load


class Command(BaseCommand):
    """Loads what is new or changed in the files; safe to run at any time."""

    help = "Load the content files into the database, never over an editor's change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--quiet`, for the start of the site."""
        parser.add_argument("--quiet", action="store_true", help="say only what needs somebody")

    def handle(self, *args: Any, quiet: bool, **options: Any) -> None:
        """Load, and say what became of it. Raises CommandError for a bad file."""
        try:
            tallies = load()
        except ContentError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        lines = [] if quiet else [_totals(tallies)]
        if lines := lines + _named(tallies, LOUD if quiet else LOUD | QUIET):
            self.stdout.write("\n".join(lines))


# What an operator has to know even at a quiet start, and what only who asks wants to read.
LOUD = {
    "outdated": "kept as edited, though the file has a newer text",
    "gone": "no longer in the files, and still on the site (is_published: false takes back)",
}
QUIET = {"kept": "kept as edited", "left_deleted": "left deleted"}


def _totals(tallies: list[Tally]) -> str:
    totals = ", ".join(f"{tally.total} {tally.kind}" for tally in tallies)
    new, changed, kept, deleted = (
        sum(len(getattr(tally, what)) for tally in tallies)
        for what in ("new", "changed", "kept", "left_deleted")
    )
    return f"{totals}: {new} new, {changed} changed, {kept} kept as edited, {deleted} left deleted"


def _named(tallies: list[Tally], wanted: Mapping[str, str]) -> list[str]:
    """A line for each kind with rows that stood out in one of the wanted ways."""
    return [
        f"  {words}, {tally.kind}: {', '.join(keys)}"
        for what, words in wanted.items()
        for tally in tallies
        if (keys := getattr(tally, what))
    ]
