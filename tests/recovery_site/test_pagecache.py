"""Public pages as ready bytes: drawn once, packed, and not sent again to whoever has them."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.public_pages import PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_served", "packed_at_once")]

HOME, GUIDE = "/", "/guides/muscle-soreness/"
# Those that could differ by who asks, and by what name they know the site.
SOME = [HOME, GUIDE, "/planner/", "/changes/", "/feed/", "/sitemap.xml"]
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "": lambda content: content,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}


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
        ("gzip;q=0", None), ("br;Q=0, gzip;Q=0.000", None), ("identity", None),
    ],
)  # fmt: skip
def test_everybody_gets_what_they_take(client: Client, shipped, accepted, sent):
    response = client.get("/help/", headers={"accept-encoding": accepted})

    assert response.get("Content-Encoding") == sent
    assert not response["ETag"].startswith("W/")
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(("accepted", "sent"), [("gzip;q=0", None), ("gzip;q=0.1", "gzip")])
def test_a_page_that_is_not_kept_is_packed_only_for_whoever_takes_it(
    client: Client, shipped, accepted, sent
):
    response = client.get("/search/", {"q": "soreness"}, headers={"accept-encoding": accepted})

    assert response.get("Content-Encoding") == sent
    assert "Accept-Encoding" in response["Vary"]


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
        # A page has no date.
        ("if-modified-since", "Thu, 26 Nov 2026 00:00:00 GMT", 200),
        ("if-unmodified-since", "Sat, 01 Jan 2000 00:00:00 GMT", 200),
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
