"""The shipped content: whole, sourced and readable."""

import pytest
import textstat

from guides.guide_files import GuideKind
from guides.loading import KINDS
from guides.markdown import mentioned, plain_text
from guides.models import Claim, Guide, Notice, PopularClaim, Source

SLUGS = ["kratom-alkaloids", "muscle-soreness", "sleep-and-recovery"]

GUIDES = {record["slug"]: record for _, record in GuideKind().records()}


def test_the_three_guides_are_shipped():
    assert sorted(GUIDES) == SLUGS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_row_of_the_files_is_loaded(content, kind):
    keys = {record[kind.key_field] for _, record in kind.records()}

    assert keys
    assert keys == kind.rows().keys()


def test_the_guides_are_published(content):
    assert sorted(guide.slug for guide in Guide.objects.published()) == SLUGS


def test_a_consult_notice_is_published(content):
    assert Notice.objects.published().filter(kind="consult").exists()


def test_every_claim_has_a_source_that_we_saw(content):
    seen = Source.objects.filter(seen=True)

    assert list(Claim.objects.exclude(sources__in=seen)) == []


def test_every_popular_claim_is_answered_by_a_claim(content):
    assert list(PopularClaim.objects.filter(claims=None)) == []


def test_the_marketing_article_carries_no_claim(content):
    assert list(Claim.objects.filter(sources__key="seed-article")) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_guide_can_be_read_in_eight_school_years(slug):
    guide = GUIDES[slug]
    texts = [guide["summary"], *guide["key_points"], *(s["body"] for s in guide["sections"])]
    # Headings and points end a sentence, full stop or not.
    text = "\n".join(
        line if line.endswith((".", "!", "?")) else f"{line}."
        for line in plain_text("\n\n".join(texts)).splitlines()
    )

    assert textstat.flesch_kincaid_grade(text) <= 8
    assert textstat.automated_readability_index(text) <= 8


@pytest.mark.parametrize("slug", SLUGS)
def test_every_section_cites_a_source_or_shows_a_statement(slug):
    bare = [s["slug"] for s in GUIDES[slug]["sections"] if not any(mentioned(s["body"]))]

    assert bare == []
