"""The shipped content: whole, sourced and readable."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time

import pytest
import textstat
import time_machine
from django.template.loader import render_to_string

from guides.checking import Weight, check_everything
from guides.guide_files import GuideKind
from guides.loading import KINDS
from guides.markdown import plain_text
from guides.models import Claim, Guide, PopularClaim

SLUGS = ["kratom-alkaloids", "muscle-soreness", "sleep-and-recovery"]

GUIDES = {record["slug"]: record for _, record in GuideKind().records()}
# The day on which all of it was checked.
DAY = max(guide["reviewed_on"] for guide in GUIDES.values())


@pytest.fixture
def shipped(searchable_content: None) -> Iterator[None]:
    """The site as shipped, in the evening of that day."""
    with time_machine.travel(datetime.combine(DAY, time(21), UTC), tick=False):
        yield


def test_the_three_guides_are_shipped():
    assert sorted(GUIDES) == SLUGS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_row_of_the_files_is_loaded(content, kind):
    keys = {record[kind.key_field] for _, record in kind.records()}

    assert keys
    assert keys == kind.rows().keys()


@pytest.mark.usefixtures("shipped")
def test_the_guides_are_published():
    assert sorted(guide.slug for guide in Guide.objects.published()) == SLUGS


@pytest.mark.usefixtures("shipped")
def test_check_content_finds_no_error():
    found = check_everything(DAY)

    assert [str(finding) for finding in found if finding.weight is Weight.ERROR] == []


@pytest.mark.usefixtures("shipped")
def test_a_number_of_ours_whose_claim_is_edited_away_is_found():
    Claim.objects.filter(key="doms-peak").update(high=60)

    found = [str(finding) for finding in check_everything(DAY)]

    assert any(
        finding.startswith("guide muscle-soreness, section course: “24 to 72” stands in no")
        for finding in found
    )


def test_every_popular_claim_is_answered_by_a_claim(content):
    assert list(PopularClaim.objects.filter(claims=None)) == []


def test_the_marketing_article_carries_no_claim(content):
    assert list(Claim.objects.filter(sources__key="seed-article")) == []


@pytest.mark.parametrize(
    ("partial", "claim"),
    [("_call", "emergency-numbers"), ("_crisis_lines", "crisis-lines")],
)
def test_whom_to_call_is_what_a_claim_says(content, partial, claim):
    statement = Claim.objects.get(key=claim).statement.replace(" ", "")

    numbers = re.findall(r'href="tel:(\d+)"', render_to_string(f"_partials/{partial}.html"))

    assert numbers
    assert [number for number in numbers if number not in statement] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_guide_can_be_read_in_eight_school_years(slug):
    guide = GUIDES[slug]
    texts = [guide["summary"], *guide["key_points"], *(s["body"] for s in guide["sections"])]
    # Headings and points end a sentence, full stop or not.
    text = "\n".join(
        line if line.endswith((".", "!", "?")) else f"{line}."
        for line in plain_text("\n\n".join(texts)).splitlines()
    )

    # Counts letters, where check_content counts syllables.
    assert textstat.automated_readability_index(text) <= 8
