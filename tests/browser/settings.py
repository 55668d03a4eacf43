"""Production's settings for the site that a browser visits, apart from whatever else runs here."""

import os

from recovery_site.settings import *  # noqa: F403 -- all settings, but for what follows
from recovery_site.settings import CACHES

# The site's addresses, and some that go wrong, so that their pages can be looked at too.
ROOT_URLCONF = "tests.recovery_site.broken_urls"

# Not compressed, which would take longer than all other preparations together.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "js", "svg", "txt"]

# Two sites that share a Redis must not read each other's keys.
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": os.environ["KEY_PREFIX"]}}
