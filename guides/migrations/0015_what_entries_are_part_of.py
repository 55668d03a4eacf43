"""Search entries say what they are part of, and are found by that and by their names too.

Takes the place of migration 0003: a later one that alters SearchEntry begins with this `undo`, and
ends with this `prepare`.
"""

from importlib import import_module

from django.db import migrations, models

FIRST = import_module("guides.migrations.0003_search")

SQLITE_TABLE = """
CREATE VIRTUAL TABLE guides_searchtext USING fts5(
    title, names, part_of, text, content='guides_searchentry', content_rowid='id',
    tokenize='porter unicode61 remove_diacritics 2'
)
"""
SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER guides_searchtext_added AFTER INSERT ON guides_searchentry BEGIN
        INSERT INTO guides_searchtext (rowid, title, names, part_of, text)
        VALUES (new.id, new.title, new.names, new.part_of, new.text);
    END
    """,
    """
    CREATE TRIGGER guides_searchtext_deleted AFTER DELETE ON guides_searchentry BEGIN
        INSERT INTO guides_searchtext (guides_searchtext, rowid, title, names, part_of, text)
        VALUES ('delete', old.id, old.title, old.names, old.part_of, old.text);
    END
    """,
    """
    CREATE TRIGGER guides_searchtext_changed AFTER UPDATE ON guides_searchentry BEGIN
        INSERT INTO guides_searchtext (guides_searchtext, rowid, title, names, part_of, text)
        VALUES ('delete', old.id, old.title, old.names, old.part_of, old.text);
        INSERT INTO guides_searchtext (rowid, title, names, part_of, text)
        VALUES (new.id, new.title, new.names, new.part_of, new.text);
    END
    """,
)

# What it is called weighs A, other names B, what it is part of C, what it says D.
POSTGRESQL_WORDS = """
ALTER TABLE guides_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(
        to_tsvector('english', translate(title, %(from)s, %(to)s)),
        CASE WHEN kind IN ('claim', 'popular-claim') THEN 'D' ELSE 'A' END::"char"
    )
    || setweight(to_tsvector('english', translate(names, %(from)s, %(to)s)), 'B')
    || setweight(to_tsvector('english', translate(part_of, %(from)s, %(to)s)), 'C')
    || setweight(to_tsvector('english', translate(text, %(from)s, %(to)s)), 'D')
) STORED
"""


def prepare(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in (SQLITE_TABLE, *SQLITE_TRIGGERS, FIRST.SQLITE_REBUILD):
            schema_editor.execute(statement, params=None)
    elif schema_editor.connection.vendor == "postgresql":
        FIRST.add_extension(schema_editor)
        letters = {"from": FIRST.quoted(FIRST.PLAIN_FROM), "to": FIRST.quoted(FIRST.PLAIN_TO)}
        _, *indexes = FIRST.POSTGRESQL
        for statement in (POSTGRESQL_WORDS % letters, *indexes):
            schema_editor.execute(statement, params=None)


undo = FIRST.undo


class Migration(migrations.Migration):
    dependencies = [("guides", "0014_words_of_sections")]

    operations = [
        migrations.RunPython(FIRST.undo, FIRST.prepare),
        migrations.AddField(
            model_name="searchentry",
            name="part_of",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.RunPython(prepare, undo),
    ]
