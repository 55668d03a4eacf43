"""The pages of the guides, as visitors meet them."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides import context_processors, lookout, version
from guides.models import Claim, Guide, Notice, Source
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    InvitationFactory,
    NoticeFactory,
    PopularClaimFactory,
    SectionFactory,
    SignOffFactory,
    SourceFactory,
)
from tests.public_pages import KEPT_BY_ANYBODY

pytestmark = pytest.mark.django_db

SHIPPED = ["muscle-soreness", "kratom-alkaloids", "sleep-and-recovery"]
PAGES = ["/", "/guides/", "/guides/soreness/"]


@pytest.fixture
def guide() -> Guide:
    guide = GuideFactory(slug="soreness", title="Soreness", key_points="- It fades.[@trial]")
    trial = SourceFactory(key="trial", title="A trial of soreness")
    claim = ClaimFactory(
        key="peak", statement="It peaks.", sources=[trial], basis="evidence",
        low=24, high=72, unit="hours", counted_from="session-end",
    )  # fmt: skip
    PopularClaimFactory(key="saying", says="It never ends.", claims=[claim])
    body = "[Words](claim:peak).[@trial]\n\n::: claim peak\n:::\n\n::: popular saying\n:::"
    SectionFactory(guide=guide, slug="what", heading="What it is", body=body)
    SectionFactory(guide=guide, slug="again", body="::: claim peak\n:::")
    return guide


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def ids_of(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


@pytest.mark.parametrize("path", ["/", "/guides/"])
def test_published_guides_are_listed_in_order_and_drafts_are_not(client, path):
    GuideFactory(title="Second", position=2)
    GuideFactory(title="First", position=1)
    GuideFactory(title="Not ready", published_at=None)

    html = text_of(client, path)

    assert 0 < html.index("First") < html.index("Second")
    assert "Not ready" not in html


def test_a_guide_shows_its_text_its_cards_and_the_way_to_its_references(client, guide):
    html = text_of(client, "/guides/soreness/")

    for words in ("Soreness", "What it is", "It peaks.", "It never ends."):
        assert words in html
    assert "24 to 72 hours after the session ends" in html
    assert 'href="/guides/soreness/sources/#ref-1"' in html
    assert "This guide rests on 1 source." in html


def test_a_number_leads_to_its_source_and_the_source_back_to_every_number(client, guide):
    text, sources = (text_of(client, f"/guides/soreness/{page}") for page in ("", "sources/"))

    assert "A trial of soreness" in sources
    assert set(re.findall(r'/sources/#([^"]+)"', text)) == {"ref-1"} <= set(ids_of(sources))
    ways_back = re.findall(r'href="/guides/soreness/#([^"]+)"', sources)
    assert ways_back == [place for place in ids_of(text) if place.startswith("cite-")]
    assert len(ways_back) == 5


def test_a_source_names_the_headings_that_cite_it_each_once(client, guide):
    sources = text_of(client, "/guides/soreness/sources/")

    seen = re.sub(r"<[^>]+>", "", re.sub(r'<span class="unseen">.*?</span>', "", sources))
    assert "Cited under Key points, What it is (again 2 3), " in seen
    heard = re.findall(r"Back to the text: [^<]*<", sources)
    assert "Back to the text: What it is, mention <" in heard


def test_a_guide_to_print_has_its_sources_on_the_same_page(client, guide):
    html = text_of(client, "/guides/soreness/print/")

    assert "It peaks." in html
    assert "A trial of soreness" in html
    targets = re.findall(r'href="#([^"]+)"', html)
    assert {"ref-1", "cite-1"} <= set(targets) <= set(ids_of(html))


def test_search_engines_are_sent_to_the_guide_itself_and_not_to_its_print(client, guide, site_url):
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
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert len(ids) == len(set(ids))
    assert "missing]" not in html
    assert "under review" not in html


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_guide_asks_the_database_four_times_at_most(
    client, content, slug, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(4):
        client.get(f"/guides/{slug}/")


def test_a_guide_that_was_approved_asks_one_query_more(
    client, content, django_assert_max_num_queries: DjangoAssertNumQueries
):
    guide = Guide.objects.get(slug="muscle-soreness")
    SignOffFactory(invitation__guide=guide)

    with django_assert_max_num_queries(5):
        client.get(guide.get_absolute_url())


# Asked for with a query, a page is not answered from bytes that were kept of the whole.
@pytest.mark.usefixtures("as_served")
@pytest.mark.parametrize("page", ["", "sources/", "print/"])
def test_a_guide_is_drawn_once_for_each_version_of_the_content(
    client, guide, page, monkeypatch, django_assert_num_queries: DjangoAssertNumQueries
):
    # So that no look falls between.
    monkeypatch.setattr(lookout, "time", lambda: 1_764_158_400.0)
    version.move()
    before = text_of(client, f"/guides/soreness/{page}?drawn")

    with django_assert_num_queries(0):
        again = text_of(client, f"/guides/soreness/{page}?drawn")

    assert again == before


@pytest.mark.usefixtures("as_served")
def test_each_page_of_a_guide_is_kept_for_itself(client, guide):
    pages = [f"/guides/soreness/{page}?drawn" for page in ("", "sources/", "print/")]
    drawn = [text_of(client, page) for page in pages]
    version.move()

    kept = [text_of(client, page) for page in (*pages, *pages)]

    assert kept == [*drawn, *drawn]


@pytest.mark.usefixtures("as_served")
@pytest.mark.parametrize("page", ["", "print/"])
def test_a_guide_says_what_its_claims_say_once_the_version_has_moved(client, guide, page):
    version.move()
    before = text_of(client, f"/guides/soreness/{page}?drawn")

    Claim.objects.update(statement="It peaks later.")
    version.move()

    assert "It peaks later." not in before
    assert "It peaks later." in text_of(client, f"/guides/soreness/{page}?drawn")


@pytest.mark.usefixtures("as_served")
def test_nothing_of_a_guide_is_kept_while_the_content_has_no_version(client, guide):
    text_of(client, "/guides/soreness/")

    Claim.objects.update(statement="It peaks later.")

    assert "It peaks later." in text_of(client, "/guides/soreness/")


@pytest.mark.usefixtures("as_served")
def test_a_check_of_a_claim_is_overdue_on_the_next_day_under_the_same_version(client, guide):
    Claim.objects.update(reviewed_on=date(2026, 1, 15), review_months=12)
    version.move()
    overdue = "This check has been overdue since 15 January 2027."

    with time_machine.travel(datetime(2027, 1, 15, 23, 59, tzinfo=UTC), tick=False):
        on_the_day = text_of(client, "/guides/soreness/?drawn")
    with time_machine.travel(datetime(2027, 1, 16, 0, 1, tzinfo=UTC), tick=False):
        on_the_next = text_of(client, "/guides/soreness/?drawn")

    assert overdue not in on_the_day
    assert overdue in on_the_next


def test_a_guide_without_sections_is_still_a_page(client):
    GuideFactory(slug="empty")

    assert ids_of(text_of(client, "/guides/empty/")).count("contents") == 1


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


def facts_of(client, path: str) -> dict[str, str]:
    """The facts at the head of a guide, as they read."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text_of(client, path), re.DOTALL)
    return {name: re.sub(r"<[^>]+>", "", fact) for name, fact in pairs}


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


def cards(client: Client, day: int, page: str = "") -> list[str]:
    """The cards of the guide, as they stand on a day of January 2027."""
    with time_machine.travel(datetime(2027, 1, day, 12, tzinfo=UTC), tick=False):
        html = client.get(f"/guides/soreness/{page}").content.decode()
    return re.findall(r'<article class="claim".*?</article>', html, flags=re.DOTALL)


OVERDUE = (
    "This check has been overdue since 15 January 2027.</strong> Newer studies may say something"
)


@pytest.mark.parametrize("page", ["", "print/"])
@pytest.mark.parametrize(("day", "is_overdue"), [(15, False), (16, True)])
def test_every_card_that_rests_on_a_claim_past_its_review_says_so(
    client, guide, page, day, is_overdue
):
    said = [OVERDUE in card for card in cards(client, day, page)]

    assert said == [is_overdue] * 3


def test_a_card_whose_check_is_overdue_names_no_next_one(client, guide):
    claim, *_ = cards(client, 16)

    assert "Next check" not in claim
    assert "Next check" in cards(client, 15)[0]


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


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_asked_for_its_head_alone(client, guide, path):
    response = client.head(path)

    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_page_is_only_for_reading(client, guide, path, method):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_for_everybody(client, guide, path):
    response = client.get(path)

    assert response["Cache-Control"] == KEPT_BY_ANYBODY
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("path", PAGES)
def test_an_unchanged_page_is_not_sent_again(client, guide, path):
    etag = client.get(path)["ETag"]

    again = client.get(path, headers={"If-None-Match": etag})

    assert again.status_code == 304


def test_an_unpublished_claim_and_a_deleted_source_break_nothing(client, guide):
    Claim.objects.update(is_published=False)
    Source.objects.all().delete()

    html = text_of(client, "/guides/soreness/")

    assert "It peaks." not in html
    assert "[source missing]" in html


@pytest.mark.parametrize("path", PAGES)
def test_the_published_consult_notice_stands_on_every_page(client, guide, path):
    NoticeFactory(kind="consult", headline="See your own doctor first.")

    assert "See your own doctor first." in text_of(client, path)


@pytest.mark.parametrize("path", PAGES)
def test_without_a_notice_the_page_still_sends_readers_to_a_professional(client, guide, path):
    assert not Notice.objects.exists()

    assert "doctor or pharmacist" in text_of(client, path)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("kind", ["emergency", "legal"])
def test_the_foot_of_every_page_holds_the_other_notices(client, guide, path, kind):
    NoticeFactory(kind=kind, headline="Mind this.", body="And <b>that</b>.")

    foot = client.get(path).text.partition("<footer")[2]
    assert "<strong>Mind this.</strong> And &lt;b&gt;that&lt;/b&gt;." in foot


@pytest.mark.parametrize("kind", ["consult", "legal"])
def test_without_an_emergency_notice_the_foot_still_says_whom_to_call(client, kind):
    NoticeFactory(kind=kind, headline="Ask a doctor.", body="Soon.")

    foot = client.get("/").text.partition("<footer")[2]
    assert "In an emergency call" in foot
    assert 'href="tel:112"' in foot


def test_an_emergency_notice_replaces_the_words_of_the_foot(client):
    NoticeFactory(kind="emergency", headline="Collapse is one.", body="Call 111.")

    assert "In an emergency call" not in client.get("/").text


def test_an_emergency_notice_without_a_body_leaves_the_numbers_where_they_are(client):
    NoticeFactory(kind="emergency", headline="Collapse is one.")

    foot = client.get("/").text.partition("<footer")[2]
    assert "<strong>Collapse is one.</strong> In an emergency call" in foot


def test_of_two_notices_of_a_kind_the_first_is_shown(client):
    NoticeFactory(headline="The elder law.")
    NoticeFactory(headline="The younger law.")

    text = text_of(client, "/")
    assert "The elder law." in text
    assert "The younger law." not in text


@pytest.mark.parametrize("kind", ["consult", "emergency", "legal"])
def test_an_unpublished_notice_is_not_shown(client, kind):
    NoticeFactory(kind=kind, headline="Ask a doctor who is gone.", is_published=False)

    assert "who is gone" not in text_of(client, "/")


def test_one_query_finds_the_notices_of_every_kind(
    rf, django_assert_num_queries: DjangoAssertNumQueries
):
    for kind in ("consult", "emergency", "legal"):
        NoticeFactory(kind=kind, headline=f"A doctor knows of {kind}.")
    notices = context_processors.notices(rf.get("/"))["notices"]

    with django_assert_num_queries(1):
        headlines = {kind: notice.headline for kind, notice in notices.items()}

    assert headlines == {
        kind: f"A doctor knows of {kind}." for kind in ("consult", "emergency", "legal")
    }


def test_a_page_that_prints_no_notice_does_not_ask_for_one(
    rf, django_assert_num_queries: DjangoAssertNumQueries
):
    with django_assert_num_queries(0):
        context_processors.notices(rf.get("/"))


def test_a_database_that_is_away_leaves_the_notices_to_the_templates(rf, monkeypatch):
    def away(*arguments):
        raise DatabaseError

    monkeypatch.setattr(Notice.objects, "published", away)

    assert not context_processors.notices(rf.get("/"))["notices"]


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
