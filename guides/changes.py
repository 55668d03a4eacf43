"""What readers are told of: each change with the way to what it was about, as that stands now."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.apps import apps
from django.urls import reverse

from guides import revisions
from guides.models import Revision


class Change(NamedTuple):
    """A change that readers are told of.

    No address: what it was about has no page, or none that they see now.
    """

    told: Revision
    about_at: str

    @property
    def anchor(self) -> str:
        """Its place on a page of changes."""
        return f"change-{self.told.pk}"

    def get_absolute_url(self) -> str:
        """Its place among the changes, and its name for good; in time it moves to a later page."""
        return f"{reverse('changes')}#{self.anchor}"


def with_addresses(told: Iterable[Revision]) -> list[Change]:
    """Changes with the addresses of now; one query for each model that has pages.

    An address kept with a change would lead nowhere once a guide is taken back.
    """
    told = list(told)
    rows: dict[str, set[int]] = {}
    for revision in told:
        rows.setdefault(revision.kind, set()).add(revision.row)
    found = {kind: _addresses(kind, pks) for kind, pks in rows.items()}
    return [Change(one, found[one.kind].get(one.row, "")) for one in told]


def _addresses(kind: str, pks: set[int]) -> Mapping[int, str]:
    """Where readers find rows of a kind; empty for a row that they do not."""
    model = apps.get_model(kind)
    if not hasattr(model, "get_absolute_url"):
        return {}
    return {pk: revisions.address_of(row) for pk, row in model._base_manager.in_bulk(pks).items()}
