"""What search finds of the planner: the conditions and medicines that it asks about."""

from django.urls import reverse

from guides.choices import SearchKind
from guides.models import SearchEntry
from guides.search.entries import Added, entry
from planner.models import SafetyFactor


def entry_of(factor: SafetyFactor) -> SearchEntry:
    """The entry of a safety factor, which leads to the part of the form that asks about it."""
    names = f"Names that people know: {', '.join(factor.examples)}." if factor.examples else ""
    return entry(
        SearchKind.SAFETY_FACTOR,
        factor.key,
        f"{reverse('planner:plan')}#part-3-kratom",
        factor.label,
        factor.why,
        names,
        also=factor.examples,
        # All that the form asks in that part it asks because of kratom.
        part_of="Kratom",
    )


SEARCHED = Added(SearchKind.SAFETY_FACTOR, entry_of)
