"""What every page sends along, and what no public page does."""

import gzip

import pytest
from django.test import Client

from tests.public_pages import PUBLIC

OTHERS = ["/admin/login/", "/nowhere/", "/healthz"]

pytestmark = pytest.mark.usefixtures("content")


@pytest.mark.parametrize("path", PUBLIC + OTHERS)
def test_the_content_policy_starts_from_nothing_and_allows_no_inline_code(
    client: Client, path: str
):
    policy = client.get(path)["Content-Security-Policy"]

    directives = dict(line.split(maxsplit=1) for line in policy.split("; "))
    assert directives.pop("default-src") == "'none'"
    assert directives.pop("frame-ancestors") == "'none'"
    assert directives.pop("base-uri") == "'none'"
    assert set(directives.values()) == {"'self'"}


@pytest.mark.parametrize("path", PUBLIC + OTHERS)
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_browsers_are_told_what_to_refuse(client: Client, path: str, header: str, value: str):
    response = client.get(path)

    assert response[header] == value


@pytest.mark.parametrize("path", PUBLIC)
def test_no_page_asks_for_a_power_of_the_device(client: Client, path: str):
    policy = client.get(path)["Permissions-Policy"]

    granted = [power for power in policy.split(", ") if not power.endswith("=()")]
    assert "geolocation=()" in policy
    assert granted == []


@pytest.mark.parametrize("path", PUBLIC)
def test_a_reader_gets_no_cookie_and_the_same_page_as_everybody(client: Client, path: str):
    response = client.get(path)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_that_did_not_change_is_not_sent_again(client: Client, path: str):
    etag = client.get(path)["ETag"]

    again = client.get(path, headers={"if-none-match": etag})

    assert again.status_code == 304


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_is_compressed_and_still_not_sent_again(client: Client, path: str):
    plain = client.get(path)
    ask = {"accept-encoding": "gzip"}

    packed = client.get(path, headers=ask)
    again = client.get(path, headers=ask | {"if-none-match": packed["ETag"]})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/evidence/?topic=sleep", "/search/?q=nap", "/nowhere/"])
def test_what_is_drawn_for_one_is_never_packed_to_the_same_length_for_long(
    client: Client, path: str
):
    pages = [client.get(path, headers={"accept-encoding": "br, gzip"}) for _ in range(20)]

    assert {page["Content-Encoding"] for page in pages} == {"gzip"}
    assert len({len(page.content) for page in pages}) > 1


def test_style_sheets_are_left_to_whitenoise(client: Client):
    response = client.get("/static/css/site.css", headers={"accept-encoding": "gzip"})

    assert response.status_code == 200
    assert "Content-Encoding" not in response
    response.close()


def test_a_planner_answer_sets_no_cookie_and_is_kept_by_nobody(client: Client):
    response = client.post("/planner/", {"activity": "lifting"})

    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
