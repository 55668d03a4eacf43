"""What the pages of the guides have in common: their order, who may keep them, where they lead."""

import re

import pytest

from tests.factories import GuideFactory
from tests.guides.reading import PAGES, ids_of, text_of
from tests.public_pages import KEPT_BY_ANYBODY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/guides/"])
def test_published_guides_are_listed_in_order_and_drafts_are_not(client, path):
    GuideFactory(title="Second", position=2)
    GuideFactory(title="First", position=1)
    GuideFactory(title="Not ready", published_at=None)

    html = text_of(client, path)

    assert 0 < html.index("First") < html.index("Second")
    assert "Not ready" not in html


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_asked_for_its_head_alone(client, guide_with_cards, path):
    response = client.head(path)

    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_page_is_only_for_reading(client, guide_with_cards, path, method):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_for_everybody(client, guide_with_cards, path):
    response = client.get(path)

    assert response["Cache-Control"] == KEPT_BY_ANYBODY
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("path", PAGES)
def test_an_unchanged_page_is_not_sent_again(client, guide_with_cards, path):
    etag = client.get(path)["ETag"]

    again = client.get(path, headers={"If-None-Match": etag})

    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/", "/help/"])
def test_help_is_there_with_no_guide_at_all(client, path):
    assert 'href="/guides/muscle-soreness/' not in text_of(client, path)


@pytest.mark.parametrize("path", ["/", "/help/"])
def test_every_link_of_a_page_whose_words_are_ours_leads_to_a_place_that_is_there(
    client, content, path
):
    for address in set(re.findall(r'href="(/[^"?]*)"', text_of(client, path))):
        page, _, place = address.partition("#")
        if page.startswith("/static/"):
            continue
        response = client.get(page)
        assert response.status_code == 200, address
        assert not place or place in ids_of(response.text), address
