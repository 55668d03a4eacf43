"""The admin's door: who is slowed, for how long, and who is not."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.core.management import call_command
from django.test import Client, RequestFactory

from recovery_site.sign_in import client_address
from tests.recovery_site.signing_in import DOOR, account, guess, is_in, sign_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _editor(db: None) -> None:
    account()


def test_an_editor_gets_in_after_four_wrong_passwords():
    guess(4)

    assert is_in(sign_in())


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait():
    fifth = guess(5)

    refused = sign_in()

    assert fifth.status_code == refused.status_code == 429


def test_whoever_has_to_wait_is_told_how_long_and_whom_to_ask(settings):
    settings.CONTACT_EMAIL = "mistakes@handbook.example.org"

    page = guess(5)

    assert page["Retry-After"] == "900"
    assert "<h1>Wait 15 minutes</h1>" in page.text
    assert 'href="mailto:mistakes@handbook.example.org"' in page.text
    assert "no-store" in page["Cache-Control"]


def test_without_an_address_to_write_to_one_asks_whoever_runs_the_site(settings):
    settings.CONTACT_EMAIL = ""

    assert "ask whoever runs this site" in guess(5).text


def test_the_account_is_free_again_after_a_quarter_of_an_hour():
    with time_machine.travel(NOON, tick=False) as clock:
        guess(5)
        clock.shift(timedelta(minutes=14))
        early = sign_in()
        clock.shift(timedelta(minutes=1, seconds=1))
        late = sign_in()

    assert early.status_code == 429
    assert is_in(late)


def test_to_try_while_waiting_does_not_make_the_wait_longer():
    with time_machine.travel(NOON, tick=False) as clock:
        guess(5)
        clock.shift(timedelta(minutes=14))
        guess(20)
        clock.shift(timedelta(minutes=1, seconds=1))

        assert is_in(sign_in())


def test_to_get_in_wipes_the_slate():
    guess(4)
    sign_in()

    guess(4)

    assert is_in(sign_in())


def test_a_stranger_who_guesses_elsewhere_does_not_shut_out_the_editor():
    guess(6, REMOTE_ADDR=ELSEWHERE)

    assert is_in(sign_in(REMOTE_ADDR=HERE))


def test_an_editor_who_mistypes_does_not_shut_out_a_colleague_at_the_same_address():
    account("colleague")
    guess(6, REMOTE_ADDR=HERE)

    assert is_in(sign_in("colleague", REMOTE_ADDR=HERE))


def test_another_browser_is_no_way_round_the_wait():
    guess(5, HTTP_USER_AGENT="one")

    assert sign_in(HTTP_USER_AGENT="another").status_code == 429


def test_an_operator_lets_an_account_in_again(capsys):
    guess(5)

    call_command("axes_reset_username", "editor")

    assert is_in(sign_in())


def test_what_a_stranger_says_of_its_address_is_not_believed(settings):
    settings.TRUST_PROXY = False

    for number in range(5):
        guess(1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert sign_in(HTTP_X_FORWARDED_FOR=ELSEWHERE).status_code == 429


def test_behind_a_trusted_proxy_its_word_counts_and_not_what_the_visitor_wrote_before(settings):
    settings.TRUST_PROXY = True

    for number in range(5):
        guess(1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, {HERE}")

    assert sign_in(HTTP_X_FORWARDED_FOR=HERE).status_code == 429
    assert is_in(sign_in(HTTP_X_FORWARDED_FOR=f"{HERE}, {ELSEWHERE}"))


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        # One customer has all of them.
        ("2001:db8:1:2::a", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::b", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", None),
        ("not an address", None),
    ],
)
def test_where_a_request_came_from(remote, address):
    request = RequestFactory().get("/", REMOTE_ADDR=remote)

    assert client_address(request) == address


def test_a_server_without_addresses_still_slows_whoever_guesses():
    guess(5, REMOTE_ADDR="")

    assert sign_in(REMOTE_ADDR="").status_code == 429


def test_of_what_was_typed_nothing_but_the_name_is_kept():
    guess(1)
    sign_in()
    guess(1)

    (attempt,) = AccessAttempt.objects.all()
    assert "a guess" not in attempt.post_data
    assert attempt.username == "editor"
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("header", ["User-Agent", "Accept"])
def test_a_nul_byte_in_what_would_be_kept_gets_400(header):
    response = Client().post(DOOR, {"username": "a", "password": "b"}, headers={header: "a\0b"})

    assert response.status_code == 400
