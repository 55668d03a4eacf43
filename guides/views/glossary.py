"""The words that need explaining."""

from django.http import Http404, HttpRequest, HttpResponse

from guides.views.public import public_page


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")
