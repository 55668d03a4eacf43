"""What somebody does at the admin's door."""

import time

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

DOOR = "/admin/login/"
SECOND_FACTOR = "/admin/second-factor/"
PASSWORD = "words that nobody would guess"


def account(name: str = "editor") -> AbstractBaseUser:
    """Somebody who may edit everything."""
    return get_user_model().objects.create_superuser(name, password=PASSWORD)


def sign_in(name: str = "editor", *, client: Client | None = None, **sent: str):
    """Send name and password from an address, as a new visitor unless told whose browser it is.

    In capitals: what the server knows of the request, REMOTE_ADDR and the like.
    """
    request = {key: sent.pop(key) for key in [*sent] if key.isupper()}
    form = {"username": name, "password": PASSWORD, "next": "/admin/", **sent}
    return (client or Client()).post(DOOR, form, **request)


def guess(times: int, name: str = "editor", **sent: str):
    """Send a wrong password so many times; the last answer."""
    return [sign_in(name, password="a guess", **sent) for _ in range(times)][-1]


def is_in(response) -> bool:
    """Whether somebody got in."""
    return response.status_code == 302


def code_of(account: AbstractBaseUser) -> str:
    """What the app of an account shows now, also while it is being set up."""
    device = TOTPDevice.objects.get(user=account)
    now = TOTP(device.bin_key, device.step, device.t0, device.digits)
    now.time = time.time()
    return f"{now.token():06d}"


def set_up(client: Client, account: AbstractBaseUser) -> list[str]:
    """Set up a second factor for whoever is signed in; the spare codes."""
    client.get(SECOND_FACTOR)
    return client.post(SECOND_FACTOR, {"code": code_of(account)}).context["codes"]
