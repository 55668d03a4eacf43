"""Public pages as ready bytes: kept in each process, and answered before all that follows.

A page is kept under the content's version and the day (guides/lookout.py), so an edit is in the
next answer of the process that saved it, and in those of all others within a second. What is not
the same for everybody is never kept: see _is_for_everybody.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from http import HTTPStatus
from threading import Lock

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from guides import lookout
from guides.lookout import Seen
from recovery_site.encodings import is_accepted

GetResponse = Callable[[HttpRequest], HttpResponse]

# In bytes, for each process: some three hundred and fifty guides with their packed forms.
MOST_BYTES = 32 * 1024 * 1024

# Whoever asks these asks for nothing else: whether the process is alive must not rest on more.
HEALTH_CHECKS = ("/healthz", "/readyz")

# Brotli takes a few milliseconds for a page at the first quality, and a tenth of a second at the
# best, which is an eighth smaller. A page that is asked for again is worth it.
QUICK, BEST = 5, 11
# What we make, the best first.
ENCODINGS = ("br", "gzip")
PLAIN = ""

IF_NONE_MATCH = "HTTP_IF_NONE_MATCH"
# A page has no date, so that a condition on one is passed over (RFC 9110, 13.1.3 and 13.1.4).
CONDITIONS = frozenset({IF_NONE_MATCH, "HTTP_IF_MATCH"})
KEPT_OUTSIDE = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
# Of the headers that go with a page, those that RFC 9110 wants where it has not changed.
STAY = ("Cache-Control", "ETag", "Vary")


@dataclass(frozen=True, slots=True)
class Packed:
    """A page in one encoding: the bytes, and the headers that go with them."""

    content: bytes
    headers: dict[str, str]
    when_not_modified: dict[str, str]

    @classmethod
    def of(cls, content: bytes, encoding: str, headers: dict[str, str]) -> "Packed":
        """With a strong ETag, as the same bytes go to everybody."""
        of_these = {"Content-Length": str(len(content)), "ETag": f'"{_digest(content)}"'}
        if encoding:
            of_these["Content-Encoding"] = encoding
        all_headers = headers | of_these
        return cls(content, all_headers, {name: all_headers[name] for name in STAY})


@dataclass(slots=True)
class Page:
    """A page that is the same for everybody: under what it was drawn, and as it is sent.

    A public page holds no secret that its length could tell (BREACH), so it is packed as it is.
    """

    seen: Seen | None
    headers: dict[str, str]
    packed: dict[str, Packed]
    was_asked_for_again: bool = False
    # Threads may pack it at once: none puts back what it read before another wrote.
    lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    @classmethod
    def of(cls, response: HttpResponse, seen: Seen | None) -> "Page":
        """From an answer that may be kept."""
        headers = dict(response.headers) | {"Vary": "Accept-Encoding"}
        return cls(seen, headers, {PLAIN: Packed.of(response.content, PLAIN, headers)})

    def says_the_same(self, other: "Page") -> bool:
        """Whether it is the other page, drawn again."""
        return self.headers == other.headers and self.packed[PLAIN] == other.packed[PLAIN]

    def in_encoding(self, encoding: str) -> Packed:
        """As it is sent in an encoding; packed when it is first asked for."""
        if encoding not in self.packed:
            plain = self.packed[PLAIN].content
            pack = {"gzip": _gzipped, "br": _brotlied}[encoding]
            self._put(encoding, pack(plain))
        return self.packed[encoding]

    def pack_best(self) -> None:
        """Put the smallest bytes in the place of those that were quick to make."""
        self._put("br", brotli.compress(self.packed[PLAIN].content, quality=BEST))

    def _put(self, encoding: str, content: bytes) -> None:
        packed = Packed.of(content, encoding, self.headers)
        with self.lock:
            # In a new dictionary, as other threads may be reading the one that was.
            self.packed = self.packed | {encoding: packed}

    @property
    def size(self) -> int:
        """In bytes, without its headers."""
        return sum(len(packed.content) for packed in self.packed.values())


class Shelf:
    """The pages that a process keeps: those asked for last, up to a size. Its threads share it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = Lock()
        # Brotli lets the other threads go on.
        self._packer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="packer")

    def page(self, path: str, seen: Seen | None) -> Page | None:
        """The page of a path as it is now."""
        if seen is None:
            return None
        with self._lock:
            page = self._pages.get(path)
            if page is None or page.seen != seen:
                return None
            self._pages.move_to_end(path)
        if not page.was_asked_for_again:
            page.was_asked_for_again = True
            self._packer.submit(page.pack_best)
        return page

    def keep(self, path: str, page: Page) -> Page:
        """The page as it is to be sent, and kept if what it was drawn from is not known to be old.

        A page that says what it said before keeps its packed forms.
        """
        with self._lock:
            before = self._pages.get(path)
            if before is not None and before.says_the_same(page):
                if page.seen is not None:
                    before.seen = page.seen
                return before
            if page.seen is not None and page.seen == lookout.of_this_process.last:
                self._pages[path] = page
                self._pages.move_to_end(path)
                self._make_room()
        return page

    def _make_room(self) -> None:
        size = sum(page.size for page in self._pages.values())
        while size > self.most_bytes and self._pages:
            _, longest_unasked = self._pages.popitem(last=False)
            size -= longest_unasked.size


def keep_public_pages(get_response: GetResponse) -> GetResponse:
    """Answer a public page from its bytes, or draw it and keep those.

    Stands before everything that makes a page; inside what only adds a header to any answer.
    """
    shelf = Shelf()

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path in HEALTH_CHECKS:
            return get_response(request)
        seen = lookout.seen()
        if not _asks_for_what_all_get(request):
            return get_response(request)
        page = shelf.page(request.path, seen)
        if page is None:
            response = get_response(request)
            if not _is_for_everybody(response):
                return response
            page = shelf.keep(request.path, Page.of(response, seen))
        return _answer(request, page, seen)

    return middleware


def _asks_for_what_all_get(request: HttpRequest) -> bool:
    """Whether it can be answered with what others got; editors see their pages drawn anew."""
    if (
        # Whoever works on a template wants to see it.
        settings.DEBUG
        or request.method not in ("GET", "HEAD")
        or request.META.get("QUERY_STRING")
        or settings.SESSION_COOKIE_NAME in request.META.get("HTTP_COOKIE", "")
    ):
        return False
    try:
        request.get_host()
    except DisallowedHost:
        # Refused further in, by what refuses the others.
        return False
    return True


def _is_for_everybody(response: HttpResponse) -> bool:
    """Whether it says itself that anybody may keep it, and holds nothing of one visitor."""
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and "public" in response.get("Cache-Control", "")
        and response.get("Vary", "") in ("", "Accept-Encoding")
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def _answer(request: HttpRequest, page: Page, seen: Seen | None) -> HttpResponse:
    packed = page.in_encoding(_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    response = _unless_known(request, packed)
    if settings.TRUST_PROXY and seen and response.status_code in KEPT_OUTSIDE:
        # nginx keeps it for the rest of the second in which we looked whether it still holds, and
        # tells nobody of this header. It stands behind Cache-Control, else nginx reads but one.
        response.headers["X-Accel-Expires"] = f"@{seen.looked_at}"
    return response


def _unless_known(request: HttpRequest, packed: Packed) -> HttpResponse:
    """The page, or that whoever asks has it, or that it is not what they ask for."""
    etag, conditions = packed.headers["ETag"], CONDITIONS & request.META.keys()
    # What all browsers ask that come back. Django would make the whole answer first.
    if conditions == {IF_NONE_MATCH} and request.META[IF_NONE_MATCH] == etag:
        return HttpResponseNotModified(headers=packed.when_not_modified)
    response = HttpResponse(packed.content, headers=packed.headers)
    if not conditions:
        return response
    return get_conditional_response(request, etag=etag, response=response)


# Browsers send a handful of these.
@lru_cache(maxsize=64)
def _encoding(accepted: str) -> str:
    """The best that somebody takes, of those that we make."""
    return next((name for name in ENCODINGS if is_accepted(name, accepted)), PLAIN)


def _brotlied(plain: bytes) -> bytes:
    return brotli.compress(plain, quality=QUICK)


def _gzipped(plain: bytes) -> bytes:
    # Without the time, so that all processes make the same bytes.
    return gzip.compress(plain, mtime=0)


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
