"""Programs that we run beside ourselves: started, waited for, stopped, and killed."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# In seconds. A machine that is busy with other tests takes its time.
STARTS_WITHIN = 90
STOPS_WITHIN = 40


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def accepts(port: int) -> bool:
    """Whether somebody listens on this port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def found(program: str, *folders: str) -> str | None:
    """The path of a program: on the PATH, or in one of the folders where Debian puts it."""
    return shutil.which(program, path=os.pathsep.join([os.environ["PATH"], *folders]))


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not yet waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


class Process:
    """A program and all that it starts, which signals can reach as one.

    Its command, environment and log stay the same when it is started again.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        is_ready: Callable[[], bool],
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.command, self.log, self.is_ready = command, log, is_ready
        self.environment, self.folder = environment, folder
        self.user, self.stop_signal = user, stop_signal
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._running is not None and self._running.poll() is None

    @property
    def pid(self) -> int:
        """The number of its first process. Raises RuntimeError before it was started."""
        if self._running is None:
            raise RuntimeError(f"{self.command[0]} was not started")
        return self._running.pid

    def start(self) -> None:
        """Start it, and wait until it answers. Raises RuntimeError, with its log, if it cannot."""
        with self.log.open("a") as output:
            self._running = subprocess.Popen(  # noqa: S603 -- a program that we name, and no shell
                self.command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # A group of its own: Ctrl-C is for us, who stop it in its turn.
                start_new_session=True,
                **_as_user(self.user),
            )
        until = time.monotonic() + STARTS_WITHIN
        try:
            while not self.is_ready():
                if not self.is_running or time.monotonic() > until:
                    raise RuntimeError(f"{self.command[0]} did not start:\n{self.log.read_text()}")
                time.sleep(0.05)
        except BaseException:
            # Whoever started it has no hold of it yet.
            self.kill()
            raise

    def stop(self) -> None:
        """Tell it to end what it is doing, and wait until it has; nothing if it has ended."""
        if self.is_running:
            self.thaw()
            self.send(self.stop_signal)
            self._wait()

    def kill(self) -> None:
        """End it at once, with all that it started: kill -9."""
        if self._running is not None:
            self._send_all(signal.SIGKILL)
            self._wait()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to its first process."""
        os.kill(self.pid, number)

    def freeze(self) -> None:
        """Let it stand still, as a machine does that has hung: it listens, and answers nothing."""
        self._send_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._send_all(signal.SIGCONT)

    def children(self) -> set[int]:
        """The processes that it started itself; none once it has ended."""
        try:
            told = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return set()
        return {int(child) for child in told.split()}

    def _send_all(self, number: signal.Signals) -> None:
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return  # It has ended by itself.

    def _wait(self) -> None:
        assert self._running is not None  # noqa: S101 -- no check of a value: each caller has started it, which types cannot say
        try:
            self._running.wait(timeout=STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self._send_all(signal.SIGKILL)
            self._running.wait()


def _as_user(name: str | None) -> dict[str, object]:
    if name is None:
        return {}
    return {
        "user": name,
        "group": grp.getgrgid(pwd.getpwnam(name).pw_gid).gr_name,
        "extra_groups": [],
    }
