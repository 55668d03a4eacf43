"""What machines read: the feed, the sitemap, and where to report a hole."""

from django.http import Http404, HttpRequest, HttpResponse

from guides.views.public import public_page


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")


@public_page
def security(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")
