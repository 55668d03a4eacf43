"""wrk, which asks a server as fast as it answers: https://github.com/wg/wrk."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Few, as there are few processors: more would only wait.
CONNECTIONS = 8
COUNT = re.compile(r"(\d+) requests in")
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
MEDIAN = re.compile(r"50%\s+([\d.]+)(us|ms|s)\b")
REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")
BROKEN = re.compile(r"Socket errors: .+")
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What came of asking for a while."""

    requests: int
    # Answers a second.
    rate: float
    # What half of those who asked waited at most, in milliseconds.
    median: float


def load(
    url: str,
    *,
    seconds: int,
    connections: int = CONNECTIONS,
    headers: Mapping[str, str],
    script: Path | None = None,
    is_refused: bool = False,
) -> Load:
    """Ask for some seconds; a script says what to post.

    Raises ValueError where an answer did not come, or was a refusal and ought not to be one, or
    the other way round.
    """
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", str(script)]
    told = subprocess.run(
        [*command, url], capture_output=True, text=True, check=True, timeout=seconds + 30
    ).stdout
    if BROKEN.search(told) or bool(REFUSED.search(told)) is not is_refused:
        raise ValueError(f"{url} did not answer as it ought to:\n{told}")
    median, unit = MEDIAN.search(told).groups()
    return Load(
        requests=int(COUNT.search(told)[1]),
        rate=float(RATE.search(told)[1]),
        median=float(median) * MILLISECONDS[unit],
    )


def posting(typed: str, script: Path) -> Path:
    """Write the script with which wrk posts a form."""
    script.write_text(
        'wrk.method = "POST"\n'
        'wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n'
        f"wrk.body = [[{typed}]]\n"
    )
    return script
