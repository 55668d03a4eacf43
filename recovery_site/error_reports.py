"""Errors sent to a collector such as Sentry: what kind, and where in our code. Off by default.

Nothing of a request is collected in the first place: the SDK's own integrations, which read it, are
all left out. And what leaves is written down here, name by name, so that a newer SDK sends no more.
"""

import logging
from collections.abc import Callable
from typing import Any

import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from sentry_sdk.envelope import Envelope
from sentry_sdk.utils import BadDsn

from recovery_site import request_ids
from recovery_site.address_keys import without_keys
from recovery_site.log_lines import ABOUT_THE_DATABASE

Told = dict[str, Any]

OF_AN_EVENT = (
    "event_id", "timestamp", "level", "platform", "release", "environment", "tags", "sdk",
)  # fmt: skip
OF_A_FRAME = (
    "filename", "module", "function", "lineno", "pre_context", "context_line", "post_context",
    "in_app",
)  # fmt: skip
# Of all that the SDK knows how to collect.
OFF = {"mode": "off"}
NOTHING = {
    "user_info": False,
    "cookies": OFF,
    "http_headers": {"request": OFF},
    "http_bodies": [],
    "url_query_params": OFF,
    "graphql": {"document": False, "variables": False},
    "gen_ai": {"inputs": False, "outputs": False},
    "database_query_data": False,
    "queues": False,
    "stack_frame_variables": False,
}
DATABASE_ERRORS = {(error.__module__, error.__qualname__) for error in ABOUT_THE_DATABASE}


def start(dsn: str, transport: Callable[[Envelope], None] | type | None = None) -> None:
    """Send errors there from now on. Raises ImproperlyConfigured for what is no address."""
    try:
        sentry_sdk.init(
            dsn,
            transport=transport,
            default_integrations=False,
            auto_enabling_integrations=False,
            before_send=only_what_may_leave,
            data_collection=NOTHING,
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            propagate_traces=False,
            enable_metrics=False,
            spotlight=False,
        )
    except BadDsn as error:
        raise ImproperlyConfigured(
            "Set SENTRY_DSN to the address that the collector of errors gave you, for example: "
            "SENTRY_DSN=https://key@errors.example.org/1"
        ) from error


class ErrorReports(logging.Handler):
    """Sends the error that a record holds. A record without one stays in the log alone."""

    def emit(self, record: logging.LogRecord) -> None:
        """Send it, with the request's code and the pattern of its address, which holds no value."""
        error = record.exc_info[1] if record.exc_info else None
        # Of what strangers try in vain, the log is enough.
        if error is None or record.name.startswith("django.security."):
            return
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        with sentry_sdk.new_scope() as scope:
            scope.set_tag("logger", record.name)
            scope.set_tag("request", request_ids.current())
            scope.set_tag("page", f"/{match.route}" if match else "")
            scope.capture_exception(error)


def only_what_may_leave(event: Told, hint: Told) -> Told:
    """The parts of an event that say what broke; nothing that anybody sent."""
    errors = event.get("exception", {}).get("values", [])
    hint["attachments"] = []
    return _picked(event, OF_AN_EVENT) | {
        "exception": {"values": [_error(each) for each in errors]},
    }


def _error(error: Told) -> Told:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    told = _picked(error, ("type", "module")) | {
        "stacktrace": {"frames": [_picked(frame, OF_A_FRAME) for frame in frames]}
    }
    # As in the log: the words may quote what was sent, unless the database wrote them.
    kind = (error.get("module"), error.get("type"))
    if kind in DATABASE_ERRORS or not request_ids.has_words():
        told["value"] = without_keys(str(error.get("value") or ""))
    return told


def _picked(told: Told, names: tuple[str, ...]) -> Told:
    return {name: told[name] for name in names if name in told}
