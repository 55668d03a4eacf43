"""Which pages are kept, and how many: only what is for everybody, as far as there is room."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from guides import lookout, version
from recovery_site.pagecache import Packed, Page, Shelf, keep_public_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_served", "packed_at_once")]


def drawing(drawn: list[str], **changed: object) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware around a view whose page says how often it was drawn."""

    def draw(request: HttpRequest) -> HttpResponse:
        drawn.append(request.path)
        headers = {"Cache-Control": "public"} | changed.get("headers", {})
        kind = changed.get("kind", HttpResponse)
        response = kind(f"Page {len(drawn)}", status=changed.get("status", 200), headers=headers)
        if "cookie" in changed:
            response.set_cookie("name", "value")
        return response

    return keep_public_pages(draw)


def test_a_page_is_drawn_once(shipped):
    drawn: list[str] = []
    answer = drawing(drawn)

    pages = [answer(RequestFactory().get("/a/")).content for _ in range(3)]

    assert drawn == ["/a/"]
    assert pages == [b"Page 1"] * 3


@pytest.mark.parametrize(
    "asked",
    [
        {"data": {"topic": "sleep"}},
        {"headers": {"cookie": "sessionid=abc"}},
        {"headers": {"cookie": "name=value; sessionid=abc"}},
    ],
)
def test_whoever_asks_in_a_way_of_their_own_gets_it_drawn(shipped, asked):
    drawn: list[str] = []
    answer = drawing(drawn)
    answer(RequestFactory().get("/a/"))

    own = [answer(RequestFactory().get("/a/", **asked)).content for _ in range(2)]

    assert own == [b"Page 2", b"Page 3"]


def test_what_is_sent_is_never_answered_from_what_is_kept(shipped):
    drawn: list[str] = []
    answer = drawing(drawn)
    answer(RequestFactory().get("/a/"))

    assert answer(RequestFactory().post("/a/")).content == b"Page 2"


@pytest.mark.parametrize(
    "changed",
    [
        {"headers": {"Cache-Control": "private"}},
        {"headers": {"Cache-Control": "no-store"}},
        {"headers": {"Vary": "Cookie"}},
        {"headers": {"Vary": "Accept-Encoding, Cookie"}},
        {"headers": {"Content-Encoding": "gzip"}},
        {"headers": {"Content-Security-Policy": "script-src 'nonce-abc'"}},
        {"status": 404},
        {"status": 301},
        {"cookie": True},
        {"kind": StreamingHttpResponse},
    ],
)
def test_what_is_not_for_everybody_is_never_kept(shipped, changed):
    drawn: list[str] = []
    answer = drawing(drawn, **changed)

    for _ in range(2):
        answer(RequestFactory().get("/a/"))

    assert drawn == ["/a/", "/a/"]


@pytest.mark.parametrize("path", ["/planner/", "/planner/consult-sheet/", "/planner/calendar/"])
def test_what_somebody_told_is_never_kept(client: Client, shipped, path):
    told = [client.post(path, {"goal": goal}) for goal in ("sleep", "zanzibar")]
    asked = client.get("/planner/")

    assert {answer["Cache-Control"] for answer in told} == {"no-store, private"}
    assert "zanzibar" not in asked.text


@pytest.mark.parametrize("path", ["/admin/login/", "/search/?q=nap", "/nowhere/", "/readyz"])
def test_pages_that_are_not_public_are_drawn_each_time(client: Client, shipped, path):
    client.get(path)

    answer = client.get(path)

    assert "public" not in answer.get("Cache-Control", "")
    assert "ETag" not in answer or answer["ETag"].startswith("W/")


def test_with_debug_a_page_is_drawn_each_time_so_that_a_changed_template_is_seen(
    shipped, settings: Settings
):
    settings.DEBUG = True
    drawn: list[str] = []
    answer = drawing(drawn)

    for _ in range(2):
        answer(RequestFactory().get("/a/"))

    assert drawn == ["/a/", "/a/"]


def kept(shelf: Shelf, path: str, text: str) -> None:
    """Put a page on a shelf."""
    response = HttpResponse(text, headers={"Cache-Control": "public"})
    shelf.keep(path, Page.of(response, lookout.seen()))


def test_the_pages_that_nobody_asked_for_longest_make_room(shipped):
    shelf, seen = Shelf(most_bytes=250), lookout.seen()
    kept(shelf, "/a/", "a" * 100)
    kept(shelf, "/b/", "b" * 100)
    shelf.page("/a/", seen)

    kept(shelf, "/c/", "c" * 100)

    assert shelf.page("/b/", seen) is None
    assert shelf.page("/a/", seen)
    assert shelf.page("/c/", seen)


def test_a_large_page_takes_the_room_of_several(shipped):
    shelf, seen = Shelf(most_bytes=250), lookout.seen()
    for path in ("/a/", "/b/"):
        kept(shelf, path, path * 25)

    kept(shelf, "/c/", "c" * 240)

    assert [shelf.page(path, seen) is None for path in ("/a/", "/b/", "/c/")] == [True, True, False]


def test_packed_forms_take_room_too(shipped):
    shelf, seen = Shelf(most_bytes=250), lookout.seen()
    kept(shelf, "/a/", "a" * 100)
    for encoding in ("gzip", "br"):
        shelf.page("/a/", seen).in_encoding(encoding)

    kept(shelf, "/b/", "b" * 140)

    assert shelf.page("/a/", seen) is None


def test_a_page_drawn_anew_is_the_last_to_make_room(shipped):
    shelf = Shelf(most_bytes=250)
    kept(shelf, "/a/", "a" * 100)
    kept(shelf, "/b/", "b" * 100)
    version.move()
    kept(shelf, "/a/", "x" * 100)

    kept(shelf, "/c/", "c" * 100)

    assert shelf.page("/a/", lookout.seen()) is not None


def test_a_page_larger_than_the_shelf_is_sent_and_not_kept(shipped):
    shelf = Shelf(most_bytes=250)

    kept(shelf, "/a/", "a" * 300)

    assert shelf.page("/a/", lookout.seen()) is None


def test_what_one_thread_packs_is_not_lost_to_what_another_packs_meanwhile(monkeypatch):
    response = HttpResponse(b"A page. " * 100, headers={"Cache-Control": "public"})
    page = Page.of(response, None)
    meanwhile = iter([lambda: page.in_encoding("gzip")])
    packed_of = Packed.of

    def packed_slowly(content: bytes, encoding: str, headers: dict[str, str]) -> Packed:
        # The other thread has its turn while this one reckons.
        next(meanwhile, lambda: None)()
        return packed_of(content, encoding, headers)

    monkeypatch.setattr(Packed, "of", packed_slowly)
    page.pack_best()

    assert page.packed.keys() == {"", "gzip", "br"}
