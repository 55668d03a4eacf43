"""Noting that something was reviewed.

Nothing of it is stored but the last review: the next one is derived (`guides/reviewing.py`).
"""

from collections.abc import Iterable
from datetime import date

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.formats import date_format

from guides import revisions, version
from guides.choices import ChangeKind
from guides.reviewing import Reviewed, not_in_the_future
from guides.revisions import Told

STILL_HOLDS = Told(ChangeKind.EVIDENCE, "The evidence was checked again. The words are the same.")

# What a review writes, as far as a row has it.
TOUCHED = ("reviewed_on", "changed_at")


@transaction.atomic
def mark_reviewed(rows: Iterable[Reviewed], on: date, by: User) -> list[Reviewed]:
    """Note that the evidence of some rows was checked on a day, and by whom; the rows come back.

    The version moves with it. Raises ValidationError for a day that has not come yet.
    """
    not_in_the_future(on)
    rows = list(rows)
    for row in rows:
        revisions.keep_what_was(row)
        row.reviewed_on = on
        # Nothing else: somebody may be saving its text just now.
        row.save(update_fields=_touched(row))
        told = STILL_HOLDS if revisions.is_public(row) else None
        revisions.keep(row, by=by, was_done="Marked as reviewed", told=told)
    LogEntry.objects.log_actions(
        by.pk, rows, CHANGE, f"Marked as reviewed: evidence checked on {date_format(on, 'j F Y')}."
    )
    version.move()
    return rows


def _touched(row: models.Model) -> list[str]:
    return [field.name for field in row._meta.concrete_fields if field.name in TOUCHED]
