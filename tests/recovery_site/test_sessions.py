"""How long an editor stays signed in, and what a reader gets of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.recovery_site.signing_in import account, is_in, sign_in
from tests.recovery_site.test_pages import PUBLIC

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def editor(client: Client) -> Client:
    account()
    assert is_in(sign_in(client=client))
    return client


def test_a_session_ends_with_the_browser(editor):
    cookie = editor.cookies["sessionid"]

    assert cookie["max-age"] == cookie["expires"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_session_ends_twelve_hours_after_the_last_page_of_the_admin(client):
    account()
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client=client)
        clock.shift(timedelta(hours=11))
        at_eleven = client.get("/admin/")
        clock.shift(timedelta(hours=11))
        at_twenty_two = client.get("/admin/")
        clock.shift(timedelta(hours=12, seconds=1))
        next_day = client.get("/admin/")

    assert at_eleven.status_code == at_twenty_two.status_code == 200
    assert next_day.status_code == 302
    assert next_day["Location"] == "/admin/login/?next=/admin/"


@pytest.mark.parametrize("path", PUBLIC)
def test_an_editor_who_reads_gets_the_page_that_everybody_gets(editor, content, path):
    page = editor.get(path)

    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    assert page.content == Client().get(path).content
