"""Say what is wrong with the published content."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guides.checking import Weight, check_everything, figures_of, shelf


class Command(BaseCommand):
    """Looks at what readers see, and fails if any of it has to be mended."""

    help = (
        "Check what is published: reviews, numbers, sources, links, reading grade, trust, search."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--errors-only` and `--on`."""
        parser.add_argument("--errors-only", action="store_true", help="leave the warnings out")
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DAY", help="as of another day: 2027-01-31"
        )

    def handle(self, *args: Any, errors_only: bool, on: date | None, **options: Any) -> None:
        """Print the findings, and the figures of each guide. Raises CommandError for errors."""
        day = on or timezone.localdate()
        found = check_everything(day)
        errors = [finding for finding in found if finding.weight is Weight.ERROR]
        warnings = [finding for finding in found if finding.weight is Weight.WARNING]
        for title, group in (("Errors", errors), ("Warnings", [] if errors_only else warnings)):
            if group:
                self.stdout.write("\n".join([f"{title}:", *(f"  {finding}" for finding in group)]))
        for guide in shelf(day).guides:
            self.stdout.write(f"{guide.where}: {figures_of(guide)}")
        self.stdout.write(f"Errors: {len(errors)}. Warnings: {len(warnings)}.")
        if errors:
            raise CommandError("Mend the errors.")
