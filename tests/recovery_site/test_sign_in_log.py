"""What the log says of those who sign in, and what it never says."""

import logging

import pytest
from django.test import Client

from tests.recovery_site.signing_in import PASSWORD, account, guess, sign_in

pytestmark = pytest.mark.django_db

HERE = "192.0.2.1"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture):
    """What was written since the start of the test, by whichever logger about signing in."""
    caplog.set_level(logging.DEBUG, "handbook.sign_in")
    account()
    return lambda: [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("handbook.sign_in", "axes"))
    ]


def test_who_signed_in_and_out_is_one_line_each(lines):
    browser = Client(REMOTE_ADDR=HERE)

    sign_in(client=browser)
    browser.post("/admin/logout/")

    assert lines() == ["editor from 192.0.2.1: signed in", "editor from 192.0.2.1: signed out"]


def test_each_failure_is_one_line_and_so_is_each_refusal(lines):
    guess(6, REMOTE_ADDR=HERE)

    failed = "editor from 192.0.2.1: did not get in, wrong name or password"
    locked = "editor from 192.0.2.1: locked out after too many failures"
    assert lines() == [failed] * 4 + [locked] * 2


def test_a_name_that_is_no_account_may_be_a_password_and_is_not_written(lines):
    sign_in(PASSWORD, REMOTE_ADDR=HERE)

    assert lines() == ["an unknown account from 192.0.2.1: did not get in, wrong name or password"]


def test_no_password_is_written_anywhere(caplog):
    account()

    with caplog.at_level(logging.DEBUG):
        guess(6)
        sign_in()

    assert "a guess" not in caplog.text
    assert PASSWORD not in caplog.text
