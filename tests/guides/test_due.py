"""A draft that was set to go live does so without anybody at the desk."""

import logging
from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from django.db import InterfaceError, OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from guides import due, publishing
from guides.models import Guide, Schedule
from recovery_site import settings as as_served
from tests.guides.scheduling import LATER, OTHER_WORDS, schedule_a_draft


@pytest.fixture
def visitor(db: None, settings: Settings) -> Client:
    """Somebody who reads the site as it is served, clock and all."""
    settings.MIDDLEWARE = as_served.MIDDLEWARE
    return Client()


@pytest.fixture
def scheduled(a_sound_guide: None) -> Guide:
    """A draft that is to take its guide's place LATER."""
    return schedule_a_draft()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass for the process; nothing passes by itself."""
    now = 1000.0
    monkeypatch.setattr(due, "monotonic", lambda: now)

    def pass_by(seconds: float) -> None:
        nonlocal now
        now += seconds

    return pass_by


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """When it was looked for drafts."""
    moments: list[datetime] = []
    monkeypatch.setattr(publishing, "publish_due", moments.append)
    return moments


def test_a_page_asked_for_after_the_moment_shows_the_new_text(scheduled, visitor, clock):
    before = visitor.get("/guides/soreness/").text
    clock(60)
    with time_machine.travel(LATER, tick=False):
        after = visitor.get("/guides/soreness/").text

    assert OTHER_WORDS not in before
    assert OTHER_WORDS in after


def test_whoever_kept_the_page_before_the_moment_gets_the_new_one(scheduled, visitor, clock):
    etag = visitor.get("/guides/soreness/")["ETag"]
    clock(60)

    with time_machine.travel(LATER, tick=False):
        again = visitor.get("/guides/soreness/", headers={"if-none-match": etag})

    assert again.status_code == 200


@pytest.mark.parametrize("path", ["/", "/planner/", "/nowhere/", "/admin/login/", "/feed/"])
def test_any_page_brings_it_to_its_readers(scheduled, visitor, path):
    with time_machine.travel(LATER, tick=False):
        visitor.get(path)

    assert not Schedule.objects.exists()


def test_the_clock_is_looked_at_once_a_second_at_most(visitor, looks, clock):
    for seconds in (0, 0.4, 0.5, 0.2, 0.9, 0.2):
        clock(seconds)
        visitor.get("/robots.txt")

    assert len(looks) == 3


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/css/site.css"])
def test_health_checks_and_files_do_not_look(visitor, looks, path):
    visitor.get(path).close()

    assert looks == []


def test_a_look_costs_one_query_where_nothing_is_due(
    visitor, clock, django_assert_num_queries: DjangoAssertNumQueries
):
    # robots.txt itself asks nothing.
    with django_assert_num_queries(1):
        visitor.get("/robots.txt")


def test_an_answer_is_the_same_with_the_clock_and_without(client, content, settings, looks):
    without = client.get("/guides/")
    settings.MIDDLEWARE = as_served.MIDDLEWARE

    with_clock = Client().get("/guides/")

    assert looks
    assert with_clock.content == without.content
    assert dict(with_clock.headers) == dict(without.headers)
    assert not with_clock.cookies


@pytest.mark.parametrize(
    "wrong", [OperationalError("database is locked"), InterfaceError("gone"), KeyError("our fault")]
)
def test_what_goes_wrong_with_a_draft_keeps_no_page_from_its_reader(visitor, monkeypatch, wrong):
    def fail(now: datetime) -> None:
        raise wrong

    monkeypatch.setattr(publishing, "publish_due", fail)

    assert visitor.get("/guides/").status_code == 200


def test_what_goes_wrong_is_written_down_once_a_minute(visitor, monkeypatch, clock, caplog):
    def fail(now: datetime) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(publishing, "publish_due", fail)
    with caplog.at_level(logging.INFO, logger="handbook.editing"):
        for _ in range(7):
            visitor.get("/robots.txt")
            clock(10)

    assert [record.message for record in caplog.records] == [
        "Could not look for drafts whose time has come: connection refused"
    ] * 2


def test_it_stands_outside_whatever_may_keep_a_page():
    order = as_served.MIDDLEWARE

    clock = order.index("guides.due.publish_what_is_due")
    assert clock < order.index("recovery_site.compression.compress_public_pages")
    assert clock > order.index("whitenoise.middleware.WhiteNoiseMiddleware")
