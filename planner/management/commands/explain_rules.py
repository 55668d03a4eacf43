"""Print every rule of the planner, what it rests on, and who meets it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from planner.explaining import explain


class Command(BaseCommand):
    """Prints docs/rules.md, as the database holds the claims now."""

    help = "Print every rule with its claims, hours, floor and who in the gallery meets it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print Markdown."""
        gallery = settings.BASE_DIR / "tests" / "planner" / "people"
        self.stdout.write(explain(gallery), ending="")
