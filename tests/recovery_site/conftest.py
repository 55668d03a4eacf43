"""The site started from outside, as make and gunicorn start it; and where it keeps its pages."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from guides import lookout, version
from recovery_site import pagecache

PRODUCTION = {
    "ENV_FILE": "",
    "SECRET_KEY": "a-key-for-tests-that-signs-nothing-which-anybody-keeps",
    "ALLOWED_HOSTS": "handbook.example.org",
    "SITE_URL": "https://handbook.example.org",
    "CONTACT_EMAIL": "mistakes@handbook.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "PATH": os.environ["PATH"],
}

RunManage = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_manage() -> RunManage:
    """Run manage.py in production's environment, changed by keyword; None takes one away."""

    def run(*arguments: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in (PRODUCTION | changed).items() if v is not None}
        return subprocess.run(
            [sys.executable, Path(settings.BASE_DIR) / "manage.py", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


@pytest.fixture
def packed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread of its own packs is there at once."""

    class AtOnce:
        def __init__(self, **options: object) -> None:
            pass

        def submit(self, act: Callable[[], None]) -> Future[None]:
            act()
            return Future()

    monkeypatch.setattr(pagecache, "ThreadPoolExecutor", AtOnce)


@pytest.fixture
def shipped(content: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped content, under a version; and a clock of looks that stands still."""
    monkeypatch.setattr(lookout, "time", lambda: 1_764_158_400.0)
    version.move()


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """The test's rows stay: the connection outlives a request, as with Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
