"""What all public pages have in common."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]

# In seconds: a proxy asks no more often than that whether its copy holds, and sends it for so long
# while it asks; and for a day where nobody answers, as an old guide is better than none.
FRESH_FOR, MEANWHILE, WHERE_NOBODY_ANSWERS = 1, 1, 24 * 60 * 60

# Anybody may keep a copy. A browser asks each time whether it still holds. Without the word to
# proxies, nginx would take the other for a ban.
kept_by_anybody = cache_control(
    public=True,
    s_maxage=FRESH_FOR,
    max_age=0,
    stale_while_revalidate=MEANWHILE,
    stale_if_error=WHERE_NOBODY_ANSWERS,
)


def public_page(view: View) -> View:
    """Only to be read, and the same for everybody."""
    return require_safe(kept_by_anybody(view))
