"""What is due for review over all kinds of content, and noting that something was reviewed.

Nothing of it is stored but the last review: the next one is derived (`guides/reviewing.py`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import overload

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Value
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst

from guides import loading, revisions, version
from guides.choices import ChangeKind
from guides.dates import day_in_words
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


class DueRows(Sequence[Due]):
    """What readers see and is due by a day; oldest first, then kind by kind.

    However much it is, only what is looked at is read whole: a slice is one query for the order of
    all, and one for each kind in it.
    """

    def __init__(
        self, on: date, since: date, until: date, among: Collection[type[Reviewed]] | None
    ) -> None:
        self._on = on
        self._models = [m for m in reviewed_models() if among is None or m in among]
        self._rows = [_due_rows(model, since, until) for model in self._models]

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        return sum(rows.count() for rows in self._rows)

    def __iter__(self) -> Iterator[Due]:
        return iter(self[:])

    @overload
    def __getitem__(self, wanted: int) -> Due: ...

    @overload
    def __getitem__(self, wanted: slice) -> list[Due]: ...

    def __getitem__(self, wanted: int | slice) -> Due | list[Due]:
        """Some of it, from the front."""
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        if not self._rows:
            return []
        first, *others = (
            rows.annotate(place=Value(place)).order_by().values_list("place", "pk", "due_on")
            for place, rows in enumerate(self._rows)
        )
        order = first.union(*others, all=True).order_by("due_on", "place", "pk")
        return self._read(list(order[wanted]))

    def _read(self, order: list[tuple[int, int, date]]) -> list[Due]:
        wanted: dict[int, list[int]] = {}
        for place, pk, _ in order:
            wanted.setdefault(place, []).append(pk)
        rows = {
            place: self._models[place]._default_manager.in_bulk(pks)
            for place, pks in wanted.items()
        }
        # Somebody may delete one between the two looks.
        found = (rows[place].get(pk) for place, pk, _ in order)
        return [self._due(row) for row in found if row]

    def _due(self, row: Reviewed) -> Due:
        resting = tuple(use for use in relying_on(row) if use.grace)
        return Due(row, row.review_due_on, self._on, resting)


def due(
    on: date,
    within: timedelta | None,
    among: Collection[type[Reviewed]] | None = None,
    since: date = date.min,
) -> DueRows:
    """What readers see and was due by that day, or is so soon after it; oldest first.

    With `within` None whenever it is due. Of all models, or of those among some; from a day on.
    """
    return DueRows(on, since, date.max if within is None else on + within, among)


def _due_rows(model: type[Reviewed], since: date, until: date) -> ReviewedQuerySet:
    rows = model._default_manager.all()
    # Not every kind can be taken from view.
    if hasattr(rows, "published"):
        rows = rows.published()
    return rows.exclude(reviewed_on=None).due_between(since, until)


@transaction.atomic
def mark_reviewed(rows: Iterable[Reviewed], on: date, by: User) -> list[Reviewed]:
    """Note that the evidence of some rows was checked on a day, and by whom; the rows come back.

    The version moves with it. Raises ValidationError for a day that has not come yet.
    """
    not_in_the_future(on)
    version.lock()
    rows = list(rows)
    revisions.keep_what_all_were(rows)
    for row in rows:
        row.reviewed_on = on
    for model, some in _by_model(rows):
        # Nothing else: somebody may have saved its text since it was read. They change by this
        # too, and Django does not note that for many.
        touched = _touched(some[0])
        for row in some:
            if "changed_at" in touched:
                row.changed_at = timezone.now()
        model._base_manager.bulk_update(some, touched)
    revisions.keep_all(
        rows,
        by=by,
        was_done="Marked as reviewed",
        told_of=lambda row: STILL_HOLDS if revisions.is_public(row) else None,
    )
    LogEntry.objects.log_actions(
        by.pk, rows, CHANGE, f"Marked as reviewed: evidence checked on {day_in_words(on)}."
    )
    for row in rows:
        logger.info("%s marked %s as reviewed", by, named(row))
    version.move()
    return rows


def _by_model(rows: list[Reviewed]) -> list[tuple[type[Reviewed], list[Reviewed]]]:
    models = dict.fromkeys(type(row) for row in rows)
    return [(model, [row for row in rows if type(row) is model]) for model in models]


def _touched(row: models.Model) -> list[str]:
    return [field.name for field in row._meta.concrete_fields if field.name in TOUCHED]
