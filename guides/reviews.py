"""What is due for review over all kinds of content, and noting that something was reviewed.

Nothing of it is stored but the last review: the next one is derived (`guides/reviewing.py`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import models, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst

from guides import loading, revisions, version
from guides.choices import ChangeKind
from guides.editing_log import logger, named
from guides.models import Claim
from guides.reviewing import Reviewed, ReviewedQuerySet, not_in_the_future
from guides.revisions import Told
from guides.uses import Use, relying_on

STILL_HOLDS = Told(ChangeKind.EVIDENCE, "The evidence was checked again. The words are the same.")

# What a review writes, as far as a row has it.
TOUCHED = ("reviewed_on", "changed_at")

WORDS_OF_A_CLAIM = 16


@dataclass(frozen=True, slots=True)
class Due:
    """Something that readers see, and when it has to be checked again."""

    row: Reviewed
    due_on: date
    # The day on which it is looked at.
    on: date
    # What of other apps rests on it only for a while once it is overdue.
    resting: tuple[Use, ...] = ()

    @property
    def kind(self) -> str:
        """What it is, such as “Claim”."""
        return capfirst(str(self.row._meta.verbose_name))

    @property
    def title(self) -> str:
        """What it is called; a claim by the first words of what it says."""
        if isinstance(self.row, Claim):
            return Truncator(self.row.statement).words(WORDS_OF_A_CLAIM)
        return str(self.row)

    @property
    def days_overdue(self) -> int:
        """How many days ago it should have been checked; none as long as there is time."""
        return max(0, (self.on - self.due_on).days)

    @property
    def carries_until(self) -> date | None:
        """The last day on which all of that still rests on it; None where nothing does."""
        graces = [use.grace for use in self.resting if use.grace is not None]
        return self.due_on + min(graces) if graces else None

    @property
    def is_spent(self) -> bool:
        """Whether what rested on it no longer does."""
        return self.carries_until is not None and self.carries_until < self.on

    @property
    def address(self) -> str:
        """Where it is edited."""
        meta = self.row._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.row.pk])

    @property
    def marking_address(self) -> str:
        """Where it is marked as reviewed."""
        meta = self.row._meta
        return reverse("admin:mark_reviewed", args=[meta.app_label, meta.model_name, self.row.pk])


def reviewed_models() -> list[type[Reviewed]]:
    """The models of all kinds of content that are reviewed, other apps' too."""
    return [kind.model for kind in loading.KINDS if issubclass(kind.model, Reviewed)]


def due(
    on: date, within: timedelta | None, among: Collection[type[Reviewed]] | None = None
) -> list[Due]:
    """What readers see and was due by that day, or is so soon after it; oldest first.

    With `within` None whenever it is due. One query for each model: all, or those among some.
    """
    models_asked = [model for model in reviewed_models() if among is None or model in among]
    found = [
        Due(row, row.review_due_on, on, tuple(use for use in relying_on(row) if use.grace))
        for model in models_asked
        for row in _due_rows(model, on, within)
    ]
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.title))


def _due_rows(model: type[Reviewed], on: date, within: timedelta | None) -> ReviewedQuerySet:
    rows = model._default_manager.all()
    # Not every kind can be taken from view.
    if hasattr(rows, "published"):
        rows = rows.published()
    return rows.exclude(reviewed_on=None) if within is None else rows.due_by(on + within)


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
    for row in rows:
        logger.info("%s marked %s as reviewed", by, named(row))
    version.move()
    return rows


def _touched(row: models.Model) -> list[str]:
    return [field.name for field in row._meta.concrete_fields if field.name in TOUCHED]
