"""The site as it is served, and a bare view beside it, asked in turns."""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from deploy.cluster import ROOT, Cluster, Replica, running
from deploy.processes import Process, accepts, free_port
from tests.benchmarks import wrk
from tests.benchmarks.cases import BROTLI, CASES, FILE, GUIDE, Case, Server
from tests.deploy.asking import Answer, ask

WORKERS = 2
GUNICORN = (sys.executable, "-m", "gunicorn", "-c", "recovery_site/gunicorn.py")
# In processor ticks, of which Linux counts a hundred a second.
TICKS = 100
PROPORTIONAL = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Measured:
    """What was found out about a case."""

    case: Case
    # Of one answer on the wire, in bytes.
    head: int
    body: int
    rates: list[float] = field(default_factory=list)
    medians: list[float] = field(default_factory=list)
    medians_alone: list[float] = field(default_factory=list)
    requests: int = 0
    cpu_seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second: the median of the rounds."""
        return median(self.rates)

    @property
    def milliseconds(self) -> float:
        """What half of those who asked together waited at most: the median of the rounds."""
        return median(self.medians)

    @property
    def milliseconds_alone(self) -> float:
        """The same of somebody who asks alone, one request after the other."""
        return median(self.medians_alone)

    @property
    def cpu_milliseconds(self) -> float:
        """What one answer costs the server that gives it; of nginx, not what stands behind it."""
        return 1000 * self.cpu_seconds / self.requests


@dataclass
class Outcome:
    """All cases, and what the site's processes are like."""

    measured: list[Measured]
    # Of each worker, when it has just started and when all cases were asked for.
    megabytes_at_first: list[float]
    megabytes: list[float]
    # In seconds, from the start of gunicorn to the first guide.
    first_guide_after: float


def measure(rounds: int, seconds: int) -> Outcome:
    """Ask for each case in turns, so that whatever else the machine does falls on all alike."""
    with TemporaryDirectory(prefix="handbook-bench-") as name, _servers(Path(name)) as servers:
        site = servers[Server.SQLITE]
        first_guide_after = _first_guide_after(site)
        at_first = _megabytes(site)
        found = [_Asked(case, servers[case.server], Path(name)) for case in CASES]
        for _ in range(rounds):
            for one in found:
                one.load(seconds)
        return Outcome(
            [one.measured for one in found], at_first, _megabytes(site), first_guide_after
        )


class _Asked:
    """A case, with all that asking for it needs."""

    def __init__(self, case: Case, server: Process, room: Path) -> None:
        self.case, self.server = case, server
        self.url = f"{server.url}{case.path}"
        self.headers = dict(case.headers)
        self.script = None
        if case.typed:
            self.script = wrk.posting(case.body, room / f"{abs(hash(case.body))}.lua")
        # A page that is asked for again is packed as small as can be, in a moment.
        for _ in range(2 * WORKERS + 2):
            answer = self._ask(self.headers)
        sleep(0.5)
        if case.status == 304:
            self.headers["If-None-Match"] = self._ask(self.headers).headers["ETag"]
        answer = self._ask(self.headers)
        if answer.status != case.status:
            raise ValueError(f"{case.name}: {answer.status}, not {case.status}")
        self.measured = Measured(case, _length_of_head(answer), len(answer.body))

    def load(self, seconds: int) -> None:
        """Ask for some seconds, and note what came of it."""
        ask_for = partial(
            wrk.load,
            self.url,
            seconds=seconds,
            headers=self.headers,
            script=self.script,
            is_refused=self.case.status >= 400,
        )
        measured, before = self.measured, _cpu_seconds(self.server)
        alone, together = ask_for(connections=1), ask_for()
        measured.cpu_seconds += _cpu_seconds(self.server) - before
        measured.requests += alone.requests + together.requests
        measured.rates.append(together.rate)
        measured.medians.append(together.median)
        measured.medians_alone.append(alone.median)

    def _ask(self, headers: Mapping[str, str]) -> Answer:
        if self.case.typed:
            return ask(self.url, "POST", self.case.body, {**headers, **FORM})
        return ask(self.url, headers=headers)


@contextmanager
def _servers(room: Path) -> Iterator[dict[Server, Process]]:
    """The site on both databases, nginx before one of them, and the bare view; all running."""
    with running(room / "cluster", replicas=1, workers=WORKERS) as cluster, ExitStack() as parts:
        (replica,) = cluster.replicas
        bare, sqlite = Bare(room), _on_sqlite(room, cluster)
        for process in (bare, sqlite):
            parts.callback(process.stop)
            process.start()
        _write_a_file(cluster)
        yield {
            Server.BARE: bare,
            Server.SQLITE: sqlite,
            Server.POSTGRESQL: replica,
            Server.NGINX: cluster.nginx,
        }


def _on_sqlite(room: Path, cluster: Cluster) -> Replica:
    """The site as it is by default: SQLite, and a cache in memory."""
    stores = {"DATABASE_URL": f"sqlite:///{room / 'db.sqlite3'}", "CACHE_URL": ""}
    cluster.manage("migrate", "--verbosity=0", **stores)
    cluster.manage("load_content", "--quiet", **stores)
    return Replica(free_port(), cluster.environment | stores, room / "sqlite.log")


class Bare(Process):
    """The bare view, under the same gunicorn."""

    def __init__(self, room: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        super().__init__(
            [*GUNICORN, "tests.benchmarks.bare"],
            log=room / "bare.log",
            is_ready=lambda: accepts(port),
            environment={"ENV_FILE": "", "PORT": str(port), "WEB_CONCURRENCY": str(WORKERS)},
            folder=ROOT,
        )


def _write_a_file(cluster: Cluster) -> None:
    """Put a file beside the static ones that is as long as the guide in Brotli."""
    for _ in range(2 * WORKERS + 2):
        guide = ask(f"{cluster.replicas[0].url}{GUIDE}", headers=BROTLI)
        sleep(0.3)
    name = FILE.removeprefix("/static/")
    Path(cluster.environment["STATIC_ROOT"], name).write_bytes(b"a" * len(guide.body))


def _first_guide_after(site: Replica) -> float:
    site.stop()
    starts_at = perf_counter()
    site.start()
    ask(f"{site.url}{GUIDE}")
    return perf_counter() - starts_at


def _length_of_head(answer: Answer) -> int:
    """Of the status line and the headers, in bytes."""
    lines = [f"{name}: {value}\r\n" for name, value in answer.headers.items()]
    return len("HTTP/1.1 200 OK\r\n") + sum(map(len, lines)) + len("\r\n")


def _cpu_seconds(server: Process) -> float:
    """What its workers have used of the processors so far."""
    ticks = 0
    for worker in server.children():
        after_name = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks / TICKS


def _megabytes(server: Process) -> list[float]:
    """What each worker holds, with its share of what it has in common with others."""
    return [
        int(PROPORTIONAL.search(Path(f"/proc/{worker}/smaps_rollup").read_text())[1]) / 1000
        for worker in sorted(server.children())
    ]
