"""What is refused before any view sees it."""

from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError


def refuse_unreadable_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to a NUL byte anywhere, and to a body that is too large or breaks off.

    PostgreSQL cannot store a NUL, so that it would be an error 500 at the first query; no person
    types one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if any("\0" in text for text in _sent_texts(request)):
            raise SuspiciousOperation("A NUL byte in the request")
        return get_response(request)

    return middleware


def _sent_texts(request: HttpRequest) -> Iterator[str]:
    yield request.path
    # The server refuses these already; what a sign-in keeps of them must not rest on that.
    yield from (request.headers.get(name, "") for name in ("User-Agent", "Accept"))
    for name, values in request.GET.lists():
        yield from (name, *values)
    # Django unquotes "\000" in a cookie to a NUL.
    for name, value in request.COOKIES.items():
        yield from (name, value)
    if request.method == "POST":
        yield from _posted_texts(request)


def _posted_texts(request: HttpRequest) -> Iterator[str]:
    try:
        # Read at once, up to DATA_UPLOAD_MAX_MEMORY_SIZE: left to the parser, files of any size
        # would be written to the disk before a view could say that it takes none.
        body = request.body
    except UnreadablePostError as error:
        raise BadRequest("The body broke off") from error
    if request.content_type == "multipart/form-data":
        # Django drops a NUL in a file's name without a word, so look at what was sent.
        yield "\0" if b"\0" in body else ""
    for name, values in request.POST.lists():
        yield from (name, *values)
