"""The site as visitors get it: gunicorn, production's settings, hashed files, shipped content."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """A running site: where it is, the environment that its commands need, and what it logs."""

    url: str
    environment: dict[str, str]
    log: Path

    def manage(self, *arguments: str, **more: str) -> None:
        """Run manage.py on its database. Raises CalledProcessError."""
        _manage(self.environment | more, *arguments)


@contextmanager
def served(room: Path, *, workers: int = 1) -> Iterator[Site]:
    """The site on a free port, with a database, a cache and static files of its own.

    Readers are told of a few changes there, as the shipped content has none.

    It is a process of its own: Playwright leaves an event loop in the thread that uses it, and
    Django refuses its database to a thread that has one.
    """
    port = _free_port()
    with empty_database(room) as database_url:
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "ENV_FILE": "",
            "SECRET_KEY": "a-key-for-tests-that-signs-nothing-which-anybody-keeps",
            "ALLOWED_HOSTS": "127.0.0.1",
            "CONTACT_EMAIL": "mistakes@handbook.example.org",
            "HTTPS": "off",
            "DATABASE_URL": database_url,
            "CACHE_URL": os.environ.get("CACHE_URL", ""),
            "KEY_PREFIX": uuid4().hex,
            "STATIC_ROOT": str(room / "static"),
            "PORT": str(port),
            "WEB_CONCURRENCY": str(workers),
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", str(room)),
        }
        site = Site(f"http://127.0.0.1:{port}", environment, room / "log")
        site.manage("migrate", "--verbosity=0")
        site.manage("load_content", "--quiet")
        site.manage("loaddata", "--verbosity=0", "tests/browser/changes.json")
        site.manage("collectstatic", "--no-input", "--verbosity=0")
        with _gunicorn(site):
            yield site


def _manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def _gunicorn(site: Site) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "-c", "recovery_site/gunicorn.py"]
    with site.log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=site.environment, stdout=output, stderr=output
        )
    try:
        _wait_for(site, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(site: Site, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urlopen(f"{site.url}/readyz", timeout=10):
                return
        except URLError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError(f"The site did not start:\n{site.log.read_text()}")


@contextmanager
def empty_database(room: Path) -> Iterator[str]:
    """The address of an empty database, of the kind that DATABASE_URL names; gone afterwards."""
    given = urlsplit(os.environ["DATABASE_URL"])
    if given.scheme == "sqlite":
        yield f"sqlite:///{room / 'db.sqlite3'}"
        return
    name = f"test_browser_{uuid4().hex}"
    server = given._replace(scheme="postgresql", path="/postgres", query="").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield given._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
