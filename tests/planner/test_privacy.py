"""No answer of a visitor is kept: not in the database, a log, a header, the cache or an address."""

import logging
from dataclasses import replace

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from planner.core.values import Answers
from tests.planner.pages import words_of
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday_morning")]

ADDRESSES = ["/planner/", "/planner/calendar/", "/planner/consult-sheet/"]
# Marks that nothing else on the site has.
TYPED = ASKING_ABOUT_LEAF | {
    "bedtime": "21:47",
    "wake_time": "05:53",
    "other_medicines": "zanzibarine",
    "conditions": ["kidney-disease"],
}
MARKS = ("21:47", "05:53", "zanzibarine", "kidney-disease")
WRONG = TYPED | {"goal": "", "wake_time": "half past 05:53"}


def everything_kept():
    """Every row of every table, as text."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


def without_marks(text):
    return not any(mark in text for mark in MARKS)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("typed", "status"), [(TYPED, 200), (WRONG, 422)], ids=["good", "wrong"])
def test_answers_change_no_row_and_ask_with_no_answer(client, content, address, typed, status):
    before = everything_kept()

    with CaptureQueriesContext(connection) as queries:
        response = client.post(address, typed)

    assert response.status_code == status
    assert everything_kept() == before
    assert all(query["sql"].startswith("SELECT") for query in queries)
    assert without_marks(" ".join(query["sql"] for query in queries))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("typed", "status"), [(TYPED, 200), (WRONG, 422)], ids=["good", "wrong"])
def test_answers_stand_in_no_log(client, content, caplog, capfd, address, typed, status):
    caplog.set_level(logging.DEBUG)

    response = client.post(address, typed)

    assert response.status_code == status
    assert without_marks(caplog.text)
    assert without_marks("".join(capfd.readouterr()))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("typed", "status"), [(TYPED, 200), (WRONG, 422)], ids=["good", "wrong"])
def test_answers_stand_in_no_header_cookie_or_cache(
    client, content, monkeypatch, address, typed, status
):
    written = []
    for name in ("set", "add", "set_many", "get_or_set", "incr"):
        monkeypatch.setattr(cache, name, lambda *args, **kwargs: written.append(args))

    response = client.post(address, typed)

    assert response.status_code == status
    assert without_marks(str(response.headers))
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    assert written == []


@pytest.fixture
def errors():
    """What Django's signal tells of each request that broke."""
    seen = []

    def see(**kwargs):
        seen.append(kwargs)

    got_request_exception.connect(see)
    yield seen
    got_request_exception.disconnect(see)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_error_while_a_plan_is_drawn_tells_nothing(
    content, caplog, capfd, monkeypatch, errors, address
):
    def fails(answers: Answers, *args: object) -> None:
        # As the core refuses what makes no sense: with a word on what, and not with the answer.
        try:
            replace(answers, wake_time=answers.bedtime)
        except ValueError as error:
            raise RuntimeError("the plan broke") from error

    monkeypatch.setattr("planner.views.build_plan", fails)
    caplog.set_level(logging.DEBUG)

    response = Client(raise_request_exception=False).post(address, TYPED)

    assert (response.status_code, len(errors)) == (500, 1)
    assert "the plan broke" in caplog.text
    # Our own words and those of the traceback, but none of the answers.
    assert without_marks(response.content.decode() + caplog.text + "".join(capfd.readouterr()))


def test_a_plan_says_how_many_answers_came_and_that_none_was_kept(client, content):
    words = words_of(client.post("/planner/", EVENING_LIFTER).content.decode())

    assert f"Answers that came with this page {len(EVENING_LIFTER)} Kept by us None" in words


def test_answers_in_an_address_are_not_read(client, content):
    html = client.get("/planner/", EVENING_LIFTER).content.decode()

    assert "Line by line" not in html


def test_the_forms_of_a_plan_are_posted_and_never_put_in_an_address(client, content):
    html = client.post("/planner/", TYPED).content.decode()

    assert 'method="get"' not in html.lower()
    assert html.count("<form") == html.count('method="post"')
