"""An editor who saves one text after another, and what the database holds of that afterwards."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread
from urllib.error import URLError

import psycopg

from tests.guides.editing import Fields
from tests.guides.editor import Editor

# The claim that is saved; its page, and what holds it.
KEY = "doms-peak"
PAGE = f"/evidence/{KEY}/"
COUNT = re.compile(r"Count (\d+)\.")

Ask = Callable[[str], list[tuple]]


@dataclass(frozen=True)
class Kept:
    """How often the claim was saved, as each part of the database has it, and its version."""

    text: int
    revision: int
    search: int
    version: str


@dataclass
class Saves:
    """What an editor sent, and what the site said was saved."""

    sent: int = 0
    acknowledged: int = 0
    # What the version was after each that was acknowledged.
    versions: dict[int, str] = field(default_factory=dict)
    # The status of each that was not saved.
    refused: list[int] = field(default_factory=list)

    def hold(self, kept: Kept) -> bool:
        """Whether nothing that was acknowledged is lost, and the last one is there as a whole."""
        is_one = kept.text == kept.revision == kept.search
        if kept.text in self.versions:
            return (
                is_one
                and kept.text == self.acknowledged
                and kept.version == self.versions[kept.text]
            )
        # Saved, and then the answer was lost, or what the version was after it.
        is_last = kept.text in (self.acknowledged, self.sent)
        return is_one and is_last and kept.version not in self.versions.values()


def sqlite(path: Path) -> Ask:
    """How a file is asked, from beside the site."""

    def ask(query: str) -> list[tuple]:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(query).fetchall()

    return ask


def postgresql(url: str) -> Ask:
    """How a server is asked, from beside the site."""

    def ask(query: str) -> list[tuple]:
        with psycopg.connect(url, autocommit=True) as connection:
            answer = connection.execute(query)
            return answer.fetchall() if answer.description else []

    return ask


def kept(ask: Ask) -> Kept:
    """What the database holds."""
    [[row, text]] = ask(f"SELECT id, statement FROM guides_claim WHERE key = '{KEY}'")
    [[sentence]] = ask(
        "SELECT sentence FROM guides_revision"
        f" WHERE kind = 'guides.claim' AND row = {row} ORDER BY id DESC LIMIT 1"
    )
    [[found]] = ask(f"SELECT text FROM guides_searchentry WHERE kind = 'claim' AND key = '{KEY}'")
    [[version]] = ask("SELECT token FROM guides_contentversion")
    return Kept(*map(count_in, (text, sentence, found)), version)


def count_in(text: str) -> int:
    """The count in a text. Raises ValueError if there is none."""
    found = COUNT.search(text)
    if found is None:
        raise ValueError(f"No count in {text!r}")
    return int(found[1])


def save(editor: Editor, count: int) -> tuple[int, str]:
    """Save the claim with a count in its text, and in what readers are told."""
    [row] = set(
        re.findall(
            rf'href="(/admin/guides/claim/\d+/change/)[^>]*>{KEY}<',
            editor.get(f"/admin/guides/claim/?q={KEY}"),
        )
    )
    fields = Fields(editor.get(row)).values
    statement = COUNT.sub("", fields["statement"][0]).strip()
    changed = {
        "statement": f"{statement} Count {count}.",
        "change": "wording",
        "sentence": f"It reads better. Count {count}.",
    }
    return editor.post(row, fields | changed)


@contextmanager
def saving(editor: Editor, ask: Ask, saves: Saves) -> Iterator[Saves]:
    """An editor who saves until the end of the block, or until the site is gone."""
    over = Event()

    def go_on() -> None:
        while not over.is_set():
            try:
                saves.sent += 1
                status, _ = save(editor, saves.sent)
                if status != 302:
                    saves.refused.append(status)
                    return
                saves.acknowledged = saves.sent
                saves.versions[saves.sent] = kept(ask).version
            except (URLError, OSError, HTTPException, psycopg.Error):
                return

    thread = Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield saves
    finally:
        over.set()
        thread.join()
