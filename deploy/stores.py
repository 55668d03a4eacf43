"""A PostgreSQL and a Redis of our own, on loopback, to be stopped, killed and frozen."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from deploy.processes import Process, lives
from deploy.programs import program


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
                program("postgres"),
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
        command = [program("initdb"), "-D", self.room / "data", "-U", "postgres", "-A", "trust"]
        subprocess.run(  # noqa: S603 -- PostgreSQL's own program with our arguments, and no shell
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
                program("redis-server"),
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


def _unprivileged(name: str) -> str | None:
    """The account to run as where we are root, and None where we are not."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(name)
    except KeyError:
        return "nobody"
    return name
