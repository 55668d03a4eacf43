"""The sitemap, as a search engine reads it."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides.about import PAGES
from guides.models import Claim
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    RevisionFactory,
    TermFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_url")]

SITE = "https://handbook.example.org"
NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)


def days(client: Client, **headers: str) -> dict[str, str | None]:
    """The last change of each page, by its path."""
    sitemap = ElementTree.fromstring(client.get("/sitemap.xml", headers=headers).content)
    found = {}
    for page in sitemap.iter(f"{NAMES}url"):
        address = page.findtext(f"{NAMES}loc")
        assert address.startswith(f"{SITE}/")
        found[address.removeprefix(SITE)] = page.findtext(f"{NAMES}lastmod")
    return found


def test_every_public_page_is_there_and_no_other(client):
    GuideFactory(slug="soreness")
    ClaimFactory(key="peak")

    assert days(client).keys() == {
        "/",
        "/guides/",
        "/guides/soreness/",
        "/guides/soreness/sources/",
        "/planner/",
        "/evidence/",
        "/evidence/peak/",
        "/claims-checked/",
        "/glossary/",
        "/changes/",
        "/help/",
        "/about/",
        *(f"/about/{slug}/" for slug in PAGES),
    }


def test_every_page_that_is_named_can_be_read(client, content):
    for path in days(client):
        assert client.get(path).status_code == 200, path


def test_a_page_is_as_new_as_the_last_change_of_its_row(client):
    with time_machine.travel(MONDAY, tick=False):
        GuideFactory(slug="soreness", published_at=datetime(2026, 1, 15, tzinfo=UTC))
        ClaimFactory(key="peak")

    found = days(client)

    assert found["/guides/soreness/"] == found["/evidence/peak/"] == "2026-03-02"


def test_a_list_is_as_new_as_the_newest_thing_in_it(client):
    for moment in (TUESDAY, MONDAY):
        with time_machine.travel(moment, tick=False):
            for make in (GuideFactory, ClaimFactory, PopularClaimFactory, TermFactory):
                make()

    found = days(client)

    for path in ("/", "/guides/", "/evidence/", "/claims-checked/", "/glossary/"):
        assert found[path] == "2026-03-03", path


def test_the_page_of_changes_is_as_new_as_the_last_that_was_told(client):
    RevisionFactory(saved_at=MONDAY)
    RevisionFactory(saved_at=TUESDAY, change="", sentence="")

    assert days(client)["/changes/"] == "2026-03-02"


def test_an_empty_site_has_a_sitemap_too(client):
    assert days(client)["/guides/"] is None


def test_the_day_of_a_page_about_the_site_is_the_one_that_it_shows(client):
    page = PAGES["privacy"]

    assert days(client)["/about/privacy/"] == page.changed_on.isoformat()


@pytest.mark.parametrize(("now", "named"), [(MONDAY, False), (TUESDAY, True)])
def test_a_guide_set_for_later_is_named_from_its_moment(client, now, named):
    with time_machine.travel(now, tick=False):
        GuideFactory(slug="soreness", published_at=TUESDAY)

        found = days(client)

    assert ("/guides/soreness/" in found) is named


def test_what_is_not_published_is_not_named(client):
    GuideFactory(slug="draft", published_at=None)
    ClaimFactory(key="withdrawn", is_published=False)

    assert {"/guides/draft/", "/evidence/withdrawn/"} & days(client).keys() == set()


def test_no_address_comes_from_the_host_that_was_asked(client):
    GuideFactory()

    # `days` looks at each address.
    assert days(client, host="127.0.0.1")


def test_a_copy_is_stale_once_the_newest_page_is_taken_down(client):
    for key, moment in (("older", MONDAY), ("newer", TUESDAY)):
        with time_machine.travel(moment, tick=False):
            ClaimFactory(key=key)
    Claim.objects.filter(key="newer").update(is_published=False)

    again = client.get(
        "/sitemap.xml", headers={"if-modified-since": "Tue, 03 Mar 2026 09:00:00 GMT"}
    )

    assert again.status_code == 200
    assert "Last-Modified" not in again


@pytest.mark.parametrize("page", ["2", "0", "x", "999999999999999999999"])
def test_a_part_of_the_sitemap_that_is_not_there_is_not_found(client, page):
    assert client.get("/sitemap.xml", {"p": page}).status_code == 404


def test_the_sitemap_asks_the_database_a_fixed_number_of_times(
    client, content, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(13):
        client.get("/sitemap.xml")
