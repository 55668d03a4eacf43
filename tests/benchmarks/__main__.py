"""Time the planner: python -m tests.benchmarks."""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
django.setup()

from tests.benchmarks.planner import run  # noqa: E402 -- needs the settings

if __name__ == "__main__":
    sys.stdout.write(f"{run()}\n")
