"""How gunicorn serves the site: gunicorn -c recovery_site/gunicorn.py

PORT and LOG_LEVEL are those of .env.example; WEB_CONCURRENCY, gunicorn's own, is the number of
workers. A command-line argument overrules what stands here (--bind, --reload and so on).
"""

import gc
import os
import socket
import sys
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http.errors import NoMoreData, ParseException
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response
from gunicorn.workers.base import Worker

from recovery_site import request_ids
from recovery_site.address_keys import without_keys
from recovery_site.environment import BASE_DIR, LOG_FORMAT, PORT, env
from recovery_site.log_lines import formatter

wsgi_app = "recovery_site.wsgi"
address = env.str("BIND_ADDRESS", default="") or "127.0.0.1"
bind = f"{address}:{PORT}"

# Threads, so that a slow visitor holds up one of them and not a whole process.
worker_class = "gthread"
workers = env.int("WEB_CONCURRENCY", default=2 * (os.cpu_count() or 1) + 1)
threads = 4
# In seconds. Longer than nginx keeps a connection that is not in use (deploy/nginx/http.conf): the
# one who sends must be the one who closes, or a request meets a closed door.
keepalive = 15
# Longer than any answer takes: whoever is told to stop finishes what it has begun.
graceful_timeout = 30

# With --reload, a change to a template counts as a change to the code.
reload_extra_files = [str(path) for path in (BASE_DIR / "templates").rglob("*.html")]

# Whether the visitor came by HTTPS is for the settings to judge (TRUST_PROXY), not for gunicorn.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""

# Nobody steers the site through a socket; signals are enough.
control_socket_disable = True


class ShyLogger(Logger):
    """Writes no word of what a visitor sent but method and path, without line breaks and keys.

    What gunicorn cannot read, it would quote, with the visitor's address; here only the kind of
    mistake is named. A fault that not even Django caught is written with its traceback.
    """

    def setup(self, cfg: Config) -> None:
        """Write gunicorn's own lines as Django's are written."""
        super().setup(cfg)
        handlers = self.error_log.handlers + (
            [] if LOG_FORMAT == "plain" else self.access_log.handlers
        )
        for handler in handlers:
            handler.setFormatter(formatter())

    def warning(self, msg: str, *args: object, **kwargs: Any) -> None:
        """Written unless it is about an unreadable request; then only that there was one."""
        super().warning(*_without_quotation(msg, args), **kwargs)

    def debug(self, msg: str, *args: object, **kwargs: Any) -> None:
        """Likewise."""
        super().debug(*_without_quotation(msg, args), **kwargs)

    def exception(self, msg: str, *args: object, **kwargs: Any) -> None:
        """Written without the query of the address that it happened at, and without its key."""
        told = (without_keys(str(arg).partition("?")[0]) for arg in args)
        super().exception(msg, *told, **kwargs)

    def access(
        self, resp: Response, req: Request, environ: dict[str, Any], request_time: timedelta
    ) -> None:
        """One line a request: no query, no address, no referrer."""
        if LOG_FORMAT == "plain":
            super().access(resp, req, environ, request_time)
            return
        fields = {
            "method": environ["REQUEST_METHOD"],
            "path": _path(environ["PATH_INFO"]),
            "status": resp.status_code,
            "bytes": resp.sent or 0,
            "ms": round(request_time.total_seconds() * 1000, 1),
        }
        self.access_log.info("", extra={"fields": fields})

    def atoms(self, *args: object) -> dict[str, object]:
        """The parts of a plain access line."""
        atoms: dict[str, object] = super().atoms(*args)
        atoms["U"] = _path(str(atoms["U"]))
        return atoms


def _path(path: str) -> str:
    """The path of a request without key, and quoted, so that it forges no line."""
    return quote(without_keys(path).encode("latin-1", "replace"))


def _without_quotation(msg: str, args: tuple[object, ...]) -> tuple[object, ...]:
    error = sys.exception()
    if isinstance(error, ParseException | NoMoreData):
        # It has no name, and the one before it in this thread is over.
        request_ids.end()
        return "Unreadable request: %s", type(error).__name__
    return msg, *args


logger_class = ShyLogger
loglevel = env.str("LOG_LEVEL", default="INFO").lower()
accesslog = "-"
# As people read it: method, path, status, bytes, microseconds.
access_log_format = "%(m)s %(U)s %(s)s %(B)s %(D)s"


def on_starting(server: Arbiter) -> None:
    """Before it listens: see that it can, and load the site, once for all workers.

    So nobody is let in, and systemd is not told that it is ready, before it can answer. With
    --reload each worker loads for itself, as the code changes.
    """
    _refuse_a_port_that_is_taken(server)
    if not server.cfg.reload:
        _load_the_site(server)


def _refuse_a_port_that_is_taken(server: Arbiter) -> None:
    """End with one sentence, where gunicorn would try for five seconds."""
    if "GUNICORN_PID" in os.environ or "LISTEN_FDS" in os.environ:
        return  # The socket is inherited, so of course it is in use.
    for address in server.cfg.address:
        if not isinstance(address, tuple):
            continue  # A Unix socket
        host, port = address
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            socket.create_server(address, family=family).close()
        except OSError as error:
            sys.exit(
                f"Cannot listen on {host}:{port} ({os.strerror(error.errno or 0)}). "
                f"Stop what does, or choose another port: PORT={port + 1}"
            )


def _load_the_site(server: Arbiter) -> None:
    """Load what workers are forked from, or end; with one sentence if a setting is amiss."""
    try:
        server.app.wsgi()
        # Which Django leaves to the first request: the views.
        import_module(settings.ROOT_URLCONF)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except Exception:
        server.log.exception("The site cannot be loaded")
        sys.exit(1)
    # It stays for good. Workers need not look through it for what may go, nor copy it for that.
    gc.freeze()


def post_worker_init(worker: Worker) -> None:
    """Say where the site is, once the first worker can answer."""
    if worker.age == 1:
        told = f"Recovery Handbook is on {_told(worker.cfg.address[0])}"
        if LOG_FORMAT == "plain":
            sys.stdout.write(f"{told} (Ctrl-C stops it)\n")
            sys.stdout.flush()
        else:
            worker.log.info(told)


def _told(address: tuple[str, int] | str) -> str:
    """An address that gunicorn listens on, as one writes it; a path where it is a Unix socket."""
    if isinstance(address, str):
        return address
    host, port = address
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
