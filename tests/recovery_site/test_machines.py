"""What crawlers and finders of holes are told."""

from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.test import Client

from tests.public_pages import KEPT_BY_ANYBODY

SITE = "https://handbook.example.org"
PATHS = ["/robots.txt", "/.well-known/security.txt"]


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.SITE_URL = SITE
    settings.CONTACT_EMAIL = "mistakes@handbook.example.org"


def lines(client: Client) -> list[tuple[str, str]]:
    """The fields of security.txt, in order."""
    text = client.get("/.well-known/security.txt", headers={"host": "127.0.0.1"}).text
    return [tuple(line.split(": ", 1)) for line in text.splitlines()]


@pytest.mark.parametrize("path", PATHS)
def test_it_is_plain_text_that_anybody_may_keep_a_copy_of(client, path):
    response = client.get(path)

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == KEPT_BY_ANYBODY
    assert not response.cookies
    assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", [*PATHS, "/feed/", "/sitemap.xml"])
def test_it_is_only_to_be_read(client, path):
    assert client.post(path).status_code == 405


def test_crawlers_leave_editing_alone_and_may_see_that_a_search_is_not_to_be_listed(client):
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").text.splitlines())

    allowed = {
        path: robots.can_fetch("AnyBot", path)
        for path in ("/", "/guides/sleep/", "/evidence/", "/admin/login/", "/search/?q=sore")
    }
    assert allowed == {
        "/": True,
        "/guides/sleep/": True,
        "/evidence/": True,
        "/admin/login/": False,
        "/search/?q=sore": True,
    }
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]


def test_a_finder_of_a_hole_learns_whom_to_tell_and_until_when_that_holds(client):
    with time_machine.travel(datetime(2026, 3, 2, 9, 30, tzinfo=UTC), tick=False):
        found = lines(client)

    assert found == [
        ("Contact", "mailto:mistakes@handbook.example.org"),
        ("Contact", f"{SITE}/about/corrections/"),
        ("Expires", "2026-08-31T00:00:00Z"),
        ("Preferred-Languages", "en"),
        ("Canonical", f"{SITE}/.well-known/security.txt"),
    ]


@pytest.mark.django_db
def test_without_an_address_there_is_nobody_to_tell(client, settings):
    settings.CONTACT_EMAIL = ""

    assert client.get("/.well-known/security.txt").status_code == 404


def test_an_odd_address_is_still_an_address_to_follow(client, settings):
    settings.CONTACT_EMAIL = "a%b+c@example.org"

    assert lines(client)[0] == ("Contact", "mailto:a%25b%2Bc@example.org")


def test_it_says_the_same_all_day_so_that_copies_hold(client):
    with time_machine.travel(datetime(2026, 3, 2, 0, 0, 1, tzinfo=UTC), tick=False):
        morning = client.get("/.well-known/security.txt")["ETag"]
    with time_machine.travel(datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC), tick=False):
        night = client.get("/.well-known/security.txt")["ETag"]

    assert morning == night
