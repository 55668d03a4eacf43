"""Requests that no view should see. None may use the database."""

import pytest
from django.conf import settings
from django.test import Client

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=edge"


def part(disposition: bytes, value: bytes = b"hello") -> bytes:
    """A multipart body of one part."""
    return b"--edge\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n--edge--\r\n" % (
        disposition,
        value,
    )


@pytest.mark.parametrize(
    "path", ["/%00", "/guides/a%00b/", "/admin/%00", "/planner/?goal=%00", "/?%00"]
)
def test_a_nul_byte_in_the_address_gets_400(client: Client, path: str):
    response = client.get(path)

    assert response.status_code == 400


@pytest.mark.parametrize(
    "cookie",
    [r'sessionid="a\000b"', "sessionid=a\0b", "csrftoken=\0"],
    ids=["unquoted by Django", "raw", "alone"],
)
def test_a_nul_byte_in_a_cookie_gets_400(client: Client, cookie: str):
    response = client.get("/guides/", headers={"cookie": cookie})

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"goal=a%00b", FORM),
        (b"a%00b=goal", FORM),
        (b"goal=a\0b", FORM),
        (part(b'name="goal"', b"a\0b"), MULTIPART),
        (part(b'name="a\0b"'), MULTIPART),
        (part(b"name*=utf-8''a%00b"), MULTIPART),
        (part(b'name="goal"; filename="a\0b.txt"'), MULTIPART),
        (part(b'name="goal"\r\nContent-Transfer-Encoding: base64', b"YQBi"), MULTIPART),
    ],
)
@pytest.mark.parametrize("path", ["/planner/", "/admin/login/"])
def test_a_nul_byte_in_a_form_gets_400(client: Client, path: str, body: bytes, content_type: str):
    response = client.post(path, body, content_type=content_type)

    assert response.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        part(b'name="goal"', b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
        part(b'name="goal"; filename="a.txt"', b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
    ],
    ids=["field", "file"],
)
def test_a_huge_form_is_refused(client: Client, body: bytes):
    response = client.post("/planner/", body, content_type=MULTIPART)

    assert response.status_code == 400


def test_a_form_of_too_many_fields_is_refused(client: Client):
    body = "&".join(f"medicines={n}" for n in range(2000))

    response = client.post("/planner/", body, content_type=FORM)

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"no boundary in sight", "multipart/form-data"),
        (b"goal=%ff%fe", f"{FORM}; charset=utf-16"),
    ],
)
def test_a_form_that_cannot_be_read_gets_400(client: Client, body: bytes, content_type: str):
    response = client.post("/planner/?a=%ff", body, content_type=content_type)

    assert response.status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["/", "/guides/", "/guides/sleep-and-recovery/", "/planner/"])
def test_only_the_intended_methods_answer(client: Client, path: str, method: str):
    response = getattr(client, method)(path)

    assert response.status_code == 405


@pytest.mark.parametrize("path", ["/", "/guides/", "/guides/sleep-and-recovery/", "/healthz"])
def test_only_the_planner_takes_a_form(client: Client, path: str):
    response = client.post(path, {"goal": "next_session"})

    assert response.status_code == 405
