"""What changed, as readers meet it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides import publishing
from guides.choices import ChangeKind
from guides.models import Guide
from guides.revisions import Told
from guides.views import changes
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    NoticeFactory,
    PopularClaimFactory,
    RevisionFactory,
    TermFactory,
)
from tests.guides.reading import main_of, text_of
from tests.planner.factories import SafetyFactorFactory
from tests.public_pages import KEPT_BY_ANYBODY

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def listed(client: Client, path: str) -> list[str]:
    """The sentences on a page of the changes, in order."""
    return re.findall(r'<p class="ledger__statement">(.*?)</p>', main_of(client, path))


def test_changes_stand_under_their_day_with_the_newest_first(client):
    for moment, sentence in [(MONDAY, "One."), (MONDAY + HOUR, "Two."), (MONDAY + DAY, "Three.")]:
        RevisionFactory(saved_at=moment, sentence=sentence)

    main = main_of(client, "/changes/")

    assert listed(client, "/changes/") == ["Three.", "Two.", "One."]
    assert re.findall(r'<time datetime="([^"]*)">', main) == ["2026-03-03", "2026-03-02"]
    assert "3 changes" in main


def test_what_readers_did_not_see_is_not_told(client):
    RevisionFactory(change="", sentence="", was_done="Saved as a draft")

    assert listed(client, "/changes/") == []


@pytest.mark.parametrize("kind", ChangeKind)
def test_a_change_has_its_kind_as_a_word_and_a_sign(client, kind):
    RevisionFactory(change=kind)

    main = main_of(client, "/changes/")

    [entry] = re.findall(r'<li class="ledger__item.*?</li>', main)
    assert f'<use href="#k-{kind}"/></svg>{kind.label}</span>' in entry
    assert f'<symbol id="k-{kind}"' in main
    assert ("change--safety" in entry) is (kind == ChangeKind.SAFETY)


def test_every_kind_is_explained(client):
    explained = re.findall(r"</svg>(\w+)</span> <span>[^<]", main_of(client, "/changes/"))

    assert explained == ChangeKind.labels


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (lambda: GuideFactory(slug="heat"), "/guides/heat/"),
        (lambda: ClaimFactory(key="peak"), "/evidence/peak/"),
        (lambda: PopularClaimFactory(key="saying"), "/claims-checked/#saying"),
        (lambda: TermFactory(key="ache"), "/glossary/#ache"),
    ],
)
def test_a_change_leads_to_what_it_is_about(client, make, address):
    RevisionFactory(of=make(), title="As it was called")

    assert f'About: <a href="{address}">As it was called</a>' in main_of(client, "/changes/")


@pytest.mark.parametrize(
    "make",
    [
        lambda: GuideFactory(published_at=None),
        lambda: ClaimFactory(is_published=False),
        lambda: NoticeFactory(),
        lambda: SafetyFactorFactory(),
        lambda: None,
    ],
    ids=["guide taken back", "claim taken back", "notice", "safety factor", "gone"],
)
def test_what_has_no_page_or_no_longer_is_named_without_a_link(client, make):
    RevisionFactory(of=make(), title="It")

    assert "About: It</p>" in main_of(client, "/changes/")


def test_a_change_leads_to_where_its_guide_is_now(client):
    guide = GuideFactory(slug="heat")
    RevisionFactory(of=guide)
    Guide.objects.update(slug="warmth")

    assert 'href="/guides/warmth/"' in main_of(client, "/changes/")


def test_a_guide_that_is_published_and_taken_back_is_told_of_twice(client, a_sound_guide):
    guide = Guide.objects.get()
    publishing.publish(guide, Told(ChangeKind.WORDING, "It is shorter."), None, guide.published_at)
    publishing.take_back(guide, Told(ChangeKind.SAFETY, "A sentence was wrong."), None)

    assert listed(client, "/changes/") == ["A sentence was wrong.", "It is shorter."]


def test_the_list_can_be_narrowed_to_one_kind(client):
    RevisionFactory(change="safety", sentence="A warning.")
    RevisionFactory(change="wording", sentence="Shorter.")

    main = main_of(client, "/changes/?kind=safety")

    assert listed(client, "/changes/?kind=safety") == ["A warning."]
    assert "1 of 2 changes" in main
    assert '<a class="chip" href="/changes/" aria-current="true">' in main
    assert '<a class="chip" href="/changes/?kind=wording">' in main


def test_the_title_names_the_kind_that_the_list_was_narrowed_to(client):
    RevisionFactory(change="safety")

    page = text_of(client, "/changes/?kind=safety")

    assert "<title>What changed, safety | Recovery Handbook</title>" in page


@pytest.mark.parametrize("has_changes", [True, False])
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=foo", "We know no kind “foo”; it is left out."),
        ("kind=<b>", "We know no kind “&lt;b&gt;”; it is left out."),
        ("colour=red", "We know no filter “colour”; it is left out."),
        ("kind=safety&kind=wording", "The kind was given more than once"),
    ],
)
def test_what_an_address_asks_for_in_vain_is_left_out_with_a_word(
    client, has_changes, query, words
):
    if has_changes:
        RevisionFactory()

    assert words in main_of(client, f"/changes/?{query}")


def test_a_kind_of_which_there_is_none_can_be_taken_off(client):
    RevisionFactory(change="wording")

    main = main_of(client, "/changes/?kind=safety")

    assert "No change was of this kind." in main
    assert '<a class="chip" href="/changes/" aria-current="true">' in main


def test_a_new_site_says_what_will_stand_here_and_what_will_not(client, content):
    main = main_of(client, "/changes/")

    assert "No change to tell of yet." in main
    assert "will stand here" in main
    assert "Texts that came with this site" in main


@pytest.mark.parametrize("has_changes", [True, False])
def test_a_reader_learns_how_to_follow_and_how_to_report_a_mistake(client, has_changes):
    if has_changes:
        RevisionFactory()

    main = main_of(client, "/changes/")

    for path in ("/feed/", "/feed/safety/", "/about/corrections/"):
        assert f'href="{path}"' in main


def test_many_changes_take_several_pages_that_keep_the_kind(client, monkeypatch, site_url):
    monkeypatch.setattr(changes, "CHANGES_A_PAGE", 2)
    for number in range(5):
        saved_at = MONDAY - number * HOUR
        RevisionFactory(change="safety", sentence=f"{number}.", saved_at=saved_at)

    whole = text_of(client, "/changes/?page=2")
    narrowed = text_of(client, "/changes/?kind=safety&page=2")

    assert listed(client, "/changes/?page=2") == ["2.", "3."]
    assert 'href="/changes/?page=1" rel="prev"' in whole
    assert f'rel="canonical" href="{site_url}/changes/?page=2"' in whole
    assert 'href="/changes/?kind=safety&amp;page=3" rel="next"' in narrowed


@pytest.mark.parametrize(
    ("path", "is_kept_out"),
    [("/changes/", False), ("/changes/?page=1", False), ("/changes/?kind=safety", True)],
)
def test_only_the_whole_list_is_for_search_engines(client, site_url, path, is_kept_out):
    RevisionFactory(change="safety")

    html = text_of(client, path)

    assert ('<meta name="robots" content="noindex">' in html) is is_kept_out
    assert f'<link rel="canonical" href="{site_url}/changes/">' in html


def test_signs_of_markup_reach_the_reader_as_they_were_written(client):
    RevisionFactory(sentence="Under <2 g & over.", title="A <b>")

    main = main_of(client, "/changes/")

    assert "Under &lt;2 g &amp; over." in main
    assert "A &lt;b&gt;" in main


@pytest.mark.parametrize("each", [1, 20])
def test_the_list_asks_the_database_eight_times_at_most_however_long_it_is(
    client, django_assert_num_queries: DjangoAssertNumQueries, each
):
    for _ in range(each):
        for make in (GuideFactory, ClaimFactory, PopularClaimFactory, TermFactory, NoticeFactory):
            RevisionFactory(of=make())

    # Two counts, the page, one for each of four models that have pages, and the notices.
    with django_assert_num_queries(8):
        client.get("/changes/")


def test_the_page_is_only_for_reading_and_the_same_for_everybody(client):
    RevisionFactory()

    response = client.get("/changes/")

    assert client.post("/changes/").status_code == 405
    assert response["Cache-Control"] == KEPT_BY_ANYBODY
    assert not response.cookies
