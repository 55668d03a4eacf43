"""Time the site as it is served: python -m tests.benchmarks (make bench)."""

import argparse
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
django.setup()

from deploy.programs import MissingPrograms  # noqa: E402 -- needs the settings
from tests.benchmarks import in_process  # noqa: E402 -- needs the settings
from tests.benchmarks.cases import CASES, Server  # noqa: E402 -- needs the settings
from tests.benchmarks.report import report  # noqa: E402 -- needs the settings
from tests.benchmarks.served import measure  # noqa: E402 -- needs the settings


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2, help="for each case and round")
    options = parser.parse_args()
    with in_process.content():
        queries = in_process.queries([case for case in CASES if case.server is Server.SQLITE])
        computed = in_process.computed()
        after_an_edit = in_process.guide_after_an_edit()
    try:
        outcome = measure(options.rounds, options.seconds)
    except MissingPrograms as missing:
        sys.exit(str(missing))
    sys.stdout.write(f"{report(outcome, queries, computed, after_an_edit)}\n")


if __name__ == "__main__":
    main()
