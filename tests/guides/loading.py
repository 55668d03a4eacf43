"""What tests of load_content start from: a folder of content files, and the rows in it."""

from pathlib import Path

import yaml

from tests.guides.commands import run

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


def load() -> str:
    """Load the content; what the command printed."""
    return run("load_content")
