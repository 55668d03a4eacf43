"""The site as on machines of its own, on this one: python -m deploy.cluster (make cluster)

PostgreSQL, Redis, two replicas and nginx, from installed packages, on loopback and in a folder of
their own. Each of them can be stopped, killed, frozen and started again:

    with running(room) as cluster:
        cluster.url                      # nginx
        cluster.replicas[0].kill()       # kill -9, workers and all
        cluster.replicas[0].start()      # and it is back once this returns
        cluster.database.stop()          # what the site does without
        cluster.manage("check_content")
"""

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from deploy.front_door import Nginx
from deploy.processes import STOPS_WITHIN, Process, free_port
from deploy.programs import MissingPrograms, missing_packages
from deploy.stores import Cache, Database

ROOT = Path(__file__).resolve().parent.parent

# In seconds: longer than nginx leaves a replica alone that was away (deploy/nginx/replicas.conf).
# Where it leaves all alone, nobody is asked.
LEFT_ALONE_FOR = 3


class Replica(Process):
    """One gunicorn with its workers, as production runs it."""

    def __init__(self, port: int, environment: dict[str, str], log: Path) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        super().__init__(
            [sys.executable, "-m", "gunicorn", "-c", "recovery_site/gunicorn.py"],
            log=log,
            is_ready=self.is_alive,
            environment=environment | {"PORT": str(port)},
            folder=ROOT,
        )

    def is_alive(self) -> bool:
        """Whether it answers at all, with or without its stores.

        Raises HTTPError if it answers with an error.
        """
        try:
            _ask(self.url, seconds=10)
        except HTTPError as error:
            error.close()
            raise
        except OSError:
            return False
        return True

    def restart(self) -> None:
        """Let it end what it is doing, and start it again: what a new release needs."""
        self.stop()
        self.start()

    def reload(self) -> None:
        """Let it change its workers for new ones, and wait until the old ones have ended.

        Raises RuntimeError, with its log, if they do not.
        """
        old = self.children()
        self.send(signal.SIGHUP)
        until = time.monotonic() + STOPS_WITHIN
        while old & self.children():
            if time.monotonic() > until:
                raise RuntimeError(f"Its workers did not end:\n{self.log.read_text()}")
            time.sleep(0.05)


@dataclass(frozen=True)
class Cluster:
    """All of it, running: `url` is nginx, and each part can be stopped and started by itself."""

    database: Database
    cache: Cache
    replicas: list[Replica]
    nginx: Nginx
    environment: dict[str, str]

    @property
    def url(self) -> str:
        """Where visitors find it."""
        return self.nginx.url

    def manage(self, *arguments: str, **more: str) -> None:
        """Run manage.py with its database and cache. Raises CalledProcessError."""
        manage(self.environment | more, *arguments)

    def restart_one_by_one(self) -> None:
        """A rolling restart: each replica in its turn, the next once nginx asks the one before."""
        for replica in self.replicas:
            replica.restart()
            self.settle()

    def settle(self) -> None:
        """Wait until nginx asks every replica again, whichever was away.

        It begins with one request, and sends others only when that has gone well.
        """
        time.sleep(LEFT_ALONE_FOR)
        for _ in range(2 * len(self.replicas)):
            _ask(self.url, seconds=60)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


@contextmanager
def running(
    room: Path,
    *,
    port: int | None = None,
    replicas: int = 2,
    workers: int = 2,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Cluster]:
    """A cluster with the shipped content in an empty folder, until the end of the block.

    `settings` are variables of .env.example that differ from those of a cluster. Raises
    MissingPrograms before anything is started.
    """
    missing = missing_packages()
    if missing:
        raise MissingPrograms(
            f"The cluster needs programs that are not here: apt-get install {' '.join(missing)}"
        )
    with ExitStack() as parts:
        # Apart from the room, which may be in a folder that only root may enter.
        database_room = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="handbook-")))
        database = Database(database_room, free_port())
        cache = Cache(_made(room / "redis"), free_port())
        ports = [free_port() for _ in range(replicas)]
        public = _made(room / "public")
        nginx = Nginx(_made(room / "nginx"), port or free_port(), ports, public)
        environment = {
            "ENV_FILE": "",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "CONTACT_EMAIL": "mistakes@handbook.example.org",
            "SITE_URL": nginx.url,
            "HTTPS": "off",
            "TRUST_PROXY": "on",
            "DATABASE_URL": database.url,
            "CACHE_URL": cache.url,
            "STATIC_ROOT": str(public / "static"),
            "WEB_CONCURRENCY": str(workers),
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", str(room)),
            **(settings or {}),
        }
        fleet = [
            Replica(number, environment, room / f"replica-{count}.log")
            for count, number in enumerate(ports, start=1)
        ]
        cluster = Cluster(database, cache, fleet, nginx, environment)

        _prepare(cluster, parts)
        # Ended in the other order: those who ask before those who answer.
        for part in (*fleet, nginx):
            parts.callback(part.stop)
            part.start()
        yield cluster


def _prepare(cluster: Cluster, parts: ExitStack) -> None:
    """Fill database and folder; both take their time, so both at once."""
    collecting = _start_managing(
        cluster.environment, "collectstatic", "--no-input", "--verbosity=0"
    )
    parts.callback(collecting.kill)
    cluster.database.create()
    for store in (cluster.database, cluster.cache):
        parts.callback(store.stop)
        store.start()
    cluster.manage("migrate", "--verbosity=0")
    cluster.manage("load_content", "--quiet")
    if collecting.wait() != 0:
        raise RuntimeError("collectstatic failed; what it said stands above")


def _ask(url: str, *, seconds: float) -> None:
    """Ask a replica, or nginx, whether it is alive. Raises OSError if it is not."""
    urlopen(f"{url}/healthz", timeout=seconds).close()  # noqa: S310 -- always http, on loopback


def _start_managing(environment: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 -- manage.py and our own words, no shell


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run manage.py. Raises CalledProcessError."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=300)  # noqa: S603 -- manage.py and our own words, no shell


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run it until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, help="where nginx listens; a free one if left out")
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2, help="of each replica")
    options = parser.parse_args()
    # Told to end, it ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="handbook-cluster-") as room:
        _say("Starting PostgreSQL, Redis, the replicas and nginx; half a minute or so")
        try:
            with running(
                Path(room), port=options.port, replicas=options.replicas, workers=options.workers
            ) as cluster:
                _say(
                    f"Recovery Handbook is on {cluster.url} (Ctrl-C stops it)",
                    f"  nginx       {cluster.url} (pid {cluster.nginx.pid})",
                    *(f"  replica     {each.url} (pid {each.pid})" for each in cluster.replicas),
                    f"  PostgreSQL  {cluster.database.url} (pid {cluster.database.pid})",
                    f"  Redis       {cluster.cache.url} (pid {cluster.cache.pid})",
                    f"  logs        {room}, until it is stopped",
                    f"An account that may edit: DATABASE_URL={cluster.database.url} make admin",
                )
                signal.pause()
        except MissingPrograms as missing:
            sys.exit(str(missing))
        except KeyboardInterrupt:
            sys.stdout.write("\nStopped\n")


if __name__ == "__main__":
    main()
