"""Content files into the database: what becomes of them, and how rows follow them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guides import loading
from guides.kinds import digest
from guides.models import Claim, Guide, LoadedRecord, Notice, PopularClaim, Section, Source, Term
from tests.guides.loading import CLAIM, GUIDE, OTHER, SAYING, SOURCE, load

pytestmark = pytest.mark.django_db


def test_every_kind_of_row_is_loaded_with_its_links(files):
    printed = load()

    claim = Claim.objects.get(key="peak")
    assert claim.quantity_in_words == "24 to 72.5 hours after the session ends"
    assert list(claim.sources.all()) == [Source.objects.get(key="trial")]
    assert list(PopularClaim.objects.get(key="saying").claims.all()) == [claim]
    assert Notice.objects.get().headline == "Ask a doctor."
    assert printed.startswith(
        "1 sources, 1 claims, 1 popular claims, 1 notices, 1 terms, 1 guides: "
        "6 new, 0 changed, 0 kept as edited"
    )


@pytest.mark.parametrize("hour", [0, 23])
def test_what_was_checked_east_of_us_is_loaded_where_that_day_has_not_begun(files, hour):
    with time_machine.travel(datetime(2026, 1, 14, hour, tzinfo=UTC), tick=False):
        load()

    assert Claim.objects.get().reviewed_on == date(2026, 1, 15)


def test_a_guide_file_becomes_a_guide_with_sections_in_order(files):
    load()

    guide = Guide.objects.get(slug="soreness")
    assert guide.key_points == "- It fades.[@trial]\n- It eases."
    assert [(s.slug, s.heading, s.body) for s in guide.sections.all()] == [
        ("what", "What it is", "Soreness.[@trial]\n\n::: claim peak\n:::"),
        ("help", "What helps", "Time."),
    ]


def test_a_second_load_writes_nothing(files):
    load()

    with CaptureQueriesContext(connection) as queries:
        printed = load()

    assert "0 new, 0 changed, 0 kept" in printed
    # What is read in pieces is declared as a cursor on PostgreSQL.
    reads = ("SELECT", "DECLARE", "SAVEPOINT", "RELEASE")
    assert [query["sql"] for query in queries if not query["sql"].startswith(reads)] == []


def test_a_quiet_load_prints_nothing(files, capsys):
    call_command("load_content", "--quiet")

    assert capsys.readouterr() == ("", "")


def test_an_untouched_row_follows_its_file(files):
    load()
    files.write(sources=[SOURCE, OTHER], claims=[{**CLAIM, "high": 48, "sources": ["other"]}])

    printed = load()

    claim = Claim.objects.get()
    assert claim.high == 48
    assert claim.sources.get().key == "other"
    assert "1 new, 1 changed" in printed


def test_sections_follow_their_file(files):
    load()
    what = Section.objects.get(slug="what")
    files.write(
        guide=GUIDE.replace("Soreness.[@", "Ache.[@").replace("What helps {#help}", "New {#new}")
    )

    load()

    assert [section.slug for section in Section.objects.all()] == ["what", "new"]
    what.refresh_from_db()
    assert what.body.startswith("Ache.")


def test_a_guide_from_when_files_named_a_reviewer_still_follows_its_file(files):
    load()
    guide = Guide.objects.get()
    held_then = {**loading.KINDS[-1].record_of(guide), "clinical_reviewer": ""}
    LoadedRecord.objects.filter(key="soreness").update(digest=digest(held_then))
    files.write(guide=GUIDE.replace("Time.", "Time, and warmth."))

    load()

    assert guide.sections.get(slug="help").body == "Time, and warmth."


def test_a_row_follows_its_file_again_once_the_two_agree(files):
    load()
    Claim.objects.update(high=48)
    files.write(claims=[{**CLAIM, "high": 48}])
    load()
    files.write(claims=[{**CLAIM, "high": 50}])

    load()

    assert Claim.objects.get().high == 50


def test_a_row_that_left_its_file_stays(files):
    load()
    files.write(notices=[])

    load()

    assert Notice.objects.exists()


def test_a_row_that_its_file_no_longer_has_is_named_and_left_on_the_site(files, capsys):
    load()
    files.write(glossary=[])

    call_command("load_content", "--quiet")

    assert Term.objects.filter(key="half-life").exists()
    assert "no longer in the files, and still on the site" in capsys.readouterr().out


def test_the_record_of_a_row_is_what_its_file_holds(files):
    load()

    records = {kind.name: kind.record_of(*kind.rows().values()) for kind in loading.KINDS}

    assert records["sources"] == SOURCE
    assert {**records["claims"], "reviewed_on": "2026-01-15"} == CLAIM
    assert list(records["claims"]) == list(CLAIM)
    assert records["popular claims"] == SAYING
    assert records["guides"]["key_points"] == ["It fades.[@trial]", "It eases."]
    assert records["guides"]["published_at"] == "2026-01-15T12:00:00Z"
