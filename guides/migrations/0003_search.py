"""What SQLite and PostgreSQL each need to search the entries; Django has no words for it.

Migration 0015 takes the place of this one. A later one that alters SearchEntry begins with its
`undo` and ends with its `prepare`: SQLite builds the table anew, without its triggers, and
PostgreSQL refuses to change what `words` is made from.
"""

from django.db import migrations
from django.db.utils import NotSupportedError, ProgrammingError

# SQLite: a full-text table that holds no text of its own, and triggers that keep it in step.
SQLITE_TABLE = """
CREATE VIRTUAL TABLE guides_searchtext USING fts5(
    title, text, content='guides_searchentry', content_rowid='id',
    tokenize='porter unicode61 remove_diacritics 2'
)
"""
SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER guides_searchtext_added AFTER INSERT ON guides_searchentry BEGIN
        INSERT INTO guides_searchtext (rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER guides_searchtext_deleted AFTER DELETE ON guides_searchentry BEGIN
        INSERT INTO guides_searchtext (guides_searchtext, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
    END
    """,
    """
    CREATE TRIGGER guides_searchtext_changed AFTER UPDATE ON guides_searchentry BEGIN
        INSERT INTO guides_searchtext (guides_searchtext, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO guides_searchtext (rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
)
# For rows from before the triggers; and if ever the two should disagree.
SQLITE_REBUILD = "INSERT INTO guides_searchtext (guides_searchtext) VALUES ('rebuild')"
SQLITE_REVERSE = (
    "DROP TRIGGER guides_searchtext_added",
    "DROP TRIGGER guides_searchtext_deleted",
    "DROP TRIGGER guides_searchtext_changed",
    "DROP TABLE guides_searchtext",
)

# PostgreSQL: the words of each entry, reduced and weighted once, when it is written. An index on
# the expression alone would find as fast, but ranking would read every text again.
#
# Punctuation becomes blank first, a letter for a letter: left to itself the parser takes
# "caffeine/alcohol" for a file and "12-24" for twelve and minus twenty-four. The same goes for
# accents. guides/search/postgresql.py has the same letters.
PLAIN_FROM = (
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" + "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸµ"
)
PLAIN_TO = " " * 32 + "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYYμ"
POSTGRESQL = (
    """
    ALTER TABLE guides_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(
            to_tsvector('english', translate(title, %(from)s, %(to)s)),
            CASE WHEN kind IN ('claim', 'popular-claim') THEN 'D' ELSE 'A' END::"char"
        )
        || setweight(to_tsvector('english', translate(text, %(from)s, %(to)s)), 'D')
    ) STORED
    """,
    "CREATE INDEX guides_searchentry_words ON guides_searchentry USING gin (words)",
    # GiST, as it can be asked for the nearest: a GIN index answers by a threshold, and two swapped
    # letters in a short word leave almost no trigram in common.
    "CREATE INDEX guides_searchword_near ON guides_searchword USING gist (word gist_trgm_ops)",
)
POSTGRESQL_REVERSE = (
    "DROP INDEX guides_searchword_near",
    "ALTER TABLE guides_searchentry DROP COLUMN words",
)
# pg_trgm stays when this is reversed: something else in the database may have come to use it.
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
NO_EXTENSION = (
    "Search needs PostgreSQL's extension pg_trgm, and this account could not add it. Let somebody "
    "who may run this once in this database, then migrate again: CREATE EXTENSION pg_trgm; "
    "(If PostgreSQL does not know it: it comes with the contributed modules, postgresql-contrib.)"
)


def prepare(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in (SQLITE_TABLE, *SQLITE_TRIGGERS, SQLITE_REBUILD):
            schema_editor.execute(statement, params=None)
    elif schema_editor.connection.vendor == "postgresql":
        add_extension(schema_editor)
        for statement in POSTGRESQL:
            schema_editor.execute(
                statement % {"from": quoted(PLAIN_FROM), "to": quoted(PLAIN_TO)}, params=None
            )


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE_REVERSE:
            schema_editor.execute(statement, params=None)
    elif schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL_REVERSE:
            schema_editor.execute(statement, params=None)


def add_extension(schema_editor):
    try:
        schema_editor.execute(EXTENSION, params=None)
    except (ProgrammingError, NotSupportedError) as error:
        raise ProgrammingError(NO_EXTENSION) from error


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


class Migration(migrations.Migration):
    dependencies = [("guides", "0002_evidence_people_can_check")]

    operations = [migrations.RunPython(prepare, undo)]
