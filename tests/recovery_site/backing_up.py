"""A database of its own for each side of a backup, and the commands that an operator gives."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.serving import ROOT
from tests.recovery_site.conftest import PRODUCTION

ON_POSTGRESQL = not os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite")
PAGES = ("/guides/muscle-soreness/", "/evidence/doms-peak/", "/search/?q=soreness", "/planner/")


@dataclass(frozen=True)
class Machine:
    """Where one copy of the site keeps its rows, and what is asked and done there."""

    database_url: str

    def command(self, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py, whatever comes of it."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self._environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            **options,
        )

    def manage(self, *arguments: str) -> str:
        """Run a command that has to go well; what it wrote."""
        ran = self.command(*arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def tell(self, program: str) -> str:
        """What a short program writes there."""
        return self.manage("shell", "-v0", "-c", program).removesuffix("\n")

    def pages(self) -> dict[str, str]:
        """What readers get, byte for byte."""
        told = self.tell(
            "import json; from django.test import Client;"
            f"print(json.dumps({{path: Client().get(path).text for path in {PAGES}}}))"
        )
        return json.loads(told)

    def start(self, program: str) -> "subprocess.Popen[str]":
        """Begin a program that goes on until it is ended."""
        return subprocess.Popen(
            [sys.executable, "-u", "manage.py", "shell", "-v0", "-c", program],
            env=self._environment(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _environment(self) -> dict[str, str]:
        # For its plain static files.
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        return PRODUCTION | settings | {"DATABASE_URL": self.database_url}


def no_larger_than(limit: int) -> Callable[[], None]:
    """For preexec_fn: the process can write no file beyond so many bytes, as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
