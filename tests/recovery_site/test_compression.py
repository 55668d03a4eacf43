"""Public pages in Brotli."""

import brotli
import pytest
from django.test import Client

from guides.models import Notice

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


def test_an_answer_of_the_planner_is_left_to_gzip_whose_length_tells_nothing(client: Client):
    answers = [
        client.post("/planner/", {"activity": "lifting"}, headers=TAKES_BROTLI) for _ in range(20)
    ]

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1


def test_an_edit_is_in_the_next_answer(client: Client):
    before = client.get("/help/", headers=TAKES_BROTLI)
    Notice.objects.filter(kind="consult").update(headline="Ask a doctor or pharmacist first.")
    after = client.get("/help/", headers=TAKES_BROTLI)

    assert b"Ask a doctor or pharmacist first." not in brotli.decompress(before.content)
    assert b"Ask a doctor or pharmacist first." in brotli.decompress(after.content)
