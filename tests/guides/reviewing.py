"""What tests of reviews speak of: a today, and days on which something was last checked."""

from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

TODAY = date(2026, 11, 26)
NOON = "2026-11-26T12:00Z"
# A year after its review something is due.
OVERDUE, SOON, LATER = date(2025, 11, 20), date(2025, 12, 20), date(2026, 11, 1)


def reader(client: Client, *permissions: str) -> Client:
    """A browser in which somebody of the staff is signed in who may do only this."""
    user = get_user_model().objects.create_user("reader", password="for a test", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client
