"""Lists that do not fit on a page: their pages lead on, and end."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from guides import open_data, sitemaps
from guides.models.guides import FEW
from guides.views import about, changes, evidence, glossary, guides
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    RevisionFactory,
    SourceFactory,
    TermFactory,
)
from tests.guides.reading import ids_of, main_of, text_of

pytestmark = pytest.mark.django_db

NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _popular(number: int) -> None:
    PopularClaimFactory(key=f"saying-{number}", claims=[ClaimFactory()])


# Each list, with what makes it short, what makes a row, and what counts its rows.
LISTS = {
    "/guides/": (guides, "GUIDES_A_PAGE", lambda n: GuideFactory(), '<li class="shelf__item'),
    "/evidence/": (evidence, "CLAIMS_A_PAGE", lambda n: ClaimFactory(), '<li class="ledger__item'),
    "/claims-checked/": (evidence, "STATEMENTS_A_PAGE", _popular, '<article class="claim"'),
    "/changes/": (changes, "CHANGES_A_PAGE", lambda n: RevisionFactory(), "ledger__item change"),
    "/about/who-writes/": (about, "GUIDES_A_PAGE", lambda n: GuideFactory(), 'href="/guides/guide'),
    "/about/self-assessment/": (
        about, "ASSESSMENTS_A_PAGE", lambda n: GuideFactory(), 'id="guide-guide',
    ),
}  # fmt: skip


@pytest.fixture(params=LISTS)
def listing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a list of five rows, of which two fit on a page."""
    view, size, make, _ = LISTS[request.param]
    monkeypatch.setattr(view, size, 2)
    for number in range(5):
        make(number)
    return request.param


def test_the_pages_of_a_list_lead_on_and_back_and_hold_each_row_once(client, listing):
    mark = LISTS[listing][3]

    pages = [main_of(client, f"{listing}?page={number}") for number in (1, 2, 3)]

    assert main_of(client, listing) == pages[0]
    assert [page.count(mark) for page in pages] == [2, 2, 1]
    assert '<nav class="pager" aria-label="Pages">' in pages[1]
    ways = [re.findall(r'\?page=(\d)" rel="(\w+)"', page) for page in pages]
    assert ways == [[("2", "next")], [("1", "prev"), ("3", "next")], [("2", "prev")]]


@pytest.mark.parametrize("page", ["0", "4", "-1", "x", "<b>", "9" * 5000])
def test_a_page_that_is_not_there_is_not_found(client, listing, page):
    assert client.get(listing, {"page": page}).status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_a_list_that_fits_on_a_page_needs_no_pager(client, path):
    LISTS[path][2](0)

    assert 'aria-label="Pages"' not in main_of(client, path)


@pytest.mark.parametrize("path", LISTS)
def test_a_further_page_names_its_own_address_to_search_engines(
    client, monkeypatch, settings, path
):
    settings.SITE_URL = "https://handbook.example.org"
    view, size, make, _ = LISTS[path]
    monkeypatch.setattr(view, size, 1)
    make(0), make(1)

    first, second = text_of(client, path), text_of(client, f"{path}?page=2")

    assert f'rel="canonical" href="https://handbook.example.org{path}"' in first
    assert f'rel="canonical" href="https://handbook.example.org{path}?page=2"' in second


def test_the_numbers_of_the_guides_go_on_over_pages(client, monkeypatch):
    monkeypatch.setattr(guides, "GUIDES_A_PAGE", 2)
    for _ in range(3):
        GuideFactory()

    main = main_of(client, "/guides/?page=2")

    assert '<ol class="shelf" start="3">' in main
    assert 'aria-hidden="true">3</span>' in main


@pytest.mark.parametrize("path", ["/", "/search/", "/none/"])
def test_pages_that_lead_to_the_guides_name_the_first_few(client, path):
    for _ in range(FEW + 3):
        GuideFactory()

    html = client.get(path).content.decode()

    assert len(re.findall(r'href="/guides/guide-\d+/"', html)) == FEW


def test_a_statement_on_a_later_page_is_led_to_from_the_address_that_it_had(client, monkeypatch):
    monkeypatch.setattr(evidence, "STATEMENTS_A_PAGE", 1)
    _popular(1), _popular(2)

    main = main_of(client, "/claims-checked/")

    assert '<li id="saying-2"><a href="/claims-checked/?page=2#saying-2">' in main
    assert 'id="saying-2"' in main_of(client, "/claims-checked/?page=2")
    assert len(ids_of(main)) == len(set(ids_of(main)))


def _letters(client: Client, path: str) -> list[str]:
    return re.findall(r'<h2 class="row__letter"[^>]*>([^<]+)<', main_of(client, path))


def test_a_long_glossary_has_a_page_for_each_letter_and_one_of_names(client, monkeypatch):
    monkeypatch.setattr(glossary, "WORDS_ON_ONE_PAGE", 2)
    for key, name in (("nap", "Nap"), ("ache", "Ache"), ("seven", "7-OH")):
        TermFactory(key=key, name=name, meaning=f"What {name} is.", sources=[SourceFactory()])

    names = main_of(client, "/glossary/")

    assert _letters(client, "/glossary/") == ["0–9", "A", "N"]
    assert '<li id="nap"><a href="/glossary/?letter=n#nap">Nap</a></li>' in names
    assert "What Nap is." not in names
    assert _letters(client, "/glossary/?letter=none") == ["0–9"]
    assert "What Nap is." in main_of(client, "/glossary/?letter=n")
    assert '?letter=n" aria-current="page">N</a>' in main_of(client, "/glossary/?letter=n")


@pytest.mark.parametrize("letter", ["z", "N", "na", "<b>"])
def test_a_letter_under_which_no_word_stands_is_not_found(client, monkeypatch, letter):
    monkeypatch.setattr(glossary, "WORDS_ON_ONE_PAGE", 0)
    TermFactory(name="Nap")

    assert client.get("/glossary/", {"letter": letter}).status_code == 404


def test_the_files_of_a_long_sitemap_hold_each_address_once(client, monkeypatch, site_url):
    monkeypatch.setattr(sitemaps, "A_PART", 2)
    monkeypatch.setattr(sitemaps.PublicSitemap, "limit", 2)
    keys = {ClaimFactory().key for _ in range(3)}
    GuideFactory(slug="soreness")

    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    files = [place.text for place in index.iter(f"{NAMES}loc")]
    pages = [
        place.text
        for file in files
        for place in ElementTree.fromstring(client.get(file).content).iter(f"{NAMES}loc")
    ]

    assert f"{site_url}/sitemap-claims.xml?p=2" in files
    assert len(pages) == len(set(pages))
    assert {f"{site_url}/evidence/{key}/" for key in keys} < set(pages)
    assert f"{site_url}/guides/soreness/sources/" in pages


@pytest.mark.parametrize("path", ["/sitemap-none.xml", "/sitemap-claims.xml?p=2"])
def test_a_file_of_the_sitemap_that_is_not_there_is_not_found(client, path):
    ClaimFactory()

    assert client.get(path).status_code == 404


def test_open_data_of_very_much_evidence_come_in_parts_that_lead_on(client, monkeypatch, site_url):
    monkeypatch.setattr(open_data, "A_PART", 2)
    claims = [ClaimFactory(sources=[SourceFactory()]) for _ in range(3)]
    TermFactory()

    first = json.loads(client.get("/evidence.json").content)
    second = json.loads(client.get(first["next"]).content)

    assert first["next"] == f"{site_url}/evidence.json?part=2"
    assert second["next"] is None
    parts = (first, second)
    assert [c["key"] for p in parts for c in p["claims"]] == [claim.key for claim in claims]
    assert [len(part["sources"]) for part in parts] == [2, 1]
    assert [len(part["terms"]) for part in parts] == [1, 0]


@pytest.mark.parametrize("part", ["0", "2", "x", "-1", "²", "9" * 30])
def test_a_part_of_the_open_data_that_is_not_there_is_not_found(client, part):
    ClaimFactory()

    assert client.get("/evidence.json", {"part": part}).status_code == 404
