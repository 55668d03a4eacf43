"""Visitors on a very bad line: whatever they send or read, it is a byte a second."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from urllib.parse import urlsplit

# The largest of the pages.
HEAD = b"GET /evidence/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = (
    b"POST /planner/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)
READ = b"GET /evidence/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@contextmanager
def slow_clients(url: str, count: int) -> Iterator[None]:
    """So many at once, until the end of the block: a third each sends a head, a body, or reads."""
    over = Event()
    clients = [_client(url, (HEAD, BODY, READ)[turn % 3]) for turn in range(count)]

    def go_on() -> None:
        while not over.wait(1):
            for turn, client in enumerate(clients):
                _one_byte(client, reads=turn % 3 == 2)

    thread = Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for client in clients:
            client.close()


def _client(url: str, begins_with: bytes) -> socket.socket:
    address = urlsplit(url)
    client = socket.socket()
    # So that an answer does not fit into what the kernel keeps for us.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.connect((address.hostname, address.port))
    client.sendall(begins_with)
    client.setblocking(False)
    return client


def _one_byte(client: socket.socket, *, reads: bool) -> None:
    try:
        if reads:
            client.recv(1)
        else:
            client.send(b"a")
    except OSError:
        pass  # Nothing has come yet; or the site has had enough, and closed it.
