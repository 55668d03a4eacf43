"""What an editor's browser does on the way of a guide to its readers, and when."""

from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

from guides.models import Guide
from tests.guides.editing import TOLD, Fields

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


def step(name: str, guide: Guide) -> str:
    """The address of a step."""
    return reverse(f"admin:guides_guide_{name}", args=[guide.pk])


def draft_of(guide: Guide) -> Guide:
    """The draft that is to take its place."""
    return Guide.objects.get(replaces=guide)


def publish(client: Client, guide: Guide, **changes):
    """Open the page that publishes, and press its button."""
    fields = Fields(client.get(step("publish", guide)).text).values
    return client.post(step("publish", guide), {**fields, **TOLD, **changes})
