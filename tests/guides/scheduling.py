"""A draft that is to take the place of a guide at a set time."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth import get_user_model

from guides import publishing
from guides.choices import ChangeKind
from guides.models import Guide
from guides.revisions import Told

# When checking.a_sound_guide lets it be.
NOW = datetime(2026, 2, 1, 13, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TOLD = Told(ChangeKind.EVIDENCE, "It counts a new trial.")
OTHER_WORDS = "Nobody has looked yet."


def schedule_a_draft() -> Guide:
    """A draft of the one guide, with other words, which goes live LATER."""
    by = get_user_model().objects.create_user("publisher")
    draft = publishing.begin_draft(Guide.objects.get(), by)
    draft.sections.filter(slug="what-is-not-known").update(body=f"{OTHER_WORDS}[@trial]")
    publishing.schedule(draft, TOLD, by, LATER)
    return draft
