"""What somebody does at the admin's door."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client

DOOR = "/admin/login/"
PASSWORD = "words that nobody would guess"


def account(name: str = "editor", **fields: bool) -> AbstractBaseUser:
    """Somebody who may edit everything."""
    return get_user_model().objects.create_superuser(name, password=PASSWORD, **fields)


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
