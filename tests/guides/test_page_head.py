"""What a page says of itself in its head."""

import re

import pytest
from django.test import Client

from tests.factories import GuideFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_url")]

SITE = "https://handbook.example.org"


def head_of(client: Client, path: str, **headers: str) -> str:
    return client.get(path, headers=headers).text.partition("</head>")[0]


def shared(head: str) -> dict[str, str]:
    """What is shown where somebody shares the page."""
    return dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', head))


@pytest.mark.parametrize("path", ["/", "/guides/", "/about/", "/about/money/", "/planner/"])
def test_a_page_names_its_one_address_whatever_host_and_query_were_asked(client, path):
    head = head_of(client, f"{path}?utm_source=else", host="127.0.0.1")

    assert re.findall(r'<link rel="canonical" href="([^"]*)">', head) == [f"{SITE}{path}"]
    assert shared(head)["url"] == f"{SITE}{path}"
    assert "127.0.0.1" not in head


def test_what_is_shared_is_the_title_and_the_description_of_the_page(client):
    GuideFactory(slug="soreness", title="Sore & “stiff”", summary='What "helps".')

    head = head_of(client, "/guides/soreness/")

    assert "<title>Sore &amp; “stiff” | Recovery Handbook</title>" in head
    assert '<meta name="description" content="What &quot;helps&quot;.">' in head
    told = shared(head)
    assert told["title"] == "Sore &amp; “stiff”"
    assert told["description"] == "What &quot;helps&quot;."
    assert told["site_name"] == "Recovery Handbook"
    assert told["locale"] == "en_GB"


@pytest.mark.parametrize(("path", "kind"), [("/", "website"), ("/guides/soreness/", "article")])
def test_a_guide_is_shared_as_an_article_and_the_start_as_a_site(client, path, kind):
    GuideFactory(slug="soreness")

    assert shared(head_of(client, path))["type"] == kind


def test_the_picture_that_is_shared_is_there_and_has_the_size_that_is_told(client):
    told = shared(head_of(client, "/"))

    assert told["image"].startswith(f"{SITE}/static/")
    response = client.get(told["image"].removeprefix(SITE))
    picture = response.getvalue()
    # A PNG's width and height stand at a fixed place.
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture[16:20]) == int(told["image:width"]) == 1200
    assert int.from_bytes(picture[20:24]) == int(told["image:height"]) == 630
    assert len(picture) < 60_000


@pytest.mark.parametrize("feed", ["/feed/", "/feed/safety/"])
def test_every_page_leads_to_the_feeds(client, feed):
    head = head_of(client, "/guides/")

    assert f'<link rel="alternate" type="application/atom+xml" href="{feed}"' in head


@pytest.mark.parametrize("path", ["/nowhere/", "/guides/nowhere/", "/guides/%00"])
def test_an_error_page_has_no_address_to_share(client, path):
    head = head_of(client, path)

    assert "canonical" not in head
    assert shared(head) == {}


@pytest.mark.parametrize(
    "path",
    [
        *("/guides/", "/evidence/", "/planner/", "/search/", "/claims-checked/", "/glossary/"),
        *(
            "/feed/",
            "/changes/",
            "/about/",
            "/about/privacy/",
            "/about/accessibility/",
            "/about/corrections/",
        ),
    ],
)
def test_every_page_links_to_what_a_reader_may_look_for(client, path):
    page = client.get("/").text

    assert f'href="{path}"' in page.partition("</head>")[2]
