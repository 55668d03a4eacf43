"""The evidence itself: every claim, one claim, the same as open data, and what people say beside it."""

from django.http import Http404, HttpRequest, HttpResponse

from guides.views.public import public_page


@public_page
def claim_list(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")


@public_page
def claim_detail(request: HttpRequest, key: str) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")


@public_page
def evidence_data(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")


@public_page
def evidence_schema(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")


@public_page
def claims_checked(request: HttpRequest) -> HttpResponse:
    """To come."""
    raise Http404("Not yet.")
