"""A replica whose answers a test chooses, and which remembers what it was asked."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, BrokenBarrierError, Thread


@dataclass(frozen=True)
class Asked:
    """One request, as the proxy sent it."""

    method: str
    path: str
    headers: HTTPMessage
    body: bytes


def kept(*, fresh_for: int = 0, **more: str) -> dict[str, str]:
    """The headers of a page that may be kept, as recovery_site sends them.

    Fresh for so many more seconds, or, where negative, not since so many: a page that has lain for
    a while, without a test that waits.
    """
    return {
        "Cache-Control": (
            "public, s-maxage=1, max-age=0, stale-while-revalidate=1, stale-if-error=86400"
        ),
        "Vary": "Accept-Encoding",
        # The last of them: nginx reads them in this order.
        "X-Accel-Expires": f"@{int(time.time()) + fresh_for}",
    } | more


@dataclass
class FakeReplica:
    """Answers everything alike, and says in the body how many requests there were."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    # Takes the request, and breaks off without a word.
    breaks_off: bool = False
    # Answers once so many have asked at the same time, or nobody else has come for two seconds.
    company: Barrier | None = None
    alone: int = 0
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def fake_replica() -> Iterator[FakeReplica]:
    """One on a free port, until the end of the block."""
    replica = FakeReplica()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            replica.asked.append(Asked(self.command, self.path, self.headers, body))
            if replica.breaks_off:
                self.close_connection = True
                return
            if replica.company:
                try:
                    replica.company.wait(timeout=2)
                except BrokenBarrierError:
                    replica.alone += 1
            page = f"answer {len(replica.asked)}".encode()
            self.send_response(replica.status)
            for name, value in replica.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(page)

        do_GET = do_HEAD = do_POST = answer

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        replica.port = server.server_port
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield replica
        server.shutdown()
