#!/usr/bin/env python
"""Run a command of the site: migrate, load_content, createsuperuser and so on."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recovery_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # The sentence says what to do; forty lines of traceback above it would hide it.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
