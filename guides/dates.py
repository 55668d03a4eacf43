"""Days and moments in words, for whatever no template writes; recovery_site/formats says how."""

from datetime import UTC, date, datetime

from django.utils.formats import date_format


def day_in_words(on: date) -> str:
    """A day, or that of a moment: 26 November 2026."""
    return date_format(on)


def moment_in_words(at: datetime) -> str:
    """A moment: 26 November 2026, 18:30 UTC."""
    return f"{date_format(at.astimezone(UTC), 'DATETIME_FORMAT')} UTC"
