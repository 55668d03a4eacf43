"""Public pages as ready bytes: what is kept, for whom, and until when."""

import gzip
from collections.abc import Callable

import brotli
import pytest
import time_machine
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from guides import lookout, version
from guides.models import Notice
from recovery_site.pagecache import Page, Shelf, keep_public_pages
from tests.guides.editing import change_page, edit
from tests.public_pages import PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_served", "packed_at_once")]

HOME, GUIDE = "/", "/guides/muscle-soreness/"
# Those that could differ by who asks, and by what name they know the site.
SOME = [HOME, GUIDE, "/planner/", "/changes/", "/feed/", "/sitemap.xml"]
OTHER_WORDS = "Ask a doctor or pharmacist before anything else."
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "": lambda content: content,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}


@pytest.fixture
def shipped(content: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped content, under a version; and a clock of looks that stands still."""
    monkeypatch.setattr(lookout, "time", lambda: 1_764_158_400.0)
    version.move()


def edited_elsewhere() -> None:
    """Another process saves the consult notice, and that is all that happens."""
    moves = version._moves
    Notice.objects.filter(kind="consult").update(headline=OTHER_WORDS)
    version.move()
    version._moves = moves


def a_second_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of looks moves on by a second."""
    later = lookout.of_this_process.last.looked_at + 1.0
    monkeypatch.setattr(lookout, "time", lambda: later)


# --- As served -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_drawn_once_and_then_answered_without_a_query(
    client: Client, shipped, path, django_assert_num_queries: DjangoAssertNumQueries
):
    drawn = client.get(path)

    with django_assert_num_queries(0):
        kept = client.get(path)

    assert kept.content == drawn.content
    assert dict(kept.headers) == dict(drawn.headers)
    assert not kept.cookies


@pytest.mark.parametrize("path", SOME)
def test_what_is_kept_is_what_an_editor_sees_drawn(admin_client, client, shipped, path):
    client.get(path)

    kept, drawn = client.get(path), admin_client.get(path)

    # The cookie of an editor asks for a page of its own.
    assert kept.content == drawn.content
    assert set(kept.headers) == set(drawn.headers) | {"Content-Length"}


@pytest.mark.parametrize("path", SOME)
def test_a_page_does_not_depend_on_the_name_that_the_site_was_asked_by(client, shipped, path):
    by_name = client.get(path, headers={"host": "localhost"})

    by_number = Client().get(path, headers={"host": "127.0.0.1"})

    assert by_number.content == by_name.content


@pytest.mark.parametrize("encoding", UNPACK)
@pytest.mark.parametrize("path", [HOME, GUIDE, "/planner/", "/feed/", "/evidence.json"])
def test_it_is_sent_packed_with_an_etag_of_its_bytes_and_not_sent_again(
    client: Client, shipped, path, encoding
):
    plain = client.get(path)
    ask = {"accept-encoding": encoding}
    client.get(path, headers=ask)

    packed = client.get(path, headers=ask)
    again = client.get(path, headers=ask | {"if-none-match": packed["ETag"]})

    assert packed.get("Content-Encoding", "") == encoding
    assert UNPACK[encoding](packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))
    assert packed["Vary"] == "Accept-Encoding"
    assert packed["ETag"].startswith('"')
    assert (packed["ETag"] == plain["ETag"]) is (encoding == "")
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Vary"]) == (packed["ETag"], packed["Vary"])
    assert again["Cache-Control"] == packed["Cache-Control"]


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"), ("br;q=0.1, gzip;q=0", "br"), ("gzip, br;q=0", "gzip"),
        ("br;q=0.0", None), ("gzip", "gzip"), ("brr, gzip", "gzip"), ("", None),
    ],
)  # fmt: skip
def test_everybody_gets_what_they_take(client: Client, shipped, accepted, sent):
    response = client.get("/help/", headers={"accept-encoding": accepted})

    assert response.get("Content-Encoding") == sent


def test_a_page_that_is_asked_for_again_is_packed_as_small_as_can_be(client: Client, shipped):
    ask = {"accept-encoding": "br"}

    first, _, third = (client.get(GUIDE, headers=ask) for _ in range(3))

    assert len(third.content) < len(first.content) * 0.95
    assert third["ETag"] != first["ETag"]
    assert brotli.decompress(third.content) == brotli.decompress(first.content)


def test_whoever_asks_only_for_the_head_gets_the_same_headers(client: Client, shipped):
    before = client.head(GUIDE)
    page = client.get(GUIDE)

    head = client.head(GUIDE)

    assert head.content == b""
    assert dict(before.headers) == dict(page.headers) == dict(head.headers)


def test_a_host_that_is_not_ours_is_refused_though_the_page_is_kept(client: Client, shipped):
    client.get(GUIDE)

    refused = client.get(GUIDE, headers={"host": "other.example.org"})

    assert refused.status_code == 400
    assert "Content-Security-Policy" in refused


# --- Until when ------------------------------------------------------------------------------


def test_whoever_saved_in_this_process_is_in_the_next_answer(admin_client, client, shipped):
    before = client.get(HOME)
    notice = Notice.objects.get(kind="consult")

    edit(admin_client, change_page(notice), headline=OTHER_WORDS)
    after = client.get(HOME, headers={"if-none-match": before["ETag"]})

    assert after.status_code == 200
    assert OTHER_WORDS in after.text


def test_what_was_saved_elsewhere_is_in_the_answers_of_the_next_second(
    client, shipped, monkeypatch
):
    client.get(HOME)
    monkeypatch.setattr(lookout, "time", lambda: lookout.of_this_process.last.looked_at + 0.5)
    edited_elsewhere()

    meanwhile = client.get(HOME).text
    a_second_later(monkeypatch)
    after = client.get(HOME).text

    assert OTHER_WORDS not in meanwhile
    assert OTHER_WORDS in after


def test_a_page_drawn_from_what_is_old_by_now_takes_no_place(shipped, monkeypatch):
    shelf = Shelf()
    old = lookout.seen()
    edited_elsewhere()
    a_second_later(monkeypatch)
    new = lookout.seen()
    response = HttpResponse("Old words", headers={"Cache-Control": "public"})

    shelf.keep(HOME, Page.of(response, old))

    assert shelf.page(HOME, old) is None
    assert shelf.page(HOME, new) is None


def test_nothing_is_kept_while_no_version_is_known(client: Client, content):
    before = client.get(HOME).text
    Notice.objects.filter(kind="consult").update(headline=OTHER_WORDS)

    assert OTHER_WORDS not in before
    assert OTHER_WORDS in client.get(HOME).text


@pytest.mark.parametrize(
    ("condition", "asked", "status"),
    [
        ("if-none-match", "{etag}", 304),
        ("if-none-match", '"other", {etag}', 304),
        ("if-none-match", "W/{etag}", 304),
        ("if-none-match", "*", 304),
        ("if-none-match", '"other"', 200),
        ("if-match", "{etag}", 200),
        ("if-match", '"other"', 412),
        ("if-modified-since", "Thu, 26 Nov 2026 00:00:00 GMT", 200),
    ],
)
def test_a_kept_page_answers_what_is_asked_of_its_etag(
    client: Client, shipped, condition: str, asked: str, status: int
):
    kept = client.get(HOME)

    again = client.get(HOME, headers={condition: asked.format(etag=kept["ETag"])})

    assert again.status_code == status
    assert again.content == (kept.content if status == 200 else b"")
    assert status == 412 or again["ETag"] == kept["ETag"]


def test_whoever_wants_another_page_is_not_told_that_they_have_it(client: Client, shipped):
    etag = client.get(HOME)["ETag"]

    answer = client.get(HOME, headers={"if-match": '"other"', "if-none-match": etag})

    assert answer.status_code == 412


def test_a_page_that_has_not_changed_says_nothing_of_its_bytes(client: Client, shipped):
    ask = {"accept-encoding": "gzip"}
    etag = client.get(HOME, headers=ask)["ETag"]

    answer = client.get(HOME, headers=ask | {"if-none-match": etag})

    assert not {"Content-Encoding", "Content-Length", "Content-Type"} & answer.headers.keys()


def test_a_page_that_an_edit_left_as_it_was_keeps_its_bytes(client: Client, shipped):
    ask = {"accept-encoding": "br"}
    for _ in range(3):
        before = client.get("/about/money/", headers=ask)

    version.move()
    after = client.get("/about/money/", headers=ask | {"if-none-match": before["ETag"]})

    assert after.status_code == 304


def test_a_page_whose_headers_changed_is_another_page(shipped):
    shelf, seen = Shelf(), lookout.seen()
    for policy in ("old", "new"):
        headers = {"Cache-Control": "public", "Content-Security-Policy": policy}
        shelf.keep("/a/", Page.of(HttpResponse("Words", headers=headers), seen))

    assert shelf.page("/a/", seen).headers["Content-Security-Policy"] == "new"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_processes_that_pack_a_page_at_different_times_make_the_same_bytes(shipped, encoding):
    packed = []
    for second in (1, 2_000_000_000):
        with time_machine.travel(second, tick=False):
            response = HttpResponse("Words " * 50, headers={"Cache-Control": "public"})
            packed.append(Page.of(response, None).in_encoding(encoding))

    assert packed[0] == packed[1]


# --- For whom --------------------------------------------------------------------------------


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


# --- How much --------------------------------------------------------------------------------


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


# --- Behind nginx ----------------------------------------------------------------------------


def test_a_proxy_that_is_trusted_learns_in_which_second_we_looked(
    client: Client, shipped, settings: Settings, monkeypatch
):
    settings.TRUST_PROXY = True

    drawn = client.get(GUIDE)
    a_second_later(monkeypatch)
    kept = client.get(GUIDE)
    again = client.get(GUIDE, headers={"if-none-match": kept["ETag"]})

    at_first = int(drawn["X-Accel-Expires"].removeprefix("@"))
    assert again.status_code == 304
    assert kept["X-Accel-Expires"] == again["X-Accel-Expires"] == f"@{at_first + 1}"


def test_nginx_reads_it_after_the_other_header(client: Client, shipped, settings: Settings):
    settings.TRUST_PROXY = True

    names = list(client.get(GUIDE).headers)

    assert names.index("X-Accel-Expires") > names.index("Cache-Control")


def test_of_a_page_under_no_version_it_learns_nothing(client: Client, content, settings: Settings):
    settings.TRUST_PROXY = True

    answer = client.get(GUIDE)

    assert answer.status_code == 200
    assert "X-Accel-Expires" not in answer


def test_nobody_else_is_told(client: Client, shipped):
    assert "X-Accel-Expires" not in client.get(GUIDE)
