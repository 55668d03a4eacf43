"""What the database and the forms refuse, and what rows say of themselves."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from guides.models import Claim, Guide, Notice
from guides.reviewing import LAST_DAY, LONGEST_MONTHS
from tests.factories import (
    PUBLISHED_AT,
    ClaimFactory,
    GuideFactory,
    NoticeFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db

RULE_READS = {"basis": "evidence", "low": 1, "high": 2, "unit": "hours"}

BROKEN = [
    (ClaimFactory, {"low": 3, "high": 2}, "claim_low_is_not_above_high"),
    (ClaimFactory, {**RULE_READS, "low": None}, "claim_with_a_basis_has_numbers_and_a_unit"),
    (ClaimFactory, {**RULE_READS, "high": None}, "claim_with_a_basis_has_numbers_and_a_unit"),
    (ClaimFactory, {**RULE_READS, "unit": "moons"}, "claim_with_a_basis_has_numbers_and_a_unit"),
    (ClaimFactory, {**RULE_READS, "low": -1}, "claim_with_a_basis_is_not_under_zero"),
    (ClaimFactory, {"low": 5, "floor": 6}, "claim_low_is_not_under_its_floor"),
    (ClaimFactory, {"high": 8, "ceiling": 7}, "claim_high_is_not_over_its_ceiling"),
    (ClaimFactory, {"topic": "weather"}, "claim_topic_is_known"),
    (ClaimFactory, {"verdict": "true"}, "claim_verdict_is_known"),
    (ClaimFactory, {"certainty": "sure"}, "claim_certainty_is_known"),
    (ClaimFactory, {**RULE_READS, "basis": "hope"}, "claim_basis_is_known"),
    (ClaimFactory, {"counted_from": "lunch"}, "claim_counted_from_is_known"),
    (ClaimFactory, {"review_months": 0}, "claim_review_months_are_positive"),
    (ClaimFactory, {"review_months": 121}, "claim_review_is_due_within_ten_years"),
    (ClaimFactory, {"reviewed_on": date(2100, 1, 2)}, "claim_reviewed_on_is_not_after_2100"),
    (PopularClaimFactory, {"low": 3, "high": 2}, "popular_claim_low_is_not_above_high"),
    (PopularClaimFactory, {"verdict": "true"}, "popularclaim_verdict_is_known"),
    (SourceFactory, {"kind": "rumour"}, "source_kind_is_known"),
    (GuideFactory, {"reviewed_on": None}, "guide_is_reviewed_before_it_is_published"),
    (GuideFactory, {"topic": "weather"}, "guide_topic_is_known"),
    (GuideFactory, {"review_months": 0}, "guide_review_months_are_positive"),
    (GuideFactory, {"review_months": 121}, "guide_review_is_due_within_ten_years"),
    (GuideFactory, {"reviewed_on": date(2100, 1, 2)}, "guide_reviewed_on_is_not_after_2100"),
    (NoticeFactory, {"kind": "consult"}, "consult_notice_names_a_professional"),
    (NoticeFactory, {"kind": "advert"}, "notice_kind_is_known"),
    (NoticeFactory, {"review_months": 0}, "notice_review_months_are_positive"),
    (NoticeFactory, {"review_months": 121}, "notice_review_is_due_within_ten_years"),
    (NoticeFactory, {"reviewed_on": date(2100, 1, 2)}, "notice_reviewed_on_is_not_after_2100"),
]


@pytest.mark.parametrize(
    ("make", "values", "constraint"), BROKEN, ids=[constraint for _, _, constraint in BROKEN]
)
def test_the_database_refuses_what_must_never_be(make, values, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make(**values)


@pytest.mark.parametrize(
    ("make", "values", "constraint"), BROKEN, ids=[constraint for _, _, constraint in BROKEN]
)
def test_a_form_is_told_of_it_before_the_database_is(make, values, constraint):
    row = make.build(**values)

    with pytest.raises(ValidationError):
        row.full_clean()


@pytest.mark.parametrize("low", [0, 1])
def test_a_claim_with_a_basis_counts_from_zero(low):
    ClaimFactory(**RULE_READS | {"low": low})

    assert Claim.objects.count() == 1


def test_a_claim_without_a_basis_may_have_a_number_under_zero():
    ClaimFactory(low=-0.04, high=0.47)

    assert Claim.objects.count() == 1


@pytest.mark.parametrize("factory", [ClaimFactory, GuideFactory, NoticeFactory])
def test_the_evidence_was_not_checked_on_a_day_to_come(factory):
    row = factory.build(reviewed_on=date(2026, 3, 12))

    with (
        time_machine.travel(datetime(2026, 3, 10, 23, tzinfo=UTC), tick=False),
        pytest.raises(ValidationError) as refusal,
    ):
        row.clean_fields()

    assert refusal.value.message_dict == {
        "reviewed_on": ["The evidence cannot have been checked in the future."]
    }


@pytest.mark.parametrize("day", [10, 11], ids=["today", "today in a zone to the east"])
@pytest.mark.parametrize("factory", [ClaimFactory, GuideFactory, NoticeFactory])
def test_the_evidence_may_have_been_checked_today(factory, day):
    row = factory.build(reviewed_on=date(2026, 3, day))

    with time_machine.travel(datetime(2026, 3, 10, 0, tzinfo=UTC), tick=False):
        row.clean_fields()


@pytest.mark.parametrize(
    "anchor", ["main", "references", "claim-doms-peak", "ref-1", "cite-1a", "words"]
)
def test_a_section_cannot_take_an_anchor_of_the_page(anchor):
    with pytest.raises(IntegrityError, match="section_anchor_is_not_one_of_the_page"):
        SectionFactory(slug=anchor)


@pytest.mark.parametrize(
    "key", ["main", "open-data", "summary", "topic-sleep", "by-verdict", "saying-says", "i-talk"]
)
def test_a_popular_claim_cannot_take_an_id_of_its_page(key):
    with pytest.raises(IntegrityError, match="popular_claim_key_is_not_an_id_of_the_page"):
        PopularClaimFactory(key=key)


@pytest.mark.parametrize("key", ["main", "letter-a", "letter-none", "v-mixed"])
def test_a_word_of_the_glossary_cannot_take_an_id_of_its_page(key):
    with pytest.raises(IntegrityError, match="term_key_is_not_an_id_of_the_page"):
        TermFactory(key=key)


@pytest.mark.parametrize("path", ["/glossary/", "/claims-checked/"])
def test_the_ids_that_a_page_has_besides_its_rows_are_all_taken(client, content, path):
    factory = {"/glossary/": TermFactory, "/claims-checked/": PopularClaimFactory}[path]
    model = factory._meta.model
    keys = set(model.objects.values_list("key", flat=True))
    own = set(re.findall(r' id="([^"]+)"', client.get(path).text)) - keys

    for name in own:
        with pytest.raises(ValidationError, match="The page itself uses this anchor"):
            factory.build(key=name).validate_constraints()
    assert "main" in own


def test_two_sections_of_a_guide_cannot_share_an_anchor():
    first = SectionFactory()

    with pytest.raises(IntegrityError):
        SectionFactory(guide=first.guide, slug=first.slug)


@pytest.mark.parametrize("text", ["Ask a DOCTOR first.", "Ask your pharmacist first."])
@pytest.mark.parametrize("field", ["headline", "body"])
def test_a_consult_notice_names_a_doctor_or_a_pharmacist_somewhere(field, text):
    NoticeFactory(kind="consult", **{field: text})

    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("reviewed_on", "months", "due_on"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (LAST_DAY, LONGEST_MONTHS, date(2110, 1, 1)),
    ],
)
def test_the_next_review_is_due_some_months_after_the_last(reviewed_on, months, due_on):
    claim = ClaimFactory.build(reviewed_on=reviewed_on, review_months=months)

    assert claim.review_due_on == due_on


def test_a_review_is_overdue_from_the_day_after_it_was_due():
    claim = ClaimFactory.build(reviewed_on=date(2026, 1, 15), review_months=1)

    overdue = [claim.is_overdue(date(2026, 2, day)) for day in (14, 15, 16)]

    assert overdue == [False, False, True]


def test_a_draft_without_a_review_has_none_due():
    guide = GuideFactory.build(reviewed_on=None, published_at=None)

    assert guide.review_due_on is None
    assert not guide.is_overdue(date(2099, 1, 1))


def test_visitors_read_a_guide_from_the_moment_of_its_publication():
    guide = GuideFactory()
    GuideFactory(published_at=None)

    before = Guide.objects.published(at=PUBLISHED_AT - timedelta(seconds=1))
    after = Guide.objects.published(at=PUBLISHED_AT)

    assert list(before) == []
    assert list(after) == [guide]


def test_a_guide_set_for_a_later_day_is_not_published_yet():
    guide = GuideFactory.build(published_at=datetime(2030, 1, 1, tzinfo=UTC))

    assert not guide.is_published(PUBLISHED_AT)


def test_an_unpublished_claim_is_not_among_the_published():
    shown = ClaimFactory()
    ClaimFactory(is_published=False)

    assert list(Claim.objects.published()) == [shown]


@pytest.mark.parametrize(
    ("authors", "year", "short"),
    [
        ("Huestis MA, Brett MA", 2024, "Huestis, 2024"),
        ("White CM", 2019, "White, 2019"),
        ("Abdullah MFIL, Singh D", 2019, "Abdullah, 2019"),
        ("National Sleep Foundation", 2022, "National Sleep Foundation, 2022"),
        ("NHS", None, "NHS, undated"),
    ],
)
def test_a_source_is_named_by_its_first_author_and_year(authors, year, short):
    assert SourceFactory.build(authors=authors, year=year).short == short


def test_a_source_whose_authors_are_not_known_is_named_by_where_it_was():
    source = SourceFactory.build(authors="", publisher="Cureus", year=None)

    assert source.short == "Cureus, undated"


@pytest.mark.parametrize(
    ("doi", "url", "address"),
    [
        ("10.1/x", "https://example.org/", "https://doi.org/10.1/x"),
        ("", "https://example.org/", "https://example.org/"),
        ("", "", ""),
    ],
)
def test_a_source_is_found_by_its_doi_before_its_page(doi, url, address):
    assert SourceFactory.build(doi=doi, url=url).address == address


def test_a_claim_says_its_number_and_what_it_is_counted_from():
    claim = ClaimFactory(low="8.8", high="8.8", unit="hours", counted_from="bedtime")
    claim.refresh_from_db()

    assert claim.quantity_in_words == "8.8 hours before bedtime"


@pytest.mark.parametrize(("words", "minutes"), [(10, 1), (400, 2), (1000, 5)])
def test_two_hundred_words_take_a_minute_to_read(words, minutes):
    guide = GuideFactory()
    SectionFactory(guide=guide, body="word " * words)

    assert guide.reading_minutes == minutes


def test_key_points_are_a_list():
    guide = GuideFactory.build(key_points="- One.\nTwo.")

    with pytest.raises(ValidationError, match="Line 2"):
        guide.full_clean()


@pytest.mark.parametrize("row", [GuideFactory.build(key_points="- A.[@nobody]"), None])
def test_an_unknown_citation_is_refused_with_its_line(row):
    row = row or SectionFactory.build(guide=GuideFactory(), body="One.\n\nTwo.[@nobody]")
    line = 1 if isinstance(row, Guide) else 3

    with pytest.raises(ValidationError, match=f"Line {line}: There is no source “nobody”"):
        row.full_clean()
