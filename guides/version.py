"""A name for what visitors can read now, so that a process may keep what it read until that moves.

It moves by calls that one can see, in the transaction of the change: those
of guides/consequences.py, of load_content, of reviews and of sign-offs. Nothing listens for saves.
guides/lookout.py says which version a process knows.

Its row is also the one lock of all who write content, or what clinicians said of it.
"""

import uuid
from itertools import count

from django.db.models import Subquery
from django.db.transaction import on_commit

from guides.models import ContentVersion, Guide


def current() -> str | None:
    """The version, in one query; None while nothing was ever saved, so that nobody may keep it.

    It also moves by itself, at the moment from which a guide is published. Ask for it before
    reading what is kept under it: what is read meanwhile can only be newer than its name.
    """
    latest = Guide.objects.published().order_by("-published_at").values("published_at")[:1]
    versions = ContentVersion.objects.values_list("token", Subquery(latest))
    return next((f"{token} {published_at}" for token, published_at in versions), None)


def lock() -> None:
    """Have nobody else write content before this transaction ends, and wait for whoever does now.

    To be called before one looks at what one is going to change. It is the only lock of those who
    write, so that no two can each hold what the other waits for. Readers never wait for it.
    """
    if not ContentVersion.objects.select_for_update().exists():
        # Nothing was ever saved. Whoever makes the row has it.
        move()


def lock_if_free() -> bool:
    """The same without waiting: whether nobody else writes. Never so before the first save."""
    return ContentVersion.objects.select_for_update(skip_locked=True).exists()


def move() -> None:
    """Give the content a version that it never had, for the transaction that changed it."""
    ContentVersion.objects.bulk_create(
        [ContentVersion(token=uuid.uuid4().hex)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["token"],
    )
    on_commit(_count)


_counter = count(1)
_moves = 0


def moves() -> int:
    """How often this process has moved it for good: whoever saved is the first to see it."""
    return _moves


def _count() -> None:
    global _moves
    _moves = next(_counter)
