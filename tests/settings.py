"""The site's own settings, made independent of the machine that runs the tests."""

import os

# A developer's .env must not decide a test; DATABASE_URL and CACHE_URL may.
os.environ.update(
    ENV_FILE="",
    DEBUG="off",
    HTTPS="off",
    SECRET_KEY="a-key-for-tests-that-signs-nothing-which-anybody-keeps",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    LOG_LEVEL="INFO",
    LOG_FORMAT="json",
    SENTRY_DSN="",
)
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from recovery_site.settings import *  # noqa: F403 -- all settings, but for what follows
from recovery_site.settings import CACHES, STORAGES

# Worth its time in production only.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Straight from static/, so that no test waits for collectstatic.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# Test processes that share a Redis must not read each other's keys.
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": os.environ.get("PYTEST_XDIST_WORKER", "")}}
