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
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg

from deploy.processes import STOPS_WITHIN, Process, accepts, found, free_port, lives

ROOT = Path(__file__).resolve().parent.parent
NGINX = ROOT / "deploy" / "nginx"

# In seconds: longer than nginx leaves a replica alone that was away (deploy/nginx/replicas.conf).
# Where it leaves all alone, nobody is asked.
LEFT_ALONE_FOR = 3

# Where Debian keeps what is not on everybody's PATH.
SBIN = ("/usr/sbin", "/usr/local/sbin")
# The newest last.
POSTGRESQL = sorted(
    map(str, Path("/usr/lib/postgresql").glob("*/bin")), key=lambda path: int(path.split("/")[-2])
)
PACKAGES = {
    "nginx": ("nginx-light", SBIN),
    "redis-server": ("redis-server", ()),
    "postgres": ("postgresql", POSTGRESQL[::-1]),
    "initdb": ("postgresql", POSTGRESQL[::-1]),
}


class MissingPrograms(RuntimeError):
    """A package that the cluster needs is not installed; the message says which to install."""


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
        """Whether it answers at all, with or without its stores."""
        try:
            with urlopen(f"{self.url}/healthz", timeout=10):  # noqa: S310 -- the address is ours
                return True
        except HTTPError as error:
            error.close()
            raise
        except (URLError, OSError):
            return False

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


class Database(Process):
    """A PostgreSQL of our own. It refuses to run as root, and has a user of its own then."""

    def __init__(self, room: Path, port: int) -> None:
        self.port, self.room = port, room
        self.url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        user = _unprivileged("postgres")
        if user:
            shutil.chown(room, user)
        super().__init__(
            [
                _program("postgres"),
                *("-D", room / "data", "-p", str(port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
            ],
            log=room / "log",
            is_ready=self._answers,
            folder=room,
            user=user,
            # Its own word for "now, and properly"; SIGTERM waits for the last connection.
            stop_signal=signal.SIGINT,
        )

    def create(self) -> None:
        """Make its files. Raises CalledProcessError."""
        command = [_program("initdb"), "-D", self.room / "data", "-U", "postgres", "-A", "trust"]
        subprocess.run(  # noqa: S603 -- the command is ours
            [*command, "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"],
            cwd=self.room,
            user=self.user,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def kill(self) -> None:
        """End it at once, kill -9: it saves nothing, and recovers when it is started again."""
        if not self.is_running:
            return
        # So that it starts no other meanwhile.
        self.send(signal.SIGSTOP)
        all_of_it = {self.pid, *self.children()}
        super().kill()
        # It refuses to start beside what is left of itself.
        while any(map(lives, all_of_it)):
            time.sleep(0.01)

    def _send_all(self, number: signal.Signals) -> None:
        """Each of its processes is in a group of its own."""
        for pid in (self.pid, *self.children()):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


class Cache(Process):
    """A Redis of our own, which keeps nothing on disk."""

    def __init__(self, room: Path, port: int) -> None:
        self.port = port
        self.url = f"redis://127.0.0.1:{port}/0"
        super().__init__(
            [
                _program("redis-server"),
                *("--port", str(port), "--bind", "127.0.0.1", "--dir", room),
                *("--save", "", "--appendonly", "no"),
            ],
            log=room / "redis.log",
            is_ready=self._answers,
        )

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(5) == b"+PONG"
        except OSError:
            return False


class Nginx(Process):
    """nginx with the configuration that is shipped, on loopback and without TLS."""

    def __init__(self, room: Path, port: int, replica_ports: list[int], public: Path) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.access_log = room / "access.log"
        self.configuration = _configured(room, port, replica_ports, public)
        super().__init__(
            [nginx_program(), "-c", self.configuration, "-e", "stderr"],
            log=room / "error.log",
            is_ready=lambda: accepts(port),
            # Its own word for ending what it is doing first.
            stop_signal=signal.SIGQUIT,
        )

    def forget(self) -> None:
        """Start anew, with no page kept."""
        self.stop()
        shutil.rmtree(self.configuration.parent / "cache", ignore_errors=True)
        self.start()


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
            with urlopen(f"{self.url}/healthz", timeout=60):  # noqa: S310 -- the address is ours
                pass


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
        cache = Cache(_folder(room / "redis"), free_port())
        ports = [free_port() for _ in range(replicas)]
        public = _folder(room / "public")
        nginx = Nginx(_folder(room / "nginx"), port or free_port(), ports, public)
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


def missing_packages() -> list[str]:
    """The Debian packages of the programs that are not here."""
    return sorted(
        {
            package
            for program, (package, folders) in PACKAGES.items()
            if not found(program, *folders)
        }
    )


def lay_out_parts(folder: Path, replica_ports: list[int]) -> None:
    """Put what nginx.conf includes beside it: the shipped parts themselves, with our replicas."""
    parts = _folder(folder / "handbook")
    for part in NGINX.glob("*.conf"):
        if part.name != "replicas.conf":
            (parts / part.name).symlink_to(part)
    # The first of the shipped lines stands for them all, so that what it says of failures is tried.
    line = re.search(r"^server \S+(.*;)$", (NGINX / "replicas.conf").read_text(), re.MULTILINE)
    if line is None:
        raise RuntimeError("deploy/nginx/replicas.conf names no replica")
    (parts / "replicas.conf").write_text(
        "".join(f"server 127.0.0.1:{number}{line[1]}\n" for number in replica_ports)
    )
    (folder / "mime.types").symlink_to("/etc/nginx/mime.types")


def nginx_program() -> str:
    """The path of nginx. Raises MissingPrograms."""
    return _program("nginx")


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


def _configured(room: Path, port: int, replica_ports: list[int], public: Path) -> Path:
    """Write what is of this machine; the rest is the shipped files themselves."""
    lay_out_parts(room, replica_ports)
    temporary = "".join(
        f"    {kind}_temp_path {room}/temporary/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    _folder(room / "temporary")
    configuration = room / "nginx.conf"
    configuration.write_text(f"""\
{"user root;" if os.geteuid() == 0 else ""}
daemon off;
worker_processes 2;
pid {room}/nginx.pid;
error_log stderr alert;

events {{
    worker_connections 1024;
}}

http {{
    include handbook/http.conf;

    access_log {room}/access.log handbook;
    proxy_cache_path {room}/cache keys_zone=pages:2m max_size=64m inactive=1d
                     levels=1:2 use_temp_path=off;
{temporary}
    server {{
        listen 127.0.0.1:{port};
        server_name 127.0.0.1;
        root {public};
        include handbook/site.conf;
    }}
}}
""")
    return configuration


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _program(name: str) -> str:
    package, folders = PACKAGES[name]
    path = found(name, *folders)
    if path is None:
        raise MissingPrograms(f"{name} is not here: apt-get install {package}")
    return path


def _unprivileged(name: str) -> str | None:
    """The account to run as where we are root, and None where we are not."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(name)
    except KeyError:
        return "nobody"
    return name


def _start_managing(environment: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 -- ours


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run manage.py. Raises CalledProcessError."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=300)  # noqa: S603 -- ours


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
        try:
            with running(
                Path(room), port=options.port, replicas=options.replicas, workers=options.workers
            ) as cluster:
                told = [
                    f"Recovery Handbook is on {cluster.url} (Ctrl-C stops it)",
                    *(f"  replica     {each.url} (pid {each.pid})" for each in cluster.replicas),
                    f"  PostgreSQL  {cluster.database.url}",
                    f"  Redis       {cluster.cache.url}",
                    f"  logs        {room}",
                ]
                sys.stdout.write("\n".join(told) + "\n")
                sys.stdout.flush()
                signal.pause()
        except MissingPrograms as missing:
            sys.exit(str(missing))
        except KeyboardInterrupt:
            sys.stdout.write("\nStopped\n")


if __name__ == "__main__":
    main()
