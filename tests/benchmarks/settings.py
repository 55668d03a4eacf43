"""The settings of tests, with what only production does, and a database of its own."""

from tests.settings import *  # noqa: F403 -- all settings, but for what follows
from tests.settings import BASE_DIR, DATABASES

ROOT_URLCONF = "tests.benchmarks.urls"
LOGGING = {"version": 1, "disable_existing_loggers": True}

# As in production: static files are looked for once and not at every request.
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT = BASE_DIR / "static"

# Neither a developer's database nor that of tests which run meanwhile; SQLite's is in memory.
database = DATABASES["default"]
if database["ENGINE"] != "django.db.backends.sqlite3":
    database["TEST"] = {"NAME": f"bench_{database['NAME']}"}
