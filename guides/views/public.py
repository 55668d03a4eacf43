"""What all public pages have in common."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]

# In seconds: a copy is still sent for so long while it is asked whether it holds; and for a day
# where nobody answers, as an old guide is better than none.
MEANWHILE, WHERE_NOBODY_ANSWERS = 1, 24 * 60 * 60

# Anybody may keep a copy, but asks each time whether it still holds.
kept_by_anybody = cache_control(
    public=True,
    max_age=0,
    stale_while_revalidate=MEANWHILE,
    stale_if_error=WHERE_NOBODY_ANSWERS,
)


def public_page(view: View) -> View:
    """Only to be read, and the same for everybody."""
    return require_safe(kept_by_anybody(view))
