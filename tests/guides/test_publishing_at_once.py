"""Drafts that several processes, or a process and an editor, bring to readers at one moment."""

from collections.abc import Iterator
from time import monotonic, sleep

import pytest
from django.contrib.auth import get_user_model

from guides import publishing
from guides.choices import ChangeKind
from guides.models import Guide, Revision, Schedule
from guides.revisions import Told
from tests.guides import checking
from tests.guides.at_once import at_once, where_rows_are_locked
from tests.guides.scheduling import LATER, TOLD, schedule_a_draft

pytestmark = [where_rows_are_locked, pytest.mark.usefixtures("slow_gate")]


@pytest.fixture
def slow_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the checks before publishing take so long that others arrive meanwhile."""
    readiness = publishing.readiness

    def slowly(*arguments: object) -> publishing.Readiness:
        sleep(0.4)
        return readiness(*arguments)

    monkeypatch.setattr(publishing, "readiness", slowly)


@pytest.fixture
def scheduled(transactional_db: None) -> Iterator[Guide]:
    """The same draft, which other connections see too."""
    with checking.a_sound_guide():
        yield schedule_a_draft()


def test_two_processes_publish_a_draft_once(scheduled):
    at_once(*[lambda: publishing.publish_due(LATER)] * 2)

    assert Guide.objects.count() == 1
    assert not Schedule.objects.exists()
    assert [revision.sentence for revision in Revision.objects.told()] == [TOLD.sentence]


def test_somebody_who_publishes_at_the_same_moment_is_not_in_its_way(scheduled):
    by_hand = Told(ChangeKind.WORDING, "Published by hand.")

    at_once(
        lambda: publishing.publish(scheduled, by_hand, None, LATER),
        lambda: publishing.publish_due(LATER),
    )

    assert Guide.objects.count() == 1
    assert [revision.sentence for revision in Revision.objects.told()] == ["Published by hand."]


def test_a_process_does_not_wait_for_another_that_publishes(scheduled):
    def how_long_it_takes() -> float:
        begun = monotonic()
        publishing.publish_due(LATER)
        return monotonic() - begun

    longer, shorter = at_once(how_long_it_takes, how_long_it_takes)

    assert shorter < longer / 2


def test_a_draft_that_is_held_back_in_the_last_moment_stays_back(scheduled):
    by = get_user_model().objects.get()

    at_once(
        lambda: publishing.unschedule(scheduled, by),
        lambda: publishing.publish_due(LATER),
    )

    assert Guide.objects.filter(pk=scheduled.pk).exists()
    assert not Revision.objects.told().exists()
