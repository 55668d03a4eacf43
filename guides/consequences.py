"""What follows when content was changed, by calls that one can see, in the change's transaction."""

from django.db.models import Model

from guides import sign_off, version
from guides.models import SignOff
from guides.search import index


def of_saving(row: Model) -> list[SignOff]:
    """Search finds a row as it is now, nobody keeps what was read before, and approvals fall.

    Returns the approvals that fell.
    """
    index.refresh(row)
    version.move()
    return sign_off.let_fall(row)


def of_deleting(*rows: Model) -> list[SignOff]:
    """Likewise; search forgets rows that were deleted."""
    for row in rows:
        index.forget(row)
    version.move()
    return sign_off.let_fall()
