"""Days and moments in words, as recovery_site/formats says them."""

from datetime import UTC, date, datetime

from django.utils.formats import date_format


def day_in_words(on: date) -> str:
    """A day, or that of a moment: 26 November 2026. Django's own way takes ten times as long."""
    return f"{on:%-d %B %Y}"


def moment_in_words(at: datetime) -> str:
    """A moment: 26 November 2026, 18:30 UTC."""
    return f"{date_format(at.astimezone(UTC), 'DATETIME_FORMAT')} UTC"
