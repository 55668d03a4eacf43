"""When and where the planner's tests take place."""

from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from tests.planner.people import LONDON, at


@pytest.fixture
def tuesday_morning() -> Iterator[None]:
    """Nine o'clock on Tuesday 24 November 2026, in London."""
    with time_machine.travel(at("2026-11-24", "09:00"), tick=False):
        yield


@pytest.fixture
def in_london() -> Iterator[None]:
    """Times print as London's clocks show them."""
    with timezone.override(LONDON):
        yield
