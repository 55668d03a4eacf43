"""Whether the site is alive, and whether it can serve."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connections
from django.test import Client

from tests.recovery_site.conftest import RunManage


def test_alive_needs_no_database(client: Client):
    response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "alive\n")
    assert response["Cache-Control"] == "no-store"


def test_ready_when_database_and_cache_answer(client: Client, db: None):
    response = client.get("/readyz")

    assert (response.status_code, response.text) == (200, "ready\n")
    assert response["Cache-Control"] == "no-store"


def test_not_ready_without_the_database_and_says_no_more_than_that(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
):
    def refuse(alias: str) -> None:
        raise OperationalError("password authentication failed for user handbook")

    monkeypatch.setattr(connections, "create_connection", refuse)

    response = client.get("/readyz")

    assert (response.status_code, response.text) == (503, "not ready: database\n")


def test_not_ready_before_the_tables_are_made(run_manage: RunManage):
    ask = (
        "from django.test import Client;"
        "print(Client(headers={'host': 'handbook.example.org'}).get('/readyz').text)"
    )

    asked = run_manage("shell", "-v0", "-c", ask)

    assert asked.stdout.strip() == "not ready: database"


def test_not_ready_without_the_cache(client: Client, db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(type(cache._connections["default"]), "get", lambda *_: None)

    response = client.get("/readyz")

    assert (response.status_code, response.text) == (503, "not ready: cache\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_asked_for(client: Client, path: str):
    response = client.post(path)

    assert response.status_code == 405
