"""One guide, as visitors meet it: to read, to print, and where its numbers lead."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from guides.models import Claim, Source
from tests.factories import GuideFactory, InvitationFactory, SignOffFactory
from tests.guides.reading import SHIPPED, ids_of, targets_of, text_of

pytestmark = pytest.mark.django_db


def test_a_guide_shows_its_text_its_cards_and_the_way_to_its_references(client, guide_with_cards):
    html = text_of(client, "/guides/soreness/")

    for words in ("Soreness", "What it is", "It peaks.", "It never ends."):
        assert words in html
    assert "24 to 72 hours after the session ends" in html
    assert 'href="/guides/soreness/sources/#ref-1"' in html
    assert "This guide rests on 1 source." in html


def test_a_number_leads_to_its_source_and_the_source_back_to_every_number(client, guide_with_cards):
    text, sources = (text_of(client, f"/guides/soreness/{page}") for page in ("", "sources/"))

    assert "A trial of soreness" in sources
    assert set(re.findall(r'/sources/#([^"]+)"', text)) == {"ref-1"} <= set(ids_of(sources))
    ways_back = re.findall(r'href="/guides/soreness/#([^"]+)"', sources)
    assert ways_back == [place for place in ids_of(text) if place.startswith("cite-")]
    assert len(ways_back) == 5


def test_a_source_names_the_headings_that_cite_it_each_once(client, guide_with_cards):
    sources = text_of(client, "/guides/soreness/sources/")

    seen = re.sub(r"<[^>]+>", "", re.sub(r'<span class="unseen">.*?</span>', "", sources))
    assert "Cited under Key points, What it is (again 2 3), " in seen
    heard = re.findall(r"Back to the text: [^<]*<", sources)
    assert "Back to the text: What it is, mention <" in heard


def test_a_guide_to_print_has_its_sources_on_the_same_page(client, guide_with_cards):
    html = text_of(client, "/guides/soreness/print/")

    assert "It peaks." in html
    assert "A trial of soreness" in html
    assert {"ref-1", "cite-1"} <= targets_of(html) <= set(ids_of(html))


def test_search_engines_are_sent_to_the_guide_itself_and_not_to_its_print(
    client, guide_with_cards, site_url
):
    html = text_of(client, "/guides/soreness/print/")

    assert '<link rel="canonical" href="https://handbook.example.org/guides/soreness/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "og:url" not in html
    assert "application/ld+json" not in html


@pytest.mark.parametrize("page", ["", "sources/", "print/"])
@pytest.mark.parametrize("slug", SHIPPED)
def test_every_link_inside_a_shipped_guide_leads_somewhere(client, content, slug, page):
    html = text_of(client, f"/guides/{slug}/{page}")

    ids = ids_of(html)
    assert targets_of(html) <= set(ids)
    assert len(ids) == len(set(ids))
    assert "missing]" not in html
    assert "under review" not in html


def test_a_guide_without_sections_is_still_a_page(client):
    GuideFactory(slug="empty")

    assert ids_of(text_of(client, "/guides/empty/")).count("contents") == 1


def test_an_unpublished_claim_and_a_deleted_source_break_nothing(client, guide_with_cards):
    Claim.objects.update(is_published=False)
    Source.objects.all().delete()

    html = text_of(client, "/guides/soreness/")

    assert "It peaks." not in html
    assert "[source missing]" in html


@pytest.mark.parametrize("page", ["", "sources/", "print/"])
def test_a_draft_is_not_found(client, page):
    GuideFactory(slug="soreness", published_at=None)

    assert client.get(f"/guides/soreness/{page}").status_code == 404


def test_a_guide_set_for_later_is_not_found_yet(client):
    GuideFactory(slug="soreness", published_at=datetime(2030, 1, 1, tzinfo=UTC))

    with time_machine.travel(datetime(2029, 12, 31, tzinfo=UTC), tick=False):
        assert client.get("/guides/soreness/").status_code == 404


@pytest.mark.parametrize("path", ["/guides/nowhere/", "/guides/so reness/", "/guides/%00/"])
def test_what_is_no_guide_is_not_found(client, path):
    assert client.get(path).status_code in {400, 404}


def facts_of(client: Client, path: str) -> dict[str, str]:
    """The facts at the head of a guide, as they read."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text_of(client, path), re.DOTALL)
    return {name: re.sub(r"<[^>]+>", "", fact) for name, fact in pairs}


@pytest.mark.parametrize("page", ["", "print/"])
def test_a_guide_names_whoever_approved_its_text_and_when(client, page):
    invitation = InvitationFactory(sent_at=datetime(2026, 3, 3, 12, tzinfo=UTC))
    SignOffFactory(invitation=invitation)
    SignOffFactory(
        invitation__guide=invitation.guide,
        name="John Doe",
        qualification="physician",
        given_at=datetime(2026, 3, 4, 12, tzinfo=UTC),
    )

    told = facts_of(client, f"{invitation.guide.get_absolute_url()}{page}")

    assert told["Clinical reviewer"] == (
        "John Doe, physician, 4 March 2026; Jane Roe, pharmacist, 3 March 2026"
    )


def test_a_guide_says_whose_approval_was_of_an_earlier_text(client):
    invitation = InvitationFactory(sent_at=datetime(2026, 3, 3, 12, tzinfo=UTC))
    SignOffFactory(invitation=invitation, fell_at=datetime(2026, 3, 4, 12, tzinfo=UTC))

    told = facts_of(client, invitation.guide.get_absolute_url())

    assert told["Clinical reviewer"] == (
        "none for this text; an earlier one was approved by Jane Roe, pharmacist on 3 March 2026"
    )


def test_a_comment_an_unconfirmed_approval_and_that_of_a_draft_name_no_reviewer(client):
    guide = GuideFactory()
    SignOffFactory(invitation__guide=guide, kind="comment", comment="Too sure.")
    SignOffFactory(invitation__guide=guide, confirmed_at=None)
    SignOffFactory(invitation__guide__replaces=guide, invitation__guide__published_at=None)

    assert facts_of(client, guide.get_absolute_url())["Clinical reviewer"] == "none yet"


def test_a_guide_names_its_neighbours(client):
    for position, slug in enumerate(["one", "two", "three"]):
        GuideFactory(slug=slug, position=position)
    GuideFactory(slug="draft", position=2, published_at=None)

    guide = client.get("/guides/two/").context["guide"]

    assert (guide.before_slug, guide.after_slug) == ("one", "three")


def test_guides_in_the_same_place_stand_in_the_order_in_which_they_were_made(client):
    for slug in ("one", "two", "three"):
        GuideFactory(slug=slug, position=1)

    guide = client.get("/guides/two/").context["guide"]

    assert (guide.before_slug, guide.after_slug) == ("one", "three")


def test_the_first_and_the_last_guide_have_one_neighbour(client):
    for position, slug in enumerate(["one", "two"]):
        GuideFactory(slug=slug, position=position)

    first, last = (client.get(f"/guides/{slug}/").context["guide"] for slug in ("one", "two"))

    assert first.before_slug is None
    assert last.after_slug is None


@pytest.mark.parametrize(("day", "overdue"), [(20, False), (21, True)])
def test_a_guide_past_its_review_says_so(client, day, overdue):
    GuideFactory(slug="soreness", reviewed_on=date(2026, 1, 20), review_months=6)

    with time_machine.travel(datetime(2026, 7, day, 12, tzinfo=UTC), tick=False):
        response = client.get("/guides/soreness/")

    assert response.context["overdue"] is overdue


OVERDUE = (
    "This check has been overdue since 15 January 2027.</strong> Newer studies may say something"
)


def cards(client: Client, day: int, page: str = "") -> list[str]:
    """The cards of the guide, as they stand on a day of January 2027."""
    with time_machine.travel(datetime(2027, 1, day, 12, tzinfo=UTC), tick=False):
        html = text_of(client, f"/guides/soreness/{page}")
    return re.findall(r'<article class="claim".*?</article>', html, flags=re.DOTALL)


@pytest.mark.parametrize("page", ["", "print/"])
@pytest.mark.parametrize(("day", "is_overdue"), [(15, False), (16, True)])
def test_every_card_that_rests_on_a_claim_past_its_review_says_so(
    client, guide_with_cards, page, day, is_overdue
):
    said = [OVERDUE in card for card in cards(client, day, page)]

    assert said == [is_overdue] * 3


def test_a_card_whose_check_is_overdue_names_no_next_one(client, guide_with_cards):
    claim, *_ = cards(client, 16)

    assert "Next check" not in claim
    assert "Next check" in cards(client, 15)[0]
