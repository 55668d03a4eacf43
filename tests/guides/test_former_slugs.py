"""Old addresses of guides, which others may have kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guides.checking.links import broken_links
from guides.models import FormerSlug, Guide
from tests.factories import GuideFactory
from tests.guides.checking import found, write
from tests.public_pages import KEPT_BY_ANYBODY

pytestmark = pytest.mark.django_db

PAGES = ["/guides/{}/", "/guides/{}/sources/", "/guides/{}/print/"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_guide_leads_on_from_where_it_stood(client, page):
    FormerSlug.objects.create(slug="heat", guide=GuideFactory(slug="warmth"))

    response = client.get(page.format("heat"))

    assert response.status_code == 301
    assert response["Location"] == page.format("warmth")


def test_every_slug_that_a_guide_had_leads_on_in_one_step(client):
    guide = GuideFactory(slug="warmth")
    for slug in ("heat", "hot"):
        FormerSlug.objects.create(slug=slug, guide=guide)

    for slug in ("heat", "hot"):
        assert client.get(f"/guides/{slug}/")["Location"] == "/guides/warmth/"


@pytest.mark.parametrize("page", PAGES)
def test_a_guide_that_nobody_may_read_is_not_led_to(client, page):
    FormerSlug.objects.create(slug="heat", guide=GuideFactory(slug="warmth", published_at=None))

    response = client.get(page.format("heat"))

    assert response.status_code == 404
    assert "warmth" not in response.text


def test_the_guide_that_has_the_slug_now_comes_first(client):
    FormerSlug.objects.create(slug="heat", guide=GuideFactory(slug="warmth"))
    GuideFactory(slug="heat", title="Another guide")

    assert "Another guide" in client.get("/guides/heat/").text


def test_the_slug_of_a_guide_that_is_not_published_yet_still_leads_on(client):
    FormerSlug.objects.create(slug="heat", guide=GuideFactory(slug="warmth"))
    GuideFactory(slug="heat", published_at=None)

    assert client.get("/guides/heat/")["Location"] == "/guides/warmth/"


def test_what_was_asked_besides_is_not_carried_on(client):
    FormerSlug.objects.create(slug="heat", guide=GuideFactory(slug="warmth"))

    response = client.get("/guides/heat/?utm_source=else")

    assert response["Location"] == "/guides/warmth/"


def test_whoever_keeps_the_way_asks_again_as_the_slug_may_be_taken_into_use(client):
    FormerSlug.objects.create(slug="heat", guide=GuideFactory(slug="warmth"))

    response = client.get("/guides/heat/")

    assert response["Cache-Control"] == KEPT_BY_ANYBODY
    assert not response.cookies


def test_a_link_from_a_guide_to_where_another_stood_is_found(a_sound_guide):
    FormerSlug.objects.create(slug="heat", guide=Guide.objects.get())
    write("We say [more](/guides/heat/).")

    assert found(broken_links) == [
        "guide soreness, section what-is-not-known: there is no page /guides/heat/."
    ]


def test_nothing_is_asked_about_old_slugs_where_a_guide_is(client, content):
    with CaptureQueriesContext(connection) as asked:
        client.get("/guides/sleep-and-recovery/")

    assert asked.captured_queries
    assert not any("formerslug" in query["sql"] for query in asked.captured_queries)
