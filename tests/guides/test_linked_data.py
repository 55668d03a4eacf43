"""What search engines are told of a page."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client

from guides.linked_data import claim_page, guide_page
from guides.models import Guide
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    SectionFactory,
    SignOffFactory,
    SourceFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_url")]

ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
PAPER = {"title": "A trial", "authors": "Huestis MA", "year": 2024, "doi": "10.1000/xyz"}


def told(client: Client, path: str) -> dict[str, Any]:
    """The one piece of data in a page's head."""
    head = client.get(path, headers={"host": "127.0.0.1"}).text.partition("</head>")[0]
    [found] = ELEMENT.findall(head)
    return json.loads(found)


@pytest.fixture
def guide() -> Guide:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False):
        guide = GuideFactory(
            slug="soreness", title="Soreness", summary="What eases it.", author="The authors",
            reviewed_on=date(2026, 2, 1), published_at=datetime(2026, 2, 2, tzinfo=UTC),
        )  # fmt: skip
    SourceFactory(key="trial", **PAPER)
    SourceFactory(key="advice", title="Advice", kind="official-advice", url="https://nhs.example/")
    SectionFactory(guide=guide, body="Second.[@advice] First.[@trial]")
    return guide


def test_a_guide_is_a_medical_page_with_its_dates_and_its_audience(client, guide):
    data = told(client, "/guides/soreness/")

    expected = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": "Soreness",
        "description": "What eases it.",
        "url": "https://handbook.example.org/guides/soreness/",
        "inLanguage": "en-GB",
        "datePublished": "2026-02-02T00:00:00+00:00",
        "dateModified": "2026-03-02T09:00:00+00:00",
        "lastReviewed": "2026-02-01",
        "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "about": {"@type": "Thing", "name": "Soreness"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert data | expected == data
    assert data["isPartOf"]["url"] == "https://handbook.example.org/"


def test_a_guide_names_the_page_of_its_sources_which_names_them_in_their_order(client, guide):
    data = told(client, "/guides/soreness/")
    listed = told(client, "/guides/soreness/sources/")

    assert data["citation"] == listed["url"]
    assert listed["isPartOf"] == {"@id": data["@id"]}
    assert listed["citation"] == [
        {
            "@type": "WebPage",
            "name": "Advice",
            "author": "Huestis MA, Brett MA",
            "url": "https://nhs.example/",
        },
        {
            "@type": "ScholarlyArticle",
            "name": "A trial",
            "author": "Huestis MA",
            "datePublished": "2024",
            "sameAs": "https://doi.org/10.1000/xyz",
        },
    ]


def test_a_reviewer_is_told_with_the_day_of_the_approval(client, guide):
    before = told(client, "/guides/soreness/")
    approved(guide, "Jane Roe", "pharmacist", day=3)
    approved(guide, "John Doe", "physician", day=4)

    after = told(client, "/guides/soreness/")

    assert "reviewedBy" not in before
    assert before["lastReviewed"] == "2026-02-01"
    assert after["lastReviewed"] == "2026-03-04"
    assert after["reviewedBy"] == [
        {"@type": "Person", "name": "John Doe", "jobTitle": "physician"},
        {"@type": "Person", "name": "Jane Roe", "jobTitle": "pharmacist"},
    ]


def test_whoever_approved_before_our_last_check_is_not_told_beside_its_day(client, guide):
    approved(guide, "Jane Roe", "pharmacist", day=3)
    Guide.objects.update(reviewed_on=date(2026, 3, 9))

    data = told(client, "/guides/soreness/")

    assert data["lastReviewed"] == "2026-03-09"
    assert "reviewedBy" not in data


def approved(guide: Guide, name: str, qualification: str, *, day: int) -> None:
    """An approval on a day of March."""
    given_at = datetime(2026, 3, day, 12, tzinfo=UTC)
    SignOffFactory(
        invitation__guide=guide, name=name, qualification=qualification, given_at=given_at
    )


def test_an_author_is_a_person():
    data = guide_page(GuideFactory(author="Ada Example"))

    assert data["author"] == {"@type": "Person", "name": "Ada Example"}


def test_an_author_that_is_the_project_itself_is_none():
    data = guide_page(GuideFactory(author="The Recovery Handbook project"))

    assert data["author"] == {
        "@type": "Organization",
        "name": "The Recovery Handbook project",
        "url": "https://handbook.example.org/about/who-writes/",
    }
    assert data["publisher"]["name"] == data["author"]["name"]


def test_a_guide_set_for_later_was_not_changed_before_it_appeared():
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC), tick=False):
        guide = GuideFactory(published_at=datetime(2026, 3, 9, tzinfo=UTC))

    data = guide_page(guide)

    assert data["dateModified"] == data["datePublished"] == "2026-03-09T00:00:00+00:00"


def test_a_draft_can_be_told_without_the_days_it_lacks():
    draft = GuideFactory(published_at=None, reviewed_on=None)

    data = guide_page(draft)

    assert {"datePublished", "lastReviewed"}.isdisjoint(data)


def test_a_claim_is_a_page_and_not_the_rating_of_a_fact_checker():
    claim = ClaimFactory(key="peak", statement="It peaks. Then it fades.")

    data = claim_page(claim, [SourceFactory(**PAPER)])

    assert data["@type"] == "MedicalWebPage"
    assert data["name"] == "It peaks."
    assert data["description"] == "It peaks. Then it fades."
    assert data["url"] == "https://handbook.example.org/evidence/peak/"
    assert data["lastReviewed"] == "2026-01-15"
    assert data["citation"][0]["sameAs"] == "https://doi.org/10.1000/xyz"
    assert "ClaimReview" not in json.dumps(data)
    assert "reviewRating" not in json.dumps(data)


def test_the_page_of_a_claim_tells_it(client):
    ClaimFactory(key="peak", sources=[SourceFactory(**PAPER)])

    data = told(client, "/evidence/peak/")

    assert data["url"] == "https://handbook.example.org/evidence/peak/"
    assert [source["name"] for source in data["citation"]] == ["A trial"]


def test_the_start_says_how_the_site_is_searched(client):
    data = told(client, "/")

    assert data["@type"] == "WebSite"
    assert data["potentialAction"]["@type"] == "SearchAction"
    assert data["potentialAction"]["target"]["urlTemplate"] == (
        "https://handbook.example.org/search/?q={words}"
    )


def test_no_text_ends_the_element_that_holds_it():
    claim = ClaimFactory(statement='</script><!-- & “quoted” "too" \u2028 ü')
    template = Template("{% load linked_data %}{% claim_data claim sources %}")

    html = template.render(Context({"claim": claim, "sources": []}))

    [found] = ELEMENT.findall(html)
    assert not set(found) & set("<>&")
    assert json.loads(found)["description"] == claim.statement
