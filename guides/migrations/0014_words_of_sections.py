"""What SQLite and PostgreSQL each need to find the sections that hold a key, and who goes by a word.

As 0003 does it for search: a later migration that alters Section begins with `undo` and ends with
`prepare`.
"""

from django.db import migrations

# SQLite: a full-text table without a text of its own. A key is one word, with its hyphens; where in
# a text it stands is not kept.
SQLITE_TABLE = """
CREATE VIRTUAL TABLE guides_sectionwords USING fts5(
    body, content='guides_section', content_rowid='id', detail='none',
    tokenize="unicode61 tokenchars '-_'"
)
"""
SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER guides_sectionwords_added AFTER INSERT ON guides_section BEGIN
        INSERT INTO guides_sectionwords (rowid, body) VALUES (new.id, new.body);
    END
    """,
    """
    CREATE TRIGGER guides_sectionwords_deleted AFTER DELETE ON guides_section BEGIN
        INSERT INTO guides_sectionwords (guides_sectionwords, rowid, body)
        VALUES ('delete', old.id, old.body);
    END
    """,
    """
    CREATE TRIGGER guides_sectionwords_changed AFTER UPDATE ON guides_section BEGIN
        INSERT INTO guides_sectionwords (guides_sectionwords, rowid, body)
        VALUES ('delete', old.id, old.body);
        INSERT INTO guides_sectionwords (rowid, body) VALUES (new.id, new.body);
    END
    """,
)
SQLITE_REBUILD = "INSERT INTO guides_sectionwords (guides_sectionwords) VALUES ('rebuild')"
SQLITE_REVERSE = (
    "DROP TRIGGER guides_sectionwords_added",
    "DROP TRIGGER guides_sectionwords_deleted",
    "DROP TRIGGER guides_sectionwords_changed",
    "DROP TABLE guides_sectionwords",
)
# PostgreSQL: trigrams answer LIKE. The extension is there since 0003. SQLite finds the names of
# search entries by the table of 0003.
POSTGRESQL = (
    "CREATE INDEX guides_section_body ON guides_section USING gin (body gin_trgm_ops)",
    "CREATE INDEX guides_searchentry_names ON guides_searchentry USING gin (names gin_trgm_ops)",
)
POSTGRESQL_REVERSE = (
    "DROP INDEX guides_section_body",
    "DROP INDEX guides_searchentry_names",
)


def prepare(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in (SQLITE_TABLE, *SQLITE_TRIGGERS, SQLITE_REBUILD):
            schema_editor.execute(statement, params=None)
    elif schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement, params=None)


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE_REVERSE:
            schema_editor.execute(statement, params=None)
    elif schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL_REVERSE:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("guides", "0013_many_rows")]

    operations = [migrations.RunPython(prepare, undo)]
