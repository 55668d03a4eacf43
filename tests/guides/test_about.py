"""The pages about the site: what they say is true of the site."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
import textstat
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides.about import PAGES
from guides.models import Claim, Source
from planner.evidence import REVIEW_GRACE
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
)
from tests.recovery_site.test_gunicorn import LOGGED_OF_A_REQUEST

pytestmark = pytest.mark.django_db

FOLDER = Path(django_settings.BASE_DIR) / "templates" / "about"
BLOCKS = {"p", "h1", "h2", "li", "th", "td", "dt", "dd", "caption", "tr", "table", "ul", "span"}


class Words(HTMLParser):
    """The words between <h1> and the end of the article, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.lines, self.reads = [""], False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.reads = self.reads or tag == "h1"
        if tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.reads = self.reads and tag != "article"
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self.reads:
            self.lines[-1] += data


def words(client: Client, slug: str) -> list[str]:
    """What a page about the site says."""
    parser = Words()
    parser.feed(client.get(f"/about/{slug}/").text)
    return [line for lines in parser.lines if (line := " ".join(lines.split()))]


def text(client: Client, slug: str) -> str:
    return " ".join(words(client, slug))


def rows(client: Client, slug: str) -> dict[str, str]:
    """The rows of the tables of two columns: what stands at the left, and at the right."""
    html = client.get(f"/about/{slug}/").text
    cells = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td></tr>', html, re.DOTALL)
    return {
        " ".join(re.sub(r'<span class="marks.*|<[^>]*>', " ", left).split()): right
        for left, right in cells
    }


def test_every_page_has_its_words_and_all_words_their_page():
    frames = {"index", "page"}

    worded = {path.stem for path in FOLDER.glob("*.html") if not path.stem.startswith("_")}

    assert worded - frames == PAGES.keys()


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_has_its_title_its_line_and_the_day_it_last_changed(client, slug):
    html = client.get(f"/about/{slug}/").text

    page = PAGES[slug]
    assert f"<h1>{page.title}</h1>" in html
    assert page.line in html
    assert f'<time datetime="{page.changed_on}">' in html


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_can_be_drawn_before_there_is_any_content(client, slug):
    assert client.get(f"/about/{slug}/").status_code == 200


@pytest.mark.parametrize("slug", ["nowhere", "index", "page", "_mark"])
def test_what_is_no_page_is_not_found(client, slug):
    assert client.get(f"/about/{slug}/").status_code == 404


def test_the_index_has_a_line_for_each_page(client):
    html = client.get("/about/").text

    for page in PAGES.values():
        assert f'<a href="/about/{page.slug}/">{page.title}</a>' in html
        assert page.line in html


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_can_be_read_in_eight_school_years(client, content, slug):
    lines = words(client, slug)

    # Headings, cells and points end a sentence, full stop or not.
    whole = "\n".join(line if line[-1] in ".!?" else f"{line}." for line in lines)
    assert len(whole.split()) > 100
    assert textstat.flesch_kincaid_grade(whole) <= 8


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_asks_the_database_eight_times_at_most(
    client, content, slug, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(8):
        client.get(f"/about/{slug}/")


# --- How we grade ----------------------------------------------------------------------------


def test_the_claims_are_counted_by_verdict_and_by_certainty(client):
    ClaimFactory(verdict="mixed", certainty="very-low")
    ClaimFactory(verdict="mixed", certainty="high")
    ClaimFactory(verdict="weak", certainty="high", is_published=False)

    counted = rows(client, "how-we-grade")

    assert counted["Mixed"] == "2"
    assert counted["Weak"] == counted["Supported"] == "0"
    assert counted["High certainty"] == counted["Very low certainty"] == "1"
    assert "There are 2 claims now" in text(client, "how-we-grade")


def test_the_sources_are_counted_by_how_much_we_read(client):
    for read in ("whole", "part", "part", "abstract", "second-hand", ""):
        SourceFactory(read=read)
    SourceFactory(seen=False)

    counted = rows(client, "how-we-grade")

    assert counted["the text itself"] == "1"
    assert counted["parts of it"] == "2"
    assert counted["only its summary"] == "1"
    assert counted["only what others say of it"] == "1"
    assert counted["nothing of it yet"] == "1"
    assert counted["some of it, but nobody noted how much"] == "1"
    assert "We list 7 sources" in text(client, "how-we-grade")


def test_only_statements_that_a_published_claim_answers_are_counted(client):
    PopularClaimFactory(claims=[ClaimFactory()])
    PopularClaimFactory(claims=[ClaimFactory(is_published=False)])

    assert "what a popular article says: 1 statement." in text(client, "how-we-grade")


@pytest.mark.parametrize(
    ("months", "told"),
    [([6], "after 6 months"), ([12, 3], "after 3 to 12 months"), ([1], "after 1 month,")],
)
def test_the_time_until_the_next_check_is_that_of_the_claims(client, months, told):
    for number in months:
        ClaimFactory(review_months=number)

    assert told in text(client, "how-we-grade")


def test_the_days_of_grace_are_those_of_the_planner(client):
    assert f"For {REVIEW_GRACE.days} days more" in text(client, "how-we-grade")


def test_no_claim_rests_on_a_source_alone_that_we_did_not_open(content):
    opened = Source.objects.filter(seen=True)

    assert not Claim.objects.exclude(sources__in=opened).exists()


# --- Who writes ------------------------------------------------------------------------------


def test_without_a_reviewer_the_page_says_that_there_is_none(client):
    GuideFactory(title="Soreness", author="The Recovery Handbook project")

    told = text(client, "who-writes")

    assert "No clinician has reviewed any of it yet." in told
    assert "No guide names a person as its author" in told


def test_a_reviewer_is_named_beside_the_guide(client):
    GuideFactory(title="Soreness", clinical_reviewer="Dr Example")
    GuideFactory(title="Sleep")

    told = text(client, "who-writes")

    assert "Soreness Dr Example 15 January 2026" in told
    assert "Sleep none yet 15 January 2026" in told
    assert "No clinician has reviewed any of it yet." not in told


def test_the_reviewer_of_a_draft_does_not_count(client):
    GuideFactory(clinical_reviewer="Dr Example", published_at=None)

    told = text(client, "who-writes")

    assert "Dr Example" not in told
    assert "No clinician has reviewed any of it yet." in told


# --- Money -----------------------------------------------------------------------------------


def test_sources_with_an_interest_are_counted(client):
    SourceFactory(funding="Paid for by a seller.")
    SourceFactory()

    assert "that is the case for 1 of 2 sources." in text(client, "money")


def test_no_claim_rests_on_pages_of_sellers_alone(content):
    others = Source.objects.exclude(kind="marketing-article")

    assert not Claim.objects.exclude(sources__in=others).exists()


# --- Privacy ---------------------------------------------------------------------------------


def test_the_page_on_privacy_names_all_that_is_logged(client):
    # What is there for each request is compared in tests/recovery_site/test_gunicorn.py.
    told = text(client, "privacy")

    assert "when it came, a code that is made up for this one request, the method" in told
    assert "the path of the page, the status, the size of the answer, and how long it took" in told
    example = json.loads(re.search(r"{[^}]*}", told)[0])
    assert [*example] == LOGGED_OF_A_REQUEST


# --- Where to write --------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["corrections", "accessibility"])
def test_a_reader_learns_where_to_write(client, settings, slug):
    settings.CONTACT_EMAIL = "a+b@example.org"

    html = client.get(f"/about/{slug}/").text

    assert '<a href="mailto:a%2Bb@example.org">a+b@example.org</a>' in html


@pytest.mark.parametrize("slug", ["corrections", "accessibility"])
def test_without_an_address_the_page_says_plainly_that_there_is_none(client, settings, slug):
    settings.CONTACT_EMAIL = ""

    assert "mailto:" not in client.get(f"/about/{slug}/").text
    assert re.search("not given an address (here )?yet", text(client, slug))


def test_security_txt_is_linked_only_where_there_is_one(client, settings):
    settings.CONTACT_EMAIL = "a@example.org"
    linked = client.get("/about/corrections/").text
    settings.CONTACT_EMAIL = ""
    unlinked = client.get("/about/corrections/").text

    assert 'href="/.well-known/security.txt"' in linked
    assert "security.txt" not in unlinked


# --- How we score ourselves ------------------------------------------------------------------


def test_our_marks_are_labelled_as_ours(client):
    guide = GuideFactory(title="Soreness")
    SectionFactory(guide=guide)

    told = text(client, "self-assessment")

    assert "Nobody outside has rated us." in told
    assert "This is our own score" in told


def test_a_guide_that_nobody_judged_shows_what_can_be_counted(client):
    GuideFactory(title="Soreness")

    told = text(client, "self-assessment")

    assert "the sum of 6 questions" in told
    assert "Not yet judged. None yet" in told


def test_drafts_are_not_scored(client):
    GuideFactory(title="A draft guide", published_at=None)

    told = text(client, "self-assessment")

    assert "A draft guide" not in told
    assert "No guide is published yet" in told


@time_machine.travel("2026-11-23", tick=False)
def test_every_shipped_guide_has_all_its_marks(client, content):
    told = text(client, "self-assessment")

    assert told.count("the sum of 15 questions") == 3
    assert "None yet" not in told
    assert "out of date" not in told


def test_a_guide_that_was_checked_after_we_judged_it_says_so(client):
    GuideFactory(slug="muscle-soreness", reviewed_on=date(2100, 1, 1))

    assert "What we judged may be out of date." in text(client, "self-assessment")
