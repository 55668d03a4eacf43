"""What tests of dump_content start from: files that no dump wrote; what they and the rows hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from guides import loading
from guides.models import Claim, Guide, Notice, PopularClaim, Source, Term
from planner.models import SafetyFactor
from tests.guides.commands import run

# Those that others point at come last.
MODELS = (SafetyFactor, Guide, Term, Notice, PopularClaim, Claim, Source)

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


@contextmanager
def handwritten(folder: Path) -> Iterator[Path]:
    """A folder of files that no dump wrote, and that the database holds."""
    (folder / "guides").mkdir()
    for kind in loading.KINDS:
        if kind.file != "guides":
            (folder / kind.file).write_text("[]\n")
    (folder / "sources.yaml").write_text(SOURCES)
    (folder / "notices.yaml").write_text(NOTICES)
    (folder / "guides" / "one.md").write_text(GUIDE)
    with loading_from(folder):
        run("load_content")
        yield folder
