"""Content files that are refused: what is said of them, and that nothing is loaded."""

import pytest
from django.core.management import CommandError

from guides.models import LoadedRecord, Source
from tests.guides.loading import CLAIM, GUIDE, OTHER, SOURCE, UNSEEN, load

pytestmark = pytest.mark.django_db

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
