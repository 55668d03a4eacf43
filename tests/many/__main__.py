"""Print what each page costs: python -m tests.many 100 1000 10000."""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.many.settings"
django.setup()

from tests.many.measuring import run  # noqa: E402 -- needs the settings

SIZES = (100, 1_000, 10_000)

if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    table = run(sizes, say=lambda words: sys.stderr.write(f"{words}\n"))
    sys.stdout.write(f"{table}\n")
