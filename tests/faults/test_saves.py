"""Everything killed while an editor saves: what was acknowledged is there, and nothing is half."""

import random
import time
from collections.abc import Callable

from deploy.cluster import Cluster, Replica
from tests.deploy.asking import ask
from tests.faults.conftest import NAME, PASSWORD, Note, Rounds, SmallSite
from tests.faults.healing import healed, seconds_until
from tests.faults.saving import (
    PAGE,
    Ask,
    Saves,
    count_in,
    kept,
    postgresql,
    save,
    saving,
    sqlite,
)
from tests.guides.editor import Editor

# For PostgreSQL: each index is compared with its table, and each table read to its end.
INDEXES = """
    SELECT bt_index_check(index => c.oid, heapallindexed => true)
    FROM pg_class c JOIN pg_am a ON a.oid = c.relam
    WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relnamespace = 'public'::regnamespace
"""
TABLES = """
    SELECT c.relname, found.msg FROM pg_class c, verify_heapam(c.oid) found
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""


def kill_during_saves(
    replica: Replica,
    database: Ask,
    *,
    rounds: int,
    kill: Callable[[], None],
    start: Callable[[], None],
    is_sound: Callable[[], bool],
) -> Saves:
    """Kill all of it again and again, and look each time at what is there."""
    editor, saves = Editor(replica.url, NAME, PASSWORD), Saves()
    for _ in range(rounds):
        # One that is known, as the last may have been saved without a word of that.
        saves.sent += 1
        assert save(editor, saves.sent)[0] == 302
        saves.acknowledged = saves.sent
        saves.versions[saves.sent] = kept(database).version

        before = saves.acknowledged
        with saving(editor, database, saves):
            seconds_until(lambda: saves.acknowledged > before, within=60)  # noqa: B023 -- at once
            # Anywhere in the next save, or between two.
            time.sleep(random.uniform(0, 0.6))
            assert saves.refused == []
            kill()
        start()

        found = kept(database)
        # A database may go a moment before the site does: a save is refused then, and that is all.
        assert set(saves.refused) <= {503}
        saves.refused.clear()
        assert saves.hold(found), f"{found}, of {saves}"
        assert is_sound()
        assert count_in(ask(f"{replica.url}{PAGE}").text) == found.text
    return saves


def test_no_save_is_lost_when_all_is_killed_on_sqlite(alone: SmallSite, rounds: Rounds, note: Note):
    database = sqlite(alone.database)

    def is_sound() -> bool:
        return (database("PRAGMA integrity_check"), database("PRAGMA foreign_key_check")) == (
            [("ok",)],
            [],
        )

    saves = kill_during_saves(
        alone.replica,
        database,
        rounds=rounds.kills,
        kill=alone.replica.kill,
        start=alone.replica.start,
        is_sound=is_sound,
    )

    told = f"{saves.acknowledged} saves acknowledged, 0 lost"
    note(f"{rounds.kills} times kill -9 in saves, SQLite", more=told)


def test_no_save_is_lost_when_all_is_killed_on_postgresql(
    edited: Cluster, rounds: Rounds, note: Note
):
    database, replica = postgresql(edited.database.url), edited.replicas[0]
    database("CREATE EXTENSION IF NOT EXISTS amcheck")

    def kill() -> None:
        for part in random.sample([edited.database, *edited.replicas], 3):
            part.kill()

    def start() -> None:
        edited.database.start()
        replica.start()

    try:
        saves = kill_during_saves(
            replica,
            database,
            rounds=rounds.kills,
            kill=kill,
            start=start,
            is_sound=lambda: database(INDEXES) != [] and database(TABLES) == [],
        )
    finally:
        edited.replicas[1].start()
        healed(edited)

    told = f"{saves.acknowledged} saves acknowledged, 0 lost"
    note(f"{rounds.kills} times kill -9 in saves, PostgreSQL", more=told)
