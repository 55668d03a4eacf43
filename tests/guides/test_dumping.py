"""The database into content files: nothing is lost, and nothing else moves."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guides.kinds import CONTENT
from guides.models import Guide, Notice, Section, Source
from tests.factories import GuideFactory, NoticeFactory, SectionFactory, TermFactory
from tests.guides.commands import run
from tests.guides.dumping import GUIDE, NOTICES, empty_the_database, loading_from, records, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def copied(content: None, tmp_path: Path) -> Path:
    """A copy of the shipped files, which the database holds as they are."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def test_what_was_just_loaded_is_dumped_to_the_letter(copied):
    before = texts(copied)

    run("dump_content", folder=copied)

    assert texts(copied) == before


def test_the_shipped_content_survives_a_folder_that_was_empty(content, tmp_path):
    before = records()
    run("dump_content", folder=tmp_path / "new")
    empty_the_database()

    with loading_from(tmp_path / "new"):
        run("load_content")

    assert records() == before


def test_a_layout_that_we_would_not_choose_is_left_alone(handwritten):
    before = texts(handwritten)

    run("dump_content")

    assert texts(handwritten) == before


def test_a_changed_row_is_written_anew_between_what_stands_around_it(handwritten):
    Notice.objects.filter(key="second").update(headline="Changed: all")

    run("dump_content")

    assert (handwritten / "notices.yaml").read_text() == NOTICES.replace(
        "headline: Another", "headline: 'Changed: all'"
    )


def test_a_changed_row_brings_the_house_s_format(handwritten):
    Notice.objects.filter(key="first").update(body="Text.")

    run("dump_content")

    written = (handwritten / "notices.yaml").read_text()
    assert written.startswith(
        "# What stands above all rows.\n- key: first\n  kind: legal\n  headline: The law\n"
        "  body: Text.\n  is_published: true\n"
    )
    assert written.endswith(NOTICES[NOTICES.index("\n\n# What stands above the second row.") :])


def test_a_new_row_comes_last(handwritten):
    NoticeFactory(key="fourth")

    run("dump_content")

    written = (handwritten / "notices.yaml").read_text()
    assert written.startswith(NOTICES + "\n- key: fourth\n")


def test_a_deleted_row_leaves_its_file_with_what_stood_above_it(handwritten):
    Notice.objects.filter(key="second").delete()

    run("dump_content")

    first, second = NOTICES.index("\n\n# What stands above the sec"), NOTICES.index("- key: third")
    assert (handwritten / "notices.yaml").read_text() == f"{NOTICES[:first]}\n\n{NOTICES[second:]}"


def test_what_stood_above_the_row_after_a_deleted_one_stays(handwritten):
    Notice.objects.filter(key="first").delete()

    run("dump_content")

    above, rest = "# What stands above all rows.\n", NOTICES.index("# What stands above the second")
    assert (handwritten / "notices.yaml").read_text() == above + NOTICES[rest:]


def test_a_file_whose_last_row_went_can_still_be_loaded(handwritten):
    Notice.objects.all().delete()

    run("dump_content")

    assert (handwritten / "notices.yaml").read_text() == "# What stands above all rows.\n\n[]\n"
    assert "0 notices" in run("load_content")


def test_rows_that_shared_a_line_get_lines_of_their_own(handwritten):
    Source.objects.update(title="Another")

    run("dump_content")

    assert (
        (handwritten / "sources.yaml")
        .read_text()
        .startswith(
            "# What stands above all rows.\n\n- key: trial\n  title: Another\n  authors: Huestis"
        )
    )


def test_a_field_that_may_lack_is_written_where_the_row_named_it(handwritten):
    row = "- key: trial\n  title: A trial\n  authors: Huestis MA\n  year: 2024\n  publisher: ''\n"
    rest = "  doi: ''\n  url: ''\n  kind: review\n  seen: true\n  funding: ''\n  note: ''\n"
    (handwritten / "sources.yaml").write_text(row + rest)
    Source.objects.update(title="Another")

    run("dump_content")

    changed = row.replace("A trial", "Another") + rest
    assert (handwritten / "sources.yaml").read_text() == changed


def test_a_changed_section_leaves_the_rest_of_its_guide_alone(handwritten):
    Section.objects.filter(slug="help").update(body="Rest.")

    run("dump_content")

    assert (handwritten / "guides" / "one.md").read_text() == GUIDE.replace(
        "Time.", "Rest."
    ).replace("[@trial]\n\n\n", "[@trial]\n\n").replace("---\n\n\n", "---\n\n")


def test_a_changed_field_leaves_the_other_fields_of_its_guide_alone(handwritten):
    Guide.objects.update(author="Others: many", key_points='- One.\n- "Two".')

    run("dump_content")

    written = (handwritten / "guides" / "one.md").read_text()
    assert written.partition("\n---\n")[0] == GUIDE.partition("\n---\n")[0].replace(
        'key_points: ["It fades.[@trial]", It eases.]',
        'key_points:\n  - "One."\n  - "\\"Two\\"."',
    ).replace("author: The authors", 'author: "Others: many"')


def test_a_new_guide_gets_a_file_in_the_house_s_format(handwritten):
    guide = GuideFactory(slug="sleep", summary="What it does.", key_points="- One.\n- Two.")
    SectionFactory(guide=guide, slug="how", heading="How much?", body="Much.")
    SectionFactory(guide=guide, slug="when", heading="When?", body="- Now.\n- Then.")
    Guide.objects.filter(slug="sleep").update(position=2)

    run("dump_content")

    assert (
        (handwritten / "guides" / "sleep.md").read_text()
        == """\
---
slug: sleep
title: A guide
topic: soreness
summary: "What it does."
key_points:
  - "One."
  - "Two."
position: 2
author: The authors
reviewed_on: 2026-01-15
review_months: 12
published_at: "2026-01-15T12:00:00Z"
---

## How much? {#how}

Much.

## When? {#when}

- Now.
- Then.
"""
    )


def test_the_file_of_a_deleted_guide_goes(handwritten):
    Guide.objects.all().delete()

    run("dump_content")

    assert list((handwritten / "guides").iterdir()) == []


def test_sections_follow_the_order_of_the_database(handwritten):
    Section.objects.filter(slug="help").update(position=0)

    run("dump_content")

    written = (handwritten / "guides" / "one.md").read_text()
    assert written.index("{#help}") < written.index("{#what}")


def test_a_row_with_a_wrong_field_is_mended(handwritten):
    (handwritten / "notices.yaml").write_text(NOTICES.replace("  is_published: yes\n", ""))

    run("dump_content")

    assert "2 kept" not in run("load_content")
    assert (handwritten / "notices.yaml").read_text().count("is_published: true") == 3


@pytest.mark.usefixtures("handwritten")
def test_what_was_dumped_needs_no_loading():
    Notice.objects.filter(key="second").update(headline="Changed")
    Section.objects.filter(slug="help").update(body="Rest.")
    Notice.objects.filter(key="third").delete()
    TermFactory()

    run("dump_content")

    assert "0 new, 0 changed, 0 kept as edited, 0 left deleted" in run("load_content")


def test_the_command_says_how_rows_differed(handwritten):
    Notice.objects.filter(key="second").update(headline="Changed")
    Notice.objects.filter(key="third").delete()
    TermFactory(key="half-life")

    printed = run("dump_content")

    assert "notices: 1 unchanged, 1 changed, 0 new, 1 removed" in printed
    assert "  changed: second\n  removed: third\n" in printed
    assert "terms: 0 unchanged, 0 changed, 1 new, 0 removed\n  new: half-life\n" in printed


def test_a_comparison_writes_nothing_and_fails_when_they_differ(handwritten, capsys):
    before = texts(handwritten)
    Notice.objects.filter(key="second").update(headline="Changed")

    with pytest.raises(CommandError, match="differ"):
        call_command("dump_content", "--check")

    assert "  changed: second\n" in capsys.readouterr().out
    assert texts(handwritten) == before


@pytest.mark.usefixtures("handwritten")
def test_a_comparison_of_equals_succeeds():
    assert "notices: 3 unchanged, 0 changed, 0 new, 0 removed" in run("dump_content", "--check")
