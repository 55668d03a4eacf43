"""Content files into the database, beside what editors do there."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
import yaml
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guides import loading
from guides.kinds import digest
from guides.models import Claim, Guide, LoadedRecord, Notice, PopularClaim, Section, Source, Term
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db

SOURCE = {
    "key": "trial", "title": "A trial", "authors": "Huestis MA", "year": 2024, "publisher": "",
    "doi": "", "url": "", "kind": "review", "seen": True, "note": "",
}  # fmt: skip
UNSEEN, OTHER = {**SOURCE, "seen": False}, {**SOURCE, "key": "other"}
CLAIM = {
    "key": "peak", "topic": "soreness", "statement": "It peaks.", "low": 24, "high": 72.5,
    "unit": "hours", "basis": "evidence", "counted_from": "session-end", "floor": None,
    "ceiling": None, "verdict": "supported", "certainty": "high", "timing_note": "",
    "sources": ["trial"], "reviewed_on": "2026-01-15", "review_months": 12,
}  # fmt: skip
SAYING = {
    "key": "saying", "says": "It works.", "where": "", "low": None, "high": None, "unit": "",
    "evidence_says": "It does not.", "verdict": "contradicted", "claims": ["peak"],
}  # fmt: skip
NOTICE = {
    "key": "consult", "kind": "consult", "headline": "Ask a doctor.", "body": "",
    "is_published": True, "reviewed_on": "2026-01-15", "review_months": 6,
}  # fmt: skip
TERM = {
    "key": "half-life", "name": "Half-life", "also": ["t1/2"], "meaning": "Until half is gone.",
    "sources": ["trial"],
}  # fmt: skip
GUIDE = """---
slug: soreness
title: Soreness
topic: soreness
summary: What it is.
key_points:
  - "It fades.[@trial]"
  - It eases.
position: 1
author: The authors
reviewed_on: 2026-01-15
review_months: 6
published_at: "2026-01-15T12:00:00Z"
---

## What it is {#what}

Soreness.[@trial]

::: claim peak
:::

## What helps {#help}

Time.
"""


class Files:
    """A folder of content, written anew as a test asks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "guides").mkdir()
        self.write(sources=[SOURCE], claims=[CLAIM], notices=[NOTICE], guide=GUIDE)
        self.write(**{"popular-claims": [SAYING], "glossary": [TERM]})

    def write(self, guide: str | None = None, **rows: list) -> None:
        """Write some of the files over."""
        for name, content in rows.items():
            (self.folder / f"{name}.yaml").write_text(yaml.safe_dump(content))
        if guide is not None:
            (self.folder / "guides" / "soreness.md").write_text(guide)


@pytest.fixture
def files(tmp_path, monkeypatch):
    ours = [kind for kind in loading.KINDS if kind.model._meta.app_label == "guides"]
    monkeypatch.setattr(loading, "KINDS", [replace(kind, folder=tmp_path) for kind in ours])
    return Files(tmp_path)


def load() -> str:
    """Run the command; what it printed."""
    out = StringIO()
    call_command("load_content", stdout=out)
    return out.getvalue()


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


def test_an_editor_s_change_is_kept_when_the_file_changes(files):
    load()
    Claim.objects.update(high=60)
    files.write(claims=[{**CLAIM, "statement": "It peaks late."}])

    printed = load()

    claim = Claim.objects.get()
    assert (claim.high, claim.statement) == (60, "It peaks.")
    assert "1 kept as edited" in printed
    assert "claims: peak" in printed


def test_what_an_editor_and_the_file_both_changed_is_named_even_at_a_quiet_start(files, capsys):
    load()
    Claim.objects.update(high=60)
    unchanged = load()
    files.write(claims=[{**CLAIM, "statement": "It peaks later."}])

    call_command("load_content", "--quiet")

    assert "newer text" not in unchanged
    assert (
        "kept as edited, though the file has a newer text, claims: peak" in capsys.readouterr().out
    )


def test_a_row_that_its_file_no_longer_has_is_named_and_left_on_the_site(files, capsys):
    load()
    files.write(glossary=[])

    call_command("load_content", "--quiet")

    assert Term.objects.filter(key="half-life").exists()
    assert "no longer in the files, and still on the site" in capsys.readouterr().out


def test_a_guide_from_when_files_named_a_reviewer_still_follows_its_file(files):
    load()
    guide = Guide.objects.get()
    held_then = {**loading.KINDS[-1].record_of(guide), "clinical_reviewer": ""}
    LoadedRecord.objects.filter(key="soreness").update(digest=digest(held_then))
    files.write(guide=GUIDE.replace("Time.", "Time, and warmth."))

    load()

    assert guide.sections.get(slug="help").body == "Time, and warmth."


def test_a_named_reviewer_is_no_change_to_the_text(files):
    load()
    Guide.objects.update(clinical_reviewer="Jane Roe, pharmacist")
    files.write(guide=GUIDE.replace("Time.", "Time, and warmth."))

    load()

    assert Guide.objects.get().sections.get(slug="help").body == "Time, and warmth."
    assert Guide.objects.get().clinical_reviewer == "Jane Roe, pharmacist"


def test_an_editor_s_change_of_links_is_kept(files):
    load()
    Claim.objects.get().sources.clear()

    load()

    assert not Claim.objects.get().sources.exists()


def test_an_editor_s_change_of_one_section_keeps_the_whole_guide(files):
    load()
    Section.objects.filter(slug="help").update(body="Rest.")
    files.write(guide=GUIDE.replace("Soreness.[@", "Ache.[@"))

    load()

    assert [s.body[:5] for s in Section.objects.all()] == ["Soren", "Rest."]


def test_an_unpublished_claim_stays_unpublished(files):
    load()
    Claim.objects.update(is_published=False)
    files.write(claims=[{**CLAIM, "high": 48}])

    load()

    assert not Claim.objects.get().is_published


def test_a_row_that_an_editor_deleted_stays_deleted(files):
    load()
    Notice.objects.all().delete()
    Guide.objects.all().delete()

    printed = load()

    assert not Notice.objects.exists()
    assert not Guide.objects.exists()
    assert "2 left deleted" in printed


def test_an_editor_s_own_row_with_the_same_key_is_kept(files):
    ClaimFactory(key="peak", statement="Mine.")

    load()
    load()

    assert Claim.objects.get().statement == "Mine."


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


BAD = [
    ({"claims": [{**CLAIM, "high": 1}]}, ["claims.yaml, peak", "upper end"]),
    ({"claims": [{**CLAIM, "high": "late"}]}, ["claims.yaml, peak", "high", "late"]),
    ({"claims": [{**CLAIM, "verdict": "true"}]}, ["claims.yaml, peak", "verdict"]),
    ({"claims": [{**CLAIM, "sources": ["nobody"]}]}, ["peak", "sources", "no source “nobody”"]),
    ({"claims": [{**CLAIM, "sources": "trial"}]}, ["peak", "sources", "list"]),
    ({"sources": [UNSEEN]}, ["peak", "sources", "one source that we have seen"]),
    ({"claims": [{**CLAIM, "colour": "red"}]}, ["peak", "colour", "no such field"]),
    ({"claims": [{k: v for k, v in CLAIM.items() if k != "unit"}]}, ["peak", "unit", "missing"]),
    ({"claims": [{**CLAIM, "reviewed_on": "2099-01-01"}]}, ["peak", "reviewed_on", "future"]),
    ({"claims": [CLAIM, CLAIM]}, ["claims.yaml, peak", "twice"]),
    ({"claims": [{"topic": "soreness"}]}, ["claims.yaml", "row 1 has no key"]),
    ({"claims": {"peak": CLAIM}}, ["claims.yaml", "list"]),
    ({"claims": None}, ["claims.yaml", "list"]),
    (
        {"guide": GUIDE.replace("Time.", "Time.\nMore.[@nobody]")},
        ["guides/soreness.md, soreness", "section help", "Line 2", "no source “nobody”"],
    ),
    (
        {"guide": GUIDE.replace("- It eases.", "- It eases.[@nobody]")},
        ["guides/soreness.md, soreness", "key_points", "Line 2", "no source “nobody”"],
    ),
    (
        {"guide": GUIDE.replace("claim peak", "claim nothing")},
        ["guides/soreness.md, soreness", "section what", "Line 3", "no claim “nothing”"],
    ),
    ({"guide": GUIDE.replace(" {#help}", "")}, ["guides/soreness.md", "## What helps"]),
    ({"guide": GUIDE.replace("{#help}", "{#what}")}, ["guides/soreness.md", "what", "same anchor"]),
    ({"guide": GUIDE.replace("## What it is {#what}", "")}, ["soreness.md", "before the first"]),
    ({"guide": GUIDE.replace("slug: soreness", "")}, ["guides/soreness.md", "no slug"]),
    ({"guide": GUIDE.replace("title: Soreness", "title: [")}, ["guides/soreness.md"]),
    ({"guide": GUIDE.replace("position: 1", "position: first")}, ["soreness", "position", "first"]),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "words"), BAD)
def test_a_bad_file_is_refused_naming_file_row_and_field(files, broken, words):
    files.write(**broken)

    with pytest.raises(CommandError) as refusal:
        load()

    assert [word for word in words if word not in str(refusal.value)] == []


def test_a_source_that_was_not_seen_after_all_cannot_go_on_to_carry_a_claim_alone(files):
    load()
    files.write(sources=[UNSEEN])

    with pytest.raises(CommandError) as refusal:
        load()

    words = "A claim needs at least one source that we have seen. Without: peak."
    assert f"sources.yaml, trial: seen: {words}" in str(refusal.value)
    assert Source.objects.get().seen


def test_it_may_if_the_claim_names_another_one_in_the_same_load(files):
    load()
    files.write(sources=[UNSEEN, OTHER], claims=[{**CLAIM, "sources": ["other", "trial"]}])

    load()

    assert not Source.objects.get(key="trial").seen


def test_a_bad_file_leaves_everything_as_it_was(files):
    load()
    files.write(sources=[{**SOURCE, "title": "Another"}], guide=GUIDE.replace("@trial", "@nobody"))

    with pytest.raises(CommandError):
        load()

    assert Source.objects.get().title == "A trial"
    assert LoadedRecord.objects.count() == 6


def test_a_file_that_is_not_there_is_named(files):
    (files.folder / "notices.yaml").unlink()

    with pytest.raises(CommandError, match=r"notices\.yaml"):
        load()


def test_a_file_that_is_not_yaml_is_refused_with_its_line(files):
    (files.folder / "notices.yaml").write_text("- key: consult\n  kind: [")

    with pytest.raises(CommandError, match=r"notices\.yaml: (.|\n)*line 3"):
        load()


def test_a_file_that_is_not_text_is_refused(files):
    (files.folder / "notices.yaml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(CommandError, match=r"notices\.yaml"):
        load()


def test_the_record_of_a_row_is_what_its_file_holds(files):
    load()

    records = {kind.name: kind.record_of(*kind.rows().values()) for kind in loading.KINDS}

    assert records["sources"] == SOURCE
    assert {**records["claims"], "reviewed_on": "2026-01-15"} == CLAIM
    assert list(records["claims"]) == list(CLAIM)
    assert records["popular claims"] == SAYING
    assert records["guides"]["key_points"] == ["It fades.[@trial]", "It eases."]
    assert records["guides"]["published_at"] == "2026-01-15T12:00:00Z"
