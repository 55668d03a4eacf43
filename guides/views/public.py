"""What all public pages have in common."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Only to be read; anybody may keep a copy, but asks each time whether it still holds."""
    return require_safe(cache_control(public=True, max_age=0, must_revalidate=True)(view))
