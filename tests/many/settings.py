"""The settings of tests, with what only production does, and a database of its own."""

from tests.settings import *  # noqa: F403 -- all settings, but for what follows
from tests.settings import BASE_DIR, DATABASES, MIDDLEWARE

LOGGING = {"version": 1, "disable_existing_loggers": True}
SITE_URL = "https://handbook.example.org"

# As in production: static files are looked for once and not at every request.
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT = BASE_DIR / "static"

# A page that is kept costs the same however much there is: each is drawn anew.
MIDDLEWARE = [each for each in MIDDLEWARE if "pagecache" not in each]

# Neither a developer's database nor that of tests which run meanwhile. SQLite's is a file, as in
# production: one in memory would hide what reading costs.
database = DATABASES["default"]
if database["ENGINE"] == "django.db.backends.sqlite3":
    (BASE_DIR / "var").mkdir(exist_ok=True)
    database["TEST"] = {"NAME": str(BASE_DIR / "var" / "many.sqlite3")}
else:
    database["TEST"] = {"NAME": f"many_{database['NAME']}"}
    # One process of the database answers all, so that its work can be told.
    database["CONN_MAX_AGE"] = None
