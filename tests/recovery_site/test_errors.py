"""The pages for when something is wrong."""

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client

# No test here but those that say so may use the database: these pages must not need it.
pytestmark = pytest.mark.urls("tests.recovery_site.broken_urls")

NOTICE = "doctor or pharmacist"


@pytest.fixture
def visitor() -> Client:
    """A browser that gets the error page, where Django's test client would raise."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/guides/%00", 400),
        ("/wrong/broken/", 500),
        ("/wrong/refused/", 503),
        ("/wrong/closed/", 503),
    ],
)
def test_an_error_page_that_needs_no_database(visitor: Client, path: str, status: int):
    response = visitor.get(path)

    assert response.status_code == status
    assert NOTICE in response.text
    assert response["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in response


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/wrong/forbidden/", 403)])
def test_an_error_page_with_the_notice_that_editors_keep(
    visitor: Client, content: None, path: str, status: int
):
    response = visitor.get(path)

    assert response.status_code == status
    assert NOTICE in response.text
    assert response["Cache-Control"] == "no-store"


def test_a_host_that_is_not_ours_gets_400(visitor: Client):
    response = visitor.get("/guides/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert NOTICE in response.text


def test_a_form_without_its_token_gets_403_and_says_what_to_do(visitor: Client, content: None):
    response = visitor.post("/admin/login/", {"username": "somebody"})

    assert response.status_code == 403
    assert NOTICE in response.text
    assert "403_csrf.html" in [template.name for template in response.templates]


def test_503_tells_machines_when_to_come_back(visitor: Client):
    response = visitor.get("/wrong/refused/")

    assert response["Retry-After"] == "30"


@pytest.mark.parametrize("path", ["/", "/guides/", "/guides/muscle-soreness/"])
def test_a_page_is_503_when_no_query_is_answered(
    visitor: Client, content: None, monkeypatch: pytest.MonkeyPatch, path: str
):
    def refuse(*args: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as without_database:
        without_database.setattr(CursorWrapper, "execute", refuse)
        response = visitor.get(path)

    assert response.status_code == 503
    assert NOTICE in response.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/guides/sore-muscles/", "sore muscles"),
        ("/old/Late%20naps.html", "Late naps"),
        ("/evidence/doms_peak_24h/", "doms peak"),
        ("/1/2/", ""),
        ("/%3Cscript%3E/", "script"),
        (f"/{'long' * 80}/", "long" * 50),
    ],
)
def test_a_missing_page_offers_to_search_for_the_words_of_its_address(
    visitor: Client, content: None, path: str, words: str
):
    response = visitor.get(path)

    assert response.status_code == 404
    assert response.context["sought"] == words
    assert f'name="q" value="{words}"' in response.text
    assert 'href="/guides/muscle-soreness/"' in response.text
