"""The settings of tests, with a database of its own, and nothing written down."""

from tests.settings import *  # noqa: F403 -- all settings, but for what follows
from tests.settings import DATABASES

LOGGING = {"version": 1, "disable_existing_loggers": True}

# Not that of tests which run meanwhile; SQLite's is in memory.
database = DATABASES["default"]
if database["ENGINE"] != "django.db.backends.sqlite3":
    database["TEST"] = {"NAME": f"bench_{database['NAME']}"}
