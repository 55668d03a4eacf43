"""The database into content files: nothing is lost, and nothing else moves."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides import loading
from guides.dumping import differences, dump
from guides.kinds import CONTENT, ContentError
from guides.markdown import Keys
from guides.models import (
    Claim,
    Guide,
    Notice,
    PopularClaim,
    Section,
    Source,
    Term,
)
from guides.models.guides import TAKEN
from guides.proofreading import problems
from planner.models import SafetyFactor
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    NoticeFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db

# Those that others point at come last.
MODELS = (SafetyFactor, Guide, Term, Notice, PopularClaim, Claim, Source)


def run(command: str, *options: str, **named: object) -> str:
    """Run a command; what it printed."""
    out = StringIO()
    call_command(command, *options, stdout=out, **named)
    return out.getvalue()


def texts(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def records() -> dict[str, dict[str, object]]:
    """All that the database holds, as files would hold it."""
    return {
        kind.name: {key: kind.record_of(row) for key, row in kind.rows().items()}
        for kind in loading.KINDS
    }


@contextmanager
def loading_from(folder: Path) -> Iterator[None]:
    """For a while load_content reads another folder."""
    kinds = loading.KINDS
    loading.KINDS = [replace(kind, folder=folder) for kind in kinds]
    try:
        yield
    finally:
        loading.KINDS = kinds


def empty_the_database() -> None:
    """As after the first migration."""
    loading.LoadedRecord.objects.all().delete()
    for model in MODELS:
        model.objects.all().delete()


@pytest.fixture
def copied(content: None, tmp_path: Path) -> Path:
    """A copy of the shipped files, which the database holds as they are."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


# --- What is shipped -------------------------------------------------------------------------


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


# --- Somebody's own layout --------------------------------------------------------------------

SOURCES = """\
# What stands above all rows.

[{key: trial, title: A trial, authors: Huestis MA, year: 2024, publisher: "", doi: "", url: "",
  kind: review, seen: true, note: ""}]
"""
NOTICES = """\
# What stands above all rows.
- key: first
  kind: legal
  headline: "The law"   # in quotes that it does not need
  body: >-
    Folded
    text.
  is_published: yes
  reviewed_on: 2026-01-15
  review_months: 6


# What stands above the second row.
- key: second
  kind: legal
  headline: Another
  body: ''
  is_published: true
  reviewed_on: 2026-01-15
  review_months: 6

- key: third
  kind: legal
  headline: The last
  body: ''
  is_published: true
  reviewed_on: 2026-01-15
  review_months: 6
# What stands below all rows.
"""
GUIDE = """\
---
# Its address.
slug: soreness
title: 'Soreness'
topic: soreness
summary: What
  it is.
key_points: ["It fades.[@trial]", It eases.]
position: 1

author: The authors
reviewed_on: 2026-01-15
review_months: 6
published_at: 2026-01-15T12:00:00Z
---


## What it is   {#what}
Soreness.[@trial]


## What helps {#help}

Time.
"""


@pytest.fixture
def folder(db: None, tmp_path: Path) -> Iterator[Path]:
    """Files that no dump wrote, and that the database holds."""
    for kind in loading.KINDS:
        (tmp_path / kind.file).mkdir() if kind.file == "guides" else (
            tmp_path / kind.file
        ).write_text("[]\n")
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "notices.yaml").write_text(NOTICES)
    (tmp_path / "guides" / "one.md").write_text(GUIDE)
    with loading_from(tmp_path):
        run("load_content")
        yield tmp_path


def test_a_layout_that_we_would_not_choose_is_left_alone(folder):
    before = texts(folder)

    run("dump_content")

    assert texts(folder) == before


def test_a_changed_row_is_written_anew_between_what_stands_around_it(folder):
    Notice.objects.filter(key="second").update(headline="Changed: all")

    run("dump_content")

    assert (folder / "notices.yaml").read_text() == NOTICES.replace(
        "headline: Another", "headline: 'Changed: all'"
    )


def test_a_changed_row_brings_the_house_s_format(folder):
    Notice.objects.filter(key="first").update(body="Text.")

    run("dump_content")

    written = (folder / "notices.yaml").read_text()
    assert written.startswith(
        "# What stands above all rows.\n- key: first\n  kind: legal\n  headline: The law\n"
        "  body: Text.\n  is_published: true\n"
    )
    assert written.endswith(NOTICES[NOTICES.index("\n\n# What stands above the second row.") :])


def test_a_new_row_comes_last(folder):
    NoticeFactory(key="fourth")

    run("dump_content")

    written = (folder / "notices.yaml").read_text()
    assert written.startswith(NOTICES + "\n- key: fourth\n")


def test_a_deleted_row_leaves_its_file_with_what_stood_above_it(folder):
    Notice.objects.filter(key="second").delete()

    run("dump_content")

    first, second = NOTICES.index("\n\n# What stands above the sec"), NOTICES.index("- key: third")
    assert (folder / "notices.yaml").read_text() == f"{NOTICES[:first]}\n\n{NOTICES[second:]}"


def test_what_stood_above_the_row_after_a_deleted_one_stays(folder):
    Notice.objects.filter(key="first").delete()

    run("dump_content")

    above, rest = "# What stands above all rows.\n", NOTICES.index("# What stands above the second")
    assert (folder / "notices.yaml").read_text() == above + NOTICES[rest:]


def test_a_file_whose_last_row_went_can_still_be_loaded(folder):
    Notice.objects.all().delete()

    run("dump_content")

    assert (folder / "notices.yaml").read_text() == "# What stands above all rows.\n\n[]\n"
    assert "0 notices" in run("load_content")


def test_rows_that_shared_a_line_get_lines_of_their_own(folder):
    Source.objects.update(title="Another")

    run("dump_content")

    assert (
        (folder / "sources.yaml")
        .read_text()
        .startswith(
            "# What stands above all rows.\n\n- key: trial\n  title: Another\n  authors: Huestis"
        )
    )


def test_a_field_that_may_lack_is_written_where_the_row_named_it(folder):
    row = "- key: trial\n  title: A trial\n  authors: Huestis MA\n  year: 2024\n  publisher: ''\n"
    rest = "  doi: ''\n  url: ''\n  kind: review\n  seen: true\n  funding: ''\n  note: ''\n"
    (folder / "sources.yaml").write_text(row + rest)
    Source.objects.update(title="Another")

    run("dump_content")

    changed = row.replace("A trial", "Another") + rest
    assert (folder / "sources.yaml").read_text() == changed


def test_a_changed_section_leaves_the_rest_of_its_guide_alone(folder):
    Section.objects.filter(slug="help").update(body="Rest.")

    run("dump_content")

    assert (folder / "guides" / "one.md").read_text() == GUIDE.replace("Time.", "Rest.").replace(
        "[@trial]\n\n\n", "[@trial]\n\n"
    ).replace("---\n\n\n", "---\n\n")


def test_a_changed_field_leaves_the_other_fields_of_its_guide_alone(folder):
    Guide.objects.update(author="Others: many", key_points='- One.\n- "Two".')

    run("dump_content")

    written = (folder / "guides" / "one.md").read_text()
    assert written.partition("\n---\n")[0] == GUIDE.partition("\n---\n")[0].replace(
        'key_points: ["It fades.[@trial]", It eases.]',
        'key_points:\n  - "One."\n  - "\\"Two\\"."',
    ).replace("author: The authors", 'author: "Others: many"')


def test_a_new_guide_gets_a_file_in_the_house_s_format(folder):
    guide = GuideFactory(slug="sleep", summary="What it does.", key_points="- One.\n- Two.")
    SectionFactory(guide=guide, slug="how", heading="How much?", body="Much.")
    SectionFactory(guide=guide, slug="when", heading="When?", body="- Now.\n- Then.")
    Guide.objects.filter(slug="sleep").update(position=2)

    run("dump_content")

    assert (
        (folder / "guides" / "sleep.md").read_text()
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


def test_the_file_of_a_deleted_guide_goes(folder):
    Guide.objects.all().delete()

    run("dump_content")

    assert list((folder / "guides").iterdir()) == []


def test_sections_follow_the_order_of_the_database(folder):
    Section.objects.filter(slug="help").update(position=0)

    run("dump_content")

    written = (folder / "guides" / "one.md").read_text()
    assert written.index("{#help}") < written.index("{#what}")


def test_a_row_with_a_wrong_field_is_mended(folder):
    (folder / "notices.yaml").write_text(NOTICES.replace("  is_published: yes\n", ""))

    run("dump_content")

    assert "2 kept" not in run("load_content")
    assert (folder / "notices.yaml").read_text().count("is_published: true") == 3


@pytest.mark.usefixtures("folder")
def test_what_was_dumped_needs_no_loading():
    Notice.objects.filter(key="second").update(headline="Changed")
    Section.objects.filter(slug="help").update(body="Rest.")
    Notice.objects.filter(key="third").delete()
    TermFactory()

    run("dump_content")

    assert "0 new, 0 changed, 0 kept as edited, 0 left deleted" in run("load_content")


def test_the_command_says_how_rows_differed(folder):
    Notice.objects.filter(key="second").update(headline="Changed")
    Notice.objects.filter(key="third").delete()
    TermFactory(key="half-life")

    printed = run("dump_content")

    assert "notices: 1 unchanged, 1 changed, 0 new, 1 removed" in printed
    assert "  changed: second\n  removed: third\n" in printed
    assert "terms: 0 unchanged, 0 changed, 1 new, 0 removed\n  new: half-life\n" in printed


def test_a_comparison_writes_nothing_and_fails_when_they_differ(folder, capsys):
    before = texts(folder)
    Notice.objects.filter(key="second").update(headline="Changed")

    with pytest.raises(CommandError, match="differ"):
        call_command("dump_content", "--check")

    assert "  changed: second\n" in capsys.readouterr().out
    assert texts(folder) == before


@pytest.mark.usefixtures("folder")
def test_a_comparison_of_equals_succeeds():
    assert "notices: 3 unchanged, 0 changed, 0 new, 0 removed" in run("dump_content", "--check")


# --- What a file cannot hold ------------------------------------------------------------------

LOST = [
    ("body", "```\n## In code\n```", "section help"),
    ("body", "```\n## In code {#code}\n```", "section help"),
    ("body", "Ends in spaces.  ", "section help"),
    ("body", "Ends of line\r\nof another kind.", "section help"),
    ("heading", "Over two\nlines", "section help"),
    ("heading", "Ends in a space ", "section help"),
]


@pytest.mark.parametrize(("field", "text", "named"), LOST)
def test_what_a_file_cannot_hold_is_refused_and_no_file_is_touched(folder, field, text, named):
    before = texts(folder)
    Notice.objects.filter(key="second").update(headline="Changed")
    Section.objects.filter(slug="help").update(**{field: text})

    with pytest.raises(CommandError, match=rf"guides, soreness: .*{named}"):
        run("dump_content")

    assert texts(folder) == before


def test_points_that_are_no_list_are_refused(folder):
    Guide.objects.update(key_points="- One.\nTwo.")

    with pytest.raises(ContentError, match="guides, soreness: .*key_points"):
        dump()


def test_a_new_guide_does_not_take_the_file_of_another(folder):
    GuideFactory(slug="one")

    with pytest.raises(ContentError, match="guides"):
        dump()

    assert (folder / "guides" / "one.md").read_text() == GUIDE


def test_files_that_cannot_be_read_are_named(folder):
    (folder / "notices.yaml").write_text("- key: [")

    with pytest.raises(CommandError, match=r"notices\.yaml"):
        run("dump_content")


def test_a_key_that_stands_twice_is_named(folder):
    (folder / "notices.yaml").write_text(NOTICES.replace("key: third", "key: second"))

    with pytest.raises(CommandError, match=r"notices\.yaml, second: .* twice"):
        run("dump_content")


def test_a_folder_that_cannot_be_made_is_named(content, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="file"):
        run("dump_content", folder=tmp_path / "file")


# --- Whatever editors write -------------------------------------------------------------------


def test_texts_that_look_like_something_else_and_nine_digits_come_back(folder):
    claim = ClaimFactory(
        key="012", statement="2026-01-01", unit="null", timing_note="yes",
        low=Decimal("-123456.789"), high=Decimal("123456.789"), sources=[SourceFactory()],
    )  # fmt: skip
    run("dump_content")
    claim.delete()
    loading.LoadedRecord.objects.all().delete()

    run("load_content")

    loaded = Claim.objects.get(key="012")
    assert (loaded.statement, loaded.unit, loaded.timing_note) == ("2026-01-01", "null", "yes")
    assert (loaded.low, loaded.high) == (Decimal("-123456.789"), Decimal("123456.789"))


def test_a_file_that_is_edited_after_a_dump_is_followed(folder):
    source = Source.objects.order_by("pk").first()
    Source.objects.filter(pk=source.pk).update(title="As an editor wrote it")
    run("dump_content")
    file = folder / "sources.yaml"
    file.write_text(file.read_text().replace("As an editor wrote it", "As the file says"))

    printed = run("load_content")

    source.refresh_from_db()
    assert source.title == "As the file says"
    assert " 1 changed, 0 kept as edited" in printed


NASTY = (
    "null", "~", "yes", "No", "on", "1e3", "1.5e+3", "012", "0o7", "0x1F", "1_000", "12:30:45",
    ".inf", ".nan", "2026-01-01", "2026-01-01T12:00:00Z", "", " ", "- item", "# no comment",
    "a # comment", "a: b", "? a", "[a", "{a}", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "---",
    "...", "'", '"', "''", '"\\"', "\\", "\\n", "é", "😀", "=", "<<", "trailing  ",
    "a\nb", "a\n\n\nb\n", " a ", "a\tb", "a\r\nb", "\u0085",
    "a\u2028b\u2029", "\ufeff", "\ufffe", "\x07",
)  # fmt: skip
# Databases refuse NUL, and nothing can be written with half a character.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ANY_TEXT = st.sampled_from(NASTY) | st.text(LETTERS, max_size=40)
SOME_TEXT = ANY_TEXT.filter(bool)
# So long that it is folded, in words and without.
LONG_TEXT = SOME_TEXT | st.builds("{0} {0}: {1}".format, st.just("words " * 20), ANY_TEXT)
KEYS = st.sampled_from(["null", "yes", "012", "1e3", "2026-01-01", "1_000", "-", "_"]) | st.text(
    st.sampled_from("abzAZ019-_"), min_size=1, max_size=8
)
ANCHORS = KEYS.filter(
    lambda slug: slug not in TAKEN.whole and not slug.startswith(TAKEN.beginnings)
)
NUMBERS = st.none() | st.decimals(
    Decimal("-999999.999"), Decimal("999999.999"), places=3, allow_nan=False
)
DAYS = st.dates(date(1, 1, 1), date(2026, 1, 15))
MOMENTS = st.datetimes(
    datetime(1900, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)
)  # fmt: skip


def sound(text: str) -> bool:
    """Whether a form would take a text, and a file can hold it as a part of a section."""
    nothing = Keys(frozenset(), frozenset(), frozenset(), frozenset())
    return not problems(text, nothing) and text == text.strip() != "" and "\r" not in text


MARKDOWN = (
    st.text(st.sampled_from("ab 12#-*>_`:.'\"\\\n\u2028é"), min_size=1, max_size=40)
    | st.sampled_from(["a\n\n---\n\nb", "---", "### a {#b}", "    code", "a  \nb", "1. a\n2. b"])
).filter(lambda text: sound(text) and not "\n## " not in f"\n{text}")
POINTS = SOME_TEXT.filter(lambda text: "\n" not in text and sound(f"- {text}".rstrip()))
HEADINGS = SOME_TEXT.filter(
    lambda text: text == text.strip() != "" and not any(end in text for end in "\r\n")
)


def some(strategy: st.SearchStrategy, **options: object) -> st.SearchStrategy:
    """A few different ones."""
    return st.lists(strategy, max_size=3, unique=True, **options)


def write_anything(data: st.DataObject) -> None:
    """Fill the database with whatever its models take."""
    draw = data.draw
    for key in draw(some(KEYS, min_size=1)):
        SourceFactory(
            key=key, title=draw(LONG_TEXT), authors=draw(SOME_TEXT), note=draw(ANY_TEXT),
            publisher=draw(ANY_TEXT), year=draw(st.none() | st.integers(0, 9999)),
            read=draw(st.sampled_from(["", "whole"])), funding=draw(ANY_TEXT),
        )  # fmt: skip
    sources = list(Source.objects.all())
    chosen = st.lists(st.sampled_from(sources), unique=True)
    carrying = st.lists(st.sampled_from(sources), unique=True, min_size=1)
    for key in draw(some(KEYS)):
        low, high = sorted([draw(NUMBERS), draw(NUMBERS)], key=lambda n: n or 0)
        if None not in (low, high) and low > high:
            low, high = high, low
        ClaimFactory(
            key=key, statement=draw(LONG_TEXT), low=low, high=high, unit=draw(ANY_TEXT),
            timing_note=draw(ANY_TEXT), is_published=draw(st.booleans()), sources=draw(carrying),
            reviewed_on=draw(DAYS), review_months=draw(st.integers(1, 120)),
        )  # fmt: skip
    claims = list(Claim.objects.all())
    answers = st.lists(st.sampled_from(claims), unique=True) if claims else st.just([])
    for key in draw(some(KEYS)):
        PopularClaimFactory(key=key, says=draw(SOME_TEXT), low=draw(NUMBERS), claims=draw(answers))
        NoticeFactory(key=key, headline=draw(SOME_TEXT), body=draw(ANY_TEXT))
        names = st.lists(SOME_TEXT.filter(str.strip), max_size=3)
        TermFactory(key=key, name=draw(SOME_TEXT), also=draw(names), sources=draw(chosen))
        SafetyFactorFactory(key=key, label=draw(SOME_TEXT), examples=draw(names))
    for slug in draw(some(KEYS)):
        guide = GuideFactory(
            slug=slug, title=draw(SOME_TEXT), summary=draw(SOME_TEXT), author=draw(SOME_TEXT),
            key_points="\n".join(f"- {p}" for p in draw(st.lists(POINTS, min_size=1, max_size=3))),
            published_at=draw(st.none() | MOMENTS),
        )  # fmt: skip
        for anchor in draw(some(ANCHORS)):
            SectionFactory(guide=guide, slug=anchor, heading=draw(HEADINGS), body=draw(MARKDOWN))


@settings(
    max_examples=25,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much,
    ]
)  # fmt: skip
@given(data=st.data())
def test_whatever_the_database_holds_comes_back_from_the_files(data):
    with transaction.atomic(), TemporaryDirectory() as name:
        folder = Path(name)
        write_anything(data)
        before = records()
        dump(folder)
        written = texts(folder)
        empty_the_database()

        with loading_from(folder):
            run("load_content")

        assert records() == before
        assert not any(differences(folder))
        dump(folder)
        assert texts(folder) == written
        transaction.set_rollback(True)
