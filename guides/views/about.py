"""Who makes this site and how: the pages on which trust rests."""

from django.http import Http404, HttpRequest, HttpResponse

from guides.views.public import public_page


@public_page
def about_index(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")


@public_page
def about_page(request: HttpRequest, slug: str) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")
