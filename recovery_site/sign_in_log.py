"""Who signs in and out, and who fails to, in the log: the account, the address, what happened.

These are receivers of signals, as Django and axes tell of it in no other way.
"""

import logging
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from recovery_site.sign_in import client_address

logger = logging.getLogger("handbook.sign_in")


def write(account: object, request: HttpRequest, event: str, level: int = logging.INFO) -> None:
    """One line about an account."""
    logger.log(level, "%s from %s: %s", account, client_address(request) or "nowhere", event)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: AbstractBaseUser, **signal: Any) -> None:
    """Somebody is in."""
    write(user, request, "signed in")


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: AbstractBaseUser | None, **signal: Any) -> None:
    """Somebody is out; nobody, if the session had ended before."""
    if user is not None:
        write(user, request, "signed out")


@receiver(user_login_failed)
def failed_to_sign_in(
    request: HttpRequest,
    credentials: dict[str, str],
    reason: str = "wrong name or password",
    **signal: Any,
) -> None:
    """Somebody is not in. Of a lock-out, locked_out tells."""
    if not getattr(request, "axes_locked_out", False):
        event = f"did not get in, {reason}"
        write(_known(credentials.get("username", "")), request, event, logging.WARNING)


@receiver(user_locked_out)
def locked_out(request: HttpRequest, username: str, **signal: Any) -> None:
    """Somebody failed too often, or tries again before the time is over."""
    write(_known(username), request, "locked out after too many failures", logging.WARNING)


def _known(username: str) -> str:
    """The account's name, if there is one: else it may be a password, typed into the wrong box."""
    known = get_user_model()._default_manager.filter(username=username).exists()
    return username if known else "an unknown account"
