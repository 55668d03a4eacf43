"""What follows when content was changed, by calls that one can see, in the change's transaction."""

from django.db.models import Model

from guides import version
from guides.search import index


def of_saving(row: Model) -> None:
    """Search finds a row as it is now, and nobody keeps what was read before."""
    index.refresh(row)
    version.move()


def of_deleting(*rows: Model) -> None:
    """Search forgets rows that were deleted, and nobody keeps what was read before."""
    for row in rows:
        index.forget(row)
    version.move()
