"""What every page may show."""

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guides.choices import NoticeKind
from guides.models import Notice


def notices(request: HttpRequest) -> dict[str, object]:
    """The consult notice; asked of the database only by a page that prints it."""
    return {"consult_notice": SimpleLazyObject(_consult_notice)}


def _consult_notice() -> Notice | None:
    try:
        return Notice.objects.published().filter(kind=NoticeKind.CONSULT).first()
    except DatabaseError:
        # Error pages too must draw; the template has words of its own for this case.
        return None
