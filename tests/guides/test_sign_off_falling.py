"""An approval falls when readers would read something else, and not before."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from guides import sign_off
from guides.models import Claim, Guide, PopularClaim, Section, Term
from guides.sign_off import text_of
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    InvitationFactory,
    SectionFactory,
    SourceFactory,
)
from tests.guides.approving import approved, reviewer_of
from tests.guides.signing_off import saved

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)

# What a reader of the guide reads, and how it changes.
READ = {
    "its title": lambda guide: saved(guide, title="Sore muscles"),
    "its summary": lambda guide: saved(guide, summary="What is known by now."),
    "its key points": lambda guide: saved(guide, key_points="- It eases."),
    "the heading of a section": lambda guide: saved(Section.objects.get(), heading="What is it?"),
    "the anchor of a section": lambda guide: saved(Section.objects.get(), slug="what-it-is"),
    "the text of a section": lambda guide: saved(Section.objects.get(), body="Sore."),
    "another section": lambda guide: saved(SectionFactory(guide=guide)),
    "what a claim says": lambda guide: saved(Claim.objects.get(), statement="It lasts."),
    "the number of a claim": lambda guide: saved(Claim.objects.get(), high=96),
    "where a number comes from": lambda guide: saved(Claim.objects.get(), basis="caution"),
    "the verdict of a claim": lambda guide: saved(Claim.objects.get(), verdict="mixed"),
    "the certainty of a claim": lambda guide: saved(Claim.objects.get(), certainty="low"),
    "whether a claim is shown": lambda guide: saved(Claim.objects.get(), is_published=False),
    "the sources of a claim": lambda guide: Claim.objects.get().sources.add(SourceFactory()),
    "what people say": lambda guide: saved(PopularClaim.objects.get(), says="It never works."),
    "what studies show": lambda guide: saved(PopularClaim.objects.get(), evidence_says="No."),
    "the verdict on it": lambda guide: saved(PopularClaim.objects.get(), verdict="weak"),
}


# What no reader of the text reads in it.
UNREAD = {
    "a check of the evidence": lambda guide: saved(guide, reviewed_on=date(2026, 2, 1)),
    "its place among the guides": lambda guide: saved(guide, position=99),
    "since when it is read": lambda guide: saved(guide, published_at=NOW - timedelta(days=9)),
    "its address": lambda guide: saved(guide, slug="sore-muscles"),
    "a check of a claim": lambda guide: saved(Claim.objects.get(), reviewed_on=date(2026, 2, 1)),
    "a note for editors": lambda guide: saved(Claim.objects.get(), timing_note="Look again."),
    "a claim of another guide": lambda guide: saved(ClaimFactory(statement="Sleep helps.")),
}


@pytest.mark.parametrize("change", READ.values(), ids=READ)
def test_an_approval_falls_when_a_reader_reads_something_else(guide_in_full, change):
    approval = approved(guide_in_full)

    with time_machine.travel(NOW, tick=False):
        change(guide_in_full)
        sign_off.let_fall()

    approval.refresh_from_db()
    assert approval.fell_at == NOW
    assert reviewer_of(guide_in_full) == ""


@pytest.mark.parametrize("change", UNREAD.values(), ids=UNREAD)
def test_an_approval_stands_when_a_reader_reads_the_same(guide_in_full, change):
    approval = approved(guide_in_full)

    change(guide_in_full)

    approval.refresh_from_db()
    assert approval.fell_at is None
    assert reviewer_of(guide_in_full) == "Jane Roe, pharmacist"


def test_what_a_word_means_belongs_to_the_text(guide_in_full):
    before = text_of(guide_in_full)
    saved(Term.objects.get(), meaning="Soreness that comes late.")

    assert text_of(guide_in_full) != before


def test_sections_in_another_order_are_another_text(guide_in_full):
    first, _ = (SectionFactory(guide=guide_in_full, position=place) for place in (8, 9))
    before = text_of(Guide.objects.get())
    saved(first, position=10)

    assert text_of(Guide.objects.get()) != before


def test_an_approval_that_fell_stays_so_when_the_old_words_come_back(guide_in_full):
    approval = approved(guide_in_full)
    saved(guide_in_full, title="Sore muscles")

    saved(guide_in_full, title="Soreness")

    approval.refresh_from_db()
    assert approval.fell_at is not None
    assert reviewer_of(guide_in_full) == ""


def test_content_files_that_change_a_text_let_its_approval_fall(content):
    guide = Guide.objects.get(slug="muscle-soreness")
    approval = approved(guide)
    Guide.objects.filter(pk=guide.pk).update(title="Another title")

    call_command("load_content", quiet=True)

    approval.refresh_from_db()
    assert approval.fell_at is not None


def test_where_nothing_is_approved_a_save_asks_one_query_more(
    guide_in_full, django_assert_num_queries: DjangoAssertNumQueries
):
    InvitationFactory(guide=guide_in_full)

    with django_assert_num_queries(1):
        sign_off.let_fall()


def test_many_approvals_are_compared_in_as_many_queries_as_one(
    guide_in_full, django_assert_num_queries: DjangoAssertNumQueries
):
    for one in (guide_in_full, guide_in_full, *(GuideFactory() for _ in range(3))):
        approved(one)

    # The approvals, guides, sections; claims, sources, words.
    with django_assert_num_queries(6):
        sign_off.let_fall()


# What a text can hold, and a change to the row behind it.
PART_OF_A_TEXT = {
    "::: claim peak\n:::": lambda: saved(Claim.objects.get(), statement="It lasts."),
    "It [peaks](claim:peak).": lambda: saved(Claim.objects.get(), statement="It lasts."),
    # Only as what answers what people say.
    "::: popular saying\n:::": lambda: saved(Claim.objects.get(), certainty="very-low"),
    "::: popular saying\n::: ": lambda: saved(PopularClaim.objects.get(), says="It never works."),
    "[Sore](term:doms).": lambda: saved(Term.objects.get(), meaning="Something else."),
    "Sore.[@new]": lambda: saved(SourceFactory(key="new")),
    "Sore.": lambda: saved(Section.objects.get(), body="Not sore."),
}


@pytest.mark.parametrize(("body", "change"), PART_OF_A_TEXT.items(), ids=PART_OF_A_TEXT)
def test_a_save_lets_the_approvals_fall_of_all_texts_that_the_row_is_part_of(
    guide_in_full, body, change
):
    Section.objects.update(body=body)
    approval = approved(guide_in_full)

    change()

    approval.refresh_from_db()
    assert approval.fell_at is not None


def test_a_claim_behind_a_drawing_is_part_of_the_text(guide_in_full):
    Section.objects.update(body="::: drawing receptors\n:::")
    claim = ClaimFactory(key="adrenergic-serotonergic-actions")
    approval = approved(guide_in_full)

    saved(claim, statement="It acts otherwise.")

    approval.refresh_from_db()
    assert approval.fell_at is not None


def test_a_save_draws_no_approved_text_that_the_row_is_no_part_of(guide_in_full, monkeypatch):
    approved(guide_in_full)
    drawn = []
    monkeypatch.setattr(sign_off, "_named", lambda words, citations: drawn.append(words))

    saved(ClaimFactory(key="another"), statement="Sleep helps.")

    assert drawn == []
