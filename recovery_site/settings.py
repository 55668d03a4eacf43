"""The settings, read from top to bottom.

What differs between machines comes from the environment, each variable once; `.env.example`
names them all. The safe value is the default, and a missing secret stops the start.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from recovery_site.environment import BASE_DIR, DEBUG, PORT, env

# --- Who may start it, and under which names -------------------------------------------------

if DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", default="django-insecure-for-development-only")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
else:
    SECRET_KEY = env.str("SECRET_KEY", default="")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("django-insecure"):
        raise ImproperlyConfigured(
            "Set SECRET_KEY to at least 50 random characters, for example from: python3 -c "
            "'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "Set ALLOWED_HOSTS to the names the site answers to, for example: "
            "ALLOWED_HOSTS=handbook.example.org"
        )

# Keys from before: what they signed still holds, and nothing new is signed with them.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Where visitors find the site, for links that leave it (feed, sitemap, what others share).
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")

# Where readers report a mistake. Empty: the pages say that nobody has given an address.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="").strip()

# Whether to believe what a proxy says of a request: that it came by HTTPS, and from where. Only
# behind one that sets these headers itself; anybody else could write them.
TRUST_PROXY = env.bool("TRUST_PROXY", default=False)

# --- What it is made of ----------------------------------------------------------------------

ROOT_URLCONF = "recovery_site.urls"
WSGI_APPLICATION = "recovery_site.wsgi.application"

INSTALLED_APPS = [
    "planner",
    "guides",
    # Django's admin, with our own pages.
    "recovery_site.apps.EditingConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    # Before staticfiles: `runserver` then serves static files as production does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    # Last, as it has the last word on what the admin shows of the apps above.
    "recovery_site.apps.SiteConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Padding of a random length guards the secrets of forms (BREACH). Outside what keeps public
    # pages, and inside WhiteNoise, as both have packed theirs already.
    "recovery_site.encodings.PackForWhoeverTakesIt",
    # Public pages get no further than this.
    "recovery_site.pagecache.keep_public_pages",
    # Those that only add headers stand outside those that may refuse a request, so that a
    # refusal carries the headers too.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before anything that reads what was sent: sessions, CSRF, views.
    "recovery_site.middleware.refuse_unreadable_requests",
    # Outside sessions: the ETag is of the page as it leaves.
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Says which device, if any, a session was opened with.
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Last: it turns the answer to whoever guessed too often into the page that says so.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guides.context_processors.notices",
                "guides.context_processors.site",
            ],
        },
    },
]

# Our own flat pack, templates/handbook/.
CRISPY_ALLOWED_TEMPLATE_PACKS = "handbook"
CRISPY_TEMPLATE_PACK = "handbook"

# --- Where it keeps things -------------------------------------------------------------------

# An address that is empty is one left out.
DATABASES = {
    "default": env.db_url_config(
        env.str("DATABASE_URL", default="")
        or f"sqlite:///{quote(str(BASE_DIR / 'var' / 'db.sqlite3'))}"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

database = DATABASES["default"]
if database["ENGINE"] == "django.db.backends.sqlite3":
    if database["NAME"] != ":memory:":
        Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # There is no server to be gone, so connections are kept.
    database["CONN_MAX_AGE"] = None
    database["OPTIONS"] = {
        # A transaction that may write takes its lock at the start and waits for it; a lock taken
        # halfway fails at once with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        # FULL: what was saved is still there after a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    }
else:
    database["CONN_MAX_AGE"] = 60
    database["CONN_HEALTH_CHECKS"] = True
    if database["ENGINE"] == "django.db.backends.postgresql":
        database["ENGINE"] = "recovery_site.postgresql"
    # Seconds: a visitor gets the 503 page soon, rather than a page that never comes.
    database["OPTIONS"] = {"connect_timeout": 2, **database.get("OPTIONS", {})}

CACHES = {"default": env.cache_url_config(env.str("CACHE_URL", default="") or "locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}

# --- Time and language -----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
# How dates read, for the admin too.
FORMAT_MODULE_PATH = "recovery_site.formats"

# --- Static files: hashed names, kept for ever by browsers, compressed at build time ----------

STATIC_URL = "/static/"
# Where collectstatic puts them, and whoever serves them finds them.
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# No other site needs to read them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "recovery_site.static_files.CollectedFiles"
        ),
    },
}

# --- Who may edit ----------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    # First: it refuses a pair of account and address before a password is looked at.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# Five wrong guesses, then a quarter of an hour. Counted for account and address together: a
# stranger cannot lock an editor out, nor one editor the colleagues behind the same address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# So that the quarter of an hour that we name is the one it takes.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "recovery_site.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "recovery_site.sign_in.locked_out"
# It would keep the forms of those who failed, and for ever the address of each who did not; the
# log has what operators need (recovery_site/sign_in_log.py), once.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "code", "late_form"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Off: an editor may set up a second factor. On: whoever has none gets no further than the page
# where it is set up.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)
OTP_TOTP_ISSUER = "Recovery Handbook"

# A session ends with the browser, as editors may share a machine; and, as browsers that open where
# one left off keep such cookies, twelve hours after the last page of the admin: a working day with
# its pauses, and by the next morning it is over.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "recovery_site.errors.csrf_failure"

# --- What browsers are told to refuse --------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Not "no-referrer": over HTTPS the admin's CSRF check reads the referrer.
SECURE_REFERRER_POLICY = "same-origin"
# The site asks for no power of the device.
PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "clipboard-read",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "gamepad",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "serial",
        "storage-access",
        "usb",
        "xr-spatial-tracking",
    )
}

# On unless said otherwise: only `make run` and development speak plain HTTP.
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
# Whoever asks for these stands beside the server and speaks plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# No form takes a file; the longest is a guide in the admin. In bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# --- What is written down: to the console, never what a visitor sent ---------------------------
# Of those who sign in, or try to, it is the account and the address: handbook.sign_in.

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "recovery_site.log_lines.formatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Named so that Django's own handlers, mail to admins among them, are replaced.
        "django": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False},
        # Strangers who try a host name are refused with 400, and that is all there is to say.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # What it counts, handbook.sign_in says in one line.
        "axes": {"level": "ERROR"},
    },
}

# Where errors are sent as well. Empty: nowhere, and what sends them is not even loaded.
SENTRY_DSN = env.str("SENTRY_DSN", default="").strip()
if SENTRY_DSN:
    from recovery_site import error_reports

    error_reports.start(SENTRY_DSN)
    LOGGING["handlers"]["reports"] = {
        "class": "recovery_site.error_reports.ErrorReports",
        "level": "ERROR",
    }
    for logger in (LOGGING["root"], LOGGING["loggers"]["django"]):
        logger["handlers"].append("reports")
