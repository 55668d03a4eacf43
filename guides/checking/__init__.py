"""What is wrong with the published content, as far as a machine can tell.

Each check is a function from what readers see on a day (`Shelf`) to findings.
"""

from collections.abc import Callable, Iterator
from datetime import date

from guides.checking.figures import GuideFigures, figures_of, hard_reading, unfit_length
from guides.checking.findings import Finding, Weight
from guides.checking.links import broken_links, missing_rows, withheld_drawings
from guides.checking.searching import index_out_of_step
from guides.checking.shelf import Shelf, ShelvedGuide, shelf, shelf_with
from guides.checking.sources import unfound_sources, unseen_sources, unused_sources
from guides.checking.support import uncited_sections, unsupported_numbers
from guides.checking.trust import missing_trust, overdue_reviews

__all__ = [
    "CHECKS", "Finding", "GuideFigures", "Shelf", "ShelvedGuide", "Weight", "check_everything",
    "figures_of", "shelf", "shelf_with",
]  # fmt: skip

CHECKS: tuple[Callable[[Shelf], Iterator[Finding]], ...] = (
    missing_trust,
    overdue_reviews,
    unsupported_numbers,
    uncited_sections,
    unseen_sources,
    unfound_sources,
    unused_sources,
    missing_rows,
    withheld_drawings,
    broken_links,
    hard_reading,
    unfit_length,
    index_out_of_step,
)


def check_everything(on: date) -> list[Finding]:
    """All that is wrong with what readers see on a day, check by check."""
    published = shelf(on)
    return [finding for check in CHECKS for finding in check(published)]
