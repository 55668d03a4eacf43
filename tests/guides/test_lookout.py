"""What a process knows of the content's version, and what its looks do beside."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest
import time_machine
from django.db import InterfaceError, OperationalError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides import lookout, publishing, version
from guides.lookout import Lookout
from guides.models import Guide, Schedule
from tests.factories import GuideFactory
from tests.guides.scheduling import LATER, NOW, OTHER_WORDS, schedule_a_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_served")]

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
GONE = OperationalError("connection refused")


class Clock:
    """A clock that stands still between steps; it also counts the seconds of the process."""

    def __init__(self, traveller: time_machine.Traveller, since: datetime) -> None:
        self.traveller = traveller
        self.now = since

    def move(self, seconds: float) -> None:
        """Let seconds pass."""
        self.now += timedelta(seconds=seconds)
        self.traveller.move_to(self.now, tick=False)

    def monotonic(self) -> float:
        """Seconds of the process."""
        return self.now.timestamp()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Noon, until a test lets seconds pass."""
    with time_machine.travel(NOON, tick=False) as traveller:
        clock = Clock(traveller, NOON)
        monkeypatch.setattr(lookout, "monotonic", clock.monotonic)
        yield clock


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The versions that looks found."""
    found: list[str | None] = []

    def look() -> str | None:
        found.append(current())
        return found[-1]

    current = version.current
    monkeypatch.setattr(version, "current", look)
    return found


def moved_elsewhere() -> None:
    """Have another process move the version."""
    before = version._moves
    version.move()
    version._moves = before


def fail(error: Exception) -> Callable[..., None]:
    """Something that goes wrong."""

    def go_wrong(*arguments: object) -> None:
        raise error

    return go_wrong


def told_while(
    clock: Clock, caplog: pytest.LogCaptureFixture, *, looks: int, seconds_apart: float
) -> list[str]:
    """What the log says of some looks."""
    with caplog.at_level(logging.INFO, logger="handbook.content"):
        for _ in range(looks):
            lookout.seen()
            clock.move(seconds_apart)
    return [record.message for record in caplog.records]


# --- The version -----------------------------------------------------------------------------


def test_nothing_is_known_before_anything_was_saved():
    assert lookout.seen() is None


def test_what_is_known_is_of_a_version_and_a_day(clock):
    version.move()

    seen = lookout.seen()

    assert (seen.version, seen.on) == (version.current(), date(2026, 2, 1))
    assert seen.looked_at == NOON.timestamp()


def test_a_process_looks_once_a_second_at_most(clock, looks):
    version.move()
    for seconds in (0, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3):
        clock.move(seconds)
        lookout.seen()

    assert len(looks) == 2


def test_what_another_process_saved_is_known_within_a_second(clock):
    version.move()
    before = lookout.seen()
    moved_elsewhere()

    clock.move(0.9)
    meanwhile = lookout.seen()
    clock.move(0.1)
    after = lookout.seen()

    assert meanwhile == before
    assert after != before
    assert after.version == version.current()


def test_whoever_saved_knows_it_at_once(clock):
    version.move()
    before = lookout.seen()
    version.move()

    assert lookout.seen() != before
    assert lookout.seen().version == version.current()


def test_a_look_that_finds_the_same_changes_nothing_of_what_is_known(clock):
    version.move()
    before = lookout.seen()
    clock.move(1)

    assert lookout.seen() == before
    assert lookout.seen().looked_at == before.looked_at + 1


def test_midnight_makes_another_day_of_the_same_version(clock):
    version.move()
    before = lookout.seen()
    clock.move(12 * 60 * 60)

    after = lookout.seen()

    assert after.version == before.version
    assert (before.on, after.on) == (date(2026, 2, 1), date(2026, 2, 2))
    assert after != before


def test_a_guide_that_is_published_at_a_set_time_makes_another_version(clock):
    GuideFactory(published_at=NOON + timedelta(seconds=3))
    version.move()
    before = lookout.seen()
    clock.move(3)

    assert lookout.seen() != before


def test_in_a_transaction_nothing_is_known_and_nothing_looked_at(looks):
    version.move()
    with transaction.atomic():
        assert lookout.seen() is None

    assert looks == []
    assert lookout.seen() is not None


def test_a_change_that_is_rolled_back_is_never_known():
    version.move()
    before = lookout.seen()
    with transaction.atomic():
        version.move()
        transaction.set_rollback(True)

    assert lookout.seen() == before


# --- With the database away ------------------------------------------------------------------


def test_with_the_database_away_what_was_known_stays(clock, monkeypatch):
    version.move()
    before = lookout.seen()
    monkeypatch.setattr(version, "current", fail(GONE))

    clock.move(24 * 60 * 60)

    assert lookout.seen() == before
    assert lookout.seen().looked_at == NOON.timestamp()


def test_a_process_that_never_saw_it_knows_nothing_of_a_database_that_is_away(monkeypatch):
    monkeypatch.setattr(version, "current", fail(GONE))

    assert lookout.seen() is None


def test_a_database_that_is_away_is_asked_once_a_second(clock, monkeypatch, caplog):
    monkeypatch.setattr(version, "current", fail(GONE))

    assert (
        told_while(clock, caplog, looks=10, seconds_apart=0.2)
        == ["Could not look for the content's version: connection refused"] * 2
    )


@pytest.mark.parametrize("wrong", [GONE, InterfaceError("gone")])
def test_a_database_that_came_back_is_found_within_a_second(clock, monkeypatch, wrong):
    version.move()
    with monkeypatch.context() as away:
        away.setattr(version, "current", fail(wrong))
        assert lookout.seen() is None

    clock.move(1)

    assert lookout.seen().version == version.current()


def test_whoever_saved_knows_it_at_once_though_a_look_just_failed(clock, monkeypatch):
    version.move()
    before = lookout.seen()
    with monkeypatch.context() as away:
        away.setattr(version, "current", fail(GONE))
        clock.move(1)
        lookout.seen()

    version.move()

    assert lookout.seen() != before
    assert lookout.seen().version == version.current()


# --- Several threads -------------------------------------------------------------------------


def test_others_do_not_wait_for_a_database_that_does_not_answer(monkeypatch, transactional_db):
    version.move()
    of_a_process = Lookout()
    before = of_a_process.seen()
    asked, answers = Event(), Event()

    def slowly() -> str | None:
        asked.set()
        answers.wait(timeout=30)
        return "another"

    def look():
        try:
            return of_a_process.seen()
        finally:
            connection.close()

    monkeypatch.setattr(version, "current", slowly)
    monkeypatch.setattr(lookout, "time", lambda: before.looked_at + 1.0)
    with ThreadPoolExecutor(1) as thread:
        looking = thread.submit(look)
        asked.wait(timeout=30)
        meanwhile = of_a_process.seen()
        answers.set()

    assert meanwhile == before
    assert looking.result().version == "another"


def test_a_look_that_began_before_a_save_is_not_taken_for_one_after_it(monkeypatch):
    version.move()
    current = version.current

    def and_meanwhile_somebody_saves() -> str | None:
        found = current()
        monkeypatch.setattr(version, "current", current)
        version.move()
        return found

    monkeypatch.setattr(version, "current", and_meanwhile_somebody_saves)
    lookout.seen()

    assert lookout.seen().version == version.current()


# --- Drafts whose time has come --------------------------------------------------------------


@pytest.fixture
def scheduled(a_sound_guide: None) -> Guide:
    """A draft that is to take its guide's place LATER."""
    return schedule_a_draft()


def test_a_page_asked_for_after_the_moment_shows_the_new_text(scheduled):
    visitor = Client()
    with time_machine.travel(NOW, tick=False):
        before = visitor.get("/guides/soreness/").text
    with time_machine.travel(LATER, tick=False):
        after = visitor.get("/guides/soreness/").text

    assert OTHER_WORDS not in before
    assert OTHER_WORDS in after


def test_whoever_kept_the_page_before_the_moment_gets_the_new_one(scheduled):
    visitor = Client()
    with time_machine.travel(NOW, tick=False):
        etag = visitor.get("/guides/soreness/")["ETag"]

    with time_machine.travel(LATER, tick=False):
        again = visitor.get("/guides/soreness/", headers={"if-none-match": etag})

    assert again.status_code == 200


@pytest.mark.parametrize("path", ["/", "/planner/", "/nowhere/", "/admin/login/", "/feed/"])
def test_any_page_brings_it_to_its_readers(scheduled, path):
    with time_machine.travel(LATER, tick=False):
        Client().get(path)

    assert not Schedule.objects.exists()


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/css/site.css"])
def test_health_checks_and_files_do_not_look(client, looks, path):
    client.get(path).close()

    assert looks == []


def test_a_look_costs_two_queries_where_nothing_is_due(
    client, django_assert_num_queries: DjangoAssertNumQueries
):
    # robots.txt itself asks nothing.
    with django_assert_num_queries(2):
        client.get("/robots.txt")


@pytest.mark.parametrize("wrong", [GONE, InterfaceError("gone"), KeyError("our fault")])
def test_what_goes_wrong_with_a_draft_keeps_no_page_from_its_reader(client, monkeypatch, wrong):
    monkeypatch.setattr(publishing, "publish_due", fail(wrong))

    assert client.get("/guides/").status_code == 200


def test_what_goes_wrong_with_a_draft_is_written_down_once_a_minute(clock, monkeypatch, caplog):
    monkeypatch.setattr(publishing, "publish_due", fail(GONE))

    assert (
        told_while(clock, caplog, looks=7, seconds_apart=10)
        == ["Could not look for drafts whose time has come: connection refused"] * 2
    )
