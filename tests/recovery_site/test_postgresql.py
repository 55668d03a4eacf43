"""A server that does not answer: who asks it, and how long."""

import socket

import psycopg
import pytest
from django.db import connections

from recovery_site import request_ids
from recovery_site.postgresql import base
from recovery_site.postgresql.base import DatabaseWrapper, Tries


class Seconds:
    """The seconds of the process, which pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    seconds = Seconds()
    monkeypatch.setattr(base, "monotonic", seconds)
    return seconds


def may_try(tries: Tries) -> bool:
    try:
        tries.begin(longest=2)
    except psycopg.OperationalError:
        return False
    return True


def test_everybody_may_connect_while_nobody_waits_in_vain(seconds):
    tries = Tries()

    assert [may_try(tries) for _ in range(3)] == [True] * 3


def test_after_a_try_in_vain_nobody_tries_for_a_moment_and_then_one(seconds):
    tries = Tries()
    tries.begin(longest=2)
    tries.end(in_vain=True)

    at_once = may_try(tries)
    seconds.now += base.PAUSE
    later = [may_try(tries) for _ in range(3)]

    assert at_once is False
    assert later == [True, False, False]


def test_after_a_try_that_went_well_everybody_may_connect(seconds):
    tries = Tries()
    tries.end(in_vain=True)
    seconds.now += base.PAUSE
    tries.begin(longest=2)
    tries.end(in_vain=False)

    assert [may_try(tries) for _ in range(3)] == [True] * 3


def test_one_that_tries_and_never_comes_back_keeps_nobody_from_it(seconds):
    tries = Tries()
    tries.end(in_vain=True)
    seconds.now += base.PAUSE
    tries.begin(longest=2)
    seconds.now += 2

    assert may_try(tries)


def test_a_server_that_takes_a_connection_and_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(base, "tries", Tries())
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = {"host": "127.0.0.1", "port": mute.getsockname()[1], "connect_timeout": 2}
        wrapper = DatabaseWrapper(connections.settings["default"] | {"OPTIONS": {}})

        with pytest.raises(psycopg.OperationalError, match="timeout expired"):
            wrapper.get_new_connection(address)
        with pytest.raises(psycopg.OperationalError, match="did not answer a moment ago"):
            wrapper.get_new_connection(address)


class Connection:
    """One whose server says nothing more."""

    is_closed = False

    def wait(self, timeout: float | None) -> None:
        self.waited = timeout
        raise psycopg.errors._WaitTimeout("wait timeout expired")

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize(
    ("method", "patience"),
    [("GET", base.QUERY), ("HEAD", base.QUERY), ("POST", base.QUERY_OF_A_CHANGE)],
)
def test_a_query_of_a_request_is_given_up_and_its_connection_with_it(method, patience):
    connection = Connection()
    request_ids.begin({"REQUEST_METHOD": method}, trust_proxy=False)

    with pytest.raises(psycopg.OperationalError, match="did not answer within"):
        base._wait(connection, connection.wait)

    assert (connection.waited, connection.is_closed) == (patience, True)


def test_a_command_waits_as_long_as_it_takes():
    assert base._patience() is None
