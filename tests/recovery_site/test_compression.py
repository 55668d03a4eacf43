"""Public pages in Brotli."""

from datetime import UTC, datetime

import brotli
import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from guides.models import Notice
from recovery_site.compression import compress_public_pages
from tests.planner.typed import EVENING_LIFTER

TAKES_BROTLI = {"accept-encoding": "gzip, deflate, br, zstd"}

pytestmark = pytest.mark.usefixtures("content")


@pytest.mark.parametrize("path", ["/", "/guides/muscle-soreness/", "/planner/", "/help/"])
def test_a_public_page_is_sent_in_brotli_and_not_sent_again(client: Client, path: str):
    plain = client.get(path)

    packed = client.get(path, headers=TAKES_BROTLI)
    again = client.get(path, headers=TAKES_BROTLI | {"if-none-match": packed["ETag"]})

    assert packed["Content-Encoding"] == "br"
    assert packed["Content-Length"] == str(len(packed.content))
    assert brotli.decompress(packed.content) == plain.content
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert packed["ETag"] == f"W/{plain['ETag']}"
    assert again.status_code == 304
    assert (again["ETag"], again["Vary"]) == (packed["ETag"], packed["Vary"])


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("br", "br"), ("br;q=0.1, gzip;q=0", "br"), ("gzip, br;q=0", "gzip"), ("br;q=0.0", None),
        ("gzip", "gzip"), ("brr, gzip", "gzip"), ("", None),
    ],
)  # fmt: skip
def test_whoever_does_not_take_brotli_gets_what_they_take(client: Client, accepted, sent):
    response = client.get("/help/", headers={"accept-encoding": accepted})

    assert response.get("Content-Encoding") == sent


@pytest.mark.parametrize(
    "path", ["/evidence/?topic=sleep", "/search/?q=nap", "/nowhere/", "/feed/"]
)
def test_what_has_no_end_or_is_no_page_is_left_to_gzip(client: Client, path: str):
    response = client.get(path, headers=TAKES_BROTLI)

    assert response["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/planner/", "/planner/consult-sheet/"])
def test_what_somebody_told_is_left_to_gzip_whose_length_tells_nothing(client: Client, path: str):
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        answers = [client.post(path, EVENING_LIFTER, headers=TAKES_BROTLI) for _ in range(20)]

    assert {answer.status_code for answer in answers} == {200}
    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1


def test_a_page_with_a_token_is_left_to_gzip(client: Client):
    page = client.get("/admin/login/", headers=TAKES_BROTLI)

    assert page.status_code == 200
    assert page["Content-Encoding"] == "gzip"


PAGE = "<p>" + "Words. " * 100


@pytest.mark.parametrize(
    ("changed", "status", "cookie", "sent"),
    [
        ({}, 200, False, "br"),
        ({"Cache-Control": "private"}, 200, False, None),
        ({"Cache-Control": "no-store"}, 200, False, None),
        ({"Content-Type": "application/json"}, 200, False, None),
        ({"Content-Encoding": "gzip"}, 200, False, "gzip"),
        ({}, 404, False, None),
        ({}, 200, True, None),
    ],
)
def test_only_a_good_public_page_without_a_cookie_is_packed(changed, status, cookie, sent):
    def answer(request: HttpRequest) -> HttpResponse:
        headers = {"Cache-Control": "public", "Content-Type": "text/html"} | changed
        response = HttpResponse(PAGE, status=status, headers=headers)
        if cookie:
            response.set_cookie("name", "value")
        return response

    request = RequestFactory().get("/", headers=TAKES_BROTLI)
    response = compress_public_pages(answer)(request)

    assert response.get("Content-Encoding") == sent
    assert (response.content == PAGE.encode()) is (sent != "br")


def test_an_edit_is_in_the_next_answer(client: Client):
    before = client.get("/help/", headers=TAKES_BROTLI)
    Notice.objects.filter(kind="consult").update(headline="Ask a doctor or pharmacist first.")
    after = client.get("/help/", headers=TAKES_BROTLI)

    assert b"Ask a doctor or pharmacist first." not in brotli.decompress(before.content)
    assert b"Ask a doctor or pharmacist first." in brotli.decompress(after.content)
