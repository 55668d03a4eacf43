"""What is the same for everybody, drawn once in a process."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from django.conf import settings

Draw = TypeVar("Draw", bound=Callable[..., object])


def drawn_once(maxsize: int) -> Callable[[Draw], Draw]:
    """Keep what a function drew for the latest arguments; with DEBUG nothing.

    Whoever works on a template wants to see it, and Django forgets only its own copies.
    """
    if settings.DEBUG:
        return lambda draw: draw
    return lru_cache(maxsize=maxsize)
