"""The second factor: set up, used, lost, and asked of everybody where the site says so."""

import logging
import re
from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest
import segno
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from recovery_site.second_factor import QRCode
from tests.factories import GuideFactory
from tests.guides.editing import Fields, change_page
from tests.recovery_site.signing_in import (
    DOOR,
    SECOND_FACTOR,
    account,
    code_of,
    is_in,
    set_up,
    sign_in,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture
def clock():
    """A clock that moves when it is told to: a code is good for one half minute, and once."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def editor(db: None):
    return account()


@pytest.fixture
def browser(editor, clock) -> Client:
    """Where the editor is signed in, before there is a second factor."""
    browser = Client()
    assert is_in(sign_in(client=browser))
    return browser


@pytest.fixture
def spare_codes(browser, editor, clock) -> list[str]:
    """A second factor that was set up half a minute ago; its spare codes."""
    codes = set_up(browser, editor)
    clock.shift(HALF_A_MINUTE)
    return codes


def test_the_header_of_every_page_of_the_admin_leads_to_the_second_factor(browser):
    assert f'<a href="{SECOND_FACTOR}">' in browser.get("/admin/").text


def test_the_page_to_set_it_up_shows_the_key_as_a_drawing_and_as_text(browser, editor):
    page = browser.get(SECOND_FACTOR)

    device = TOTPDevice.objects.get(user=editor)
    key = b32encode(device.bin_key).decode()
    assert key in page.text.replace(" ", "")
    assert QRCode.of(device.config_url).path in page.text
    assert "secret=" + key in device.config_url
    assert "issuer=Recovery%20Handbook" in device.config_url
    assert "no-store" in page["Cache-Control"]


def test_the_drawing_has_the_dark_squares_of_the_code_and_no_others():
    text = "otpauth://totp/Recovery%20Handbook:editor?secret=ABCDEFGH"

    drawn = QRCode.of(text)

    dark = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path)
        for step in range(int(width))
    }
    rows = [list(row) for row in segno.make(text, micro=False).matrix_iter(border=4)]
    assert dark == {(x, y) for y, row in enumerate(rows) for x, bit in enumerate(row) if bit}
    assert drawn.width == len(rows)


def test_the_key_stays_the_same_until_it_is_set_up(browser):
    first, second = browser.get(SECOND_FACTOR), browser.get(SECOND_FACTOR)

    assert first.context["key"] == second.context["key"]


def test_a_key_that_was_only_looked_at_asks_for_nothing(browser):
    browser.get(SECOND_FACTOR)

    assert is_in(sign_in())


def test_with_a_wrong_first_code_it_is_not_set_up(browser, editor):
    browser.get(SECOND_FACTOR)
    wrong = f"{(int(code_of(editor)) + 1) % 1_000_000:06d}"

    page = browser.post(SECOND_FACTOR, {"code": wrong})

    assert page.status_code == 422
    assert "This code is wrong" in page.text
    assert is_in(sign_in())


def test_with_the_first_code_it_is_set_up_and_ten_spare_codes_are_shown_once(browser, editor):
    codes = set_up(browser, editor)

    again = browser.get(SECOND_FACTOR)
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[a-z2-7]{4} [a-z2-7]{4}", code) for code in codes)
    assert not any(code in again.text for code in codes)
    assert "You have 10 spare codes left" in again.text


def test_whoever_has_just_set_it_up_goes_on_editing(browser, spare_codes):
    assert browser.get("/admin/").status_code == 200


def test_it_closes_the_sessions_that_were_opened_without_it(browser, editor):
    elsewhere = Client()
    sign_in(client=elsewhere)

    set_up(browser, editor)

    assert elsewhere.get("/admin/")["Location"] == f"{DOOR}?next=/admin/"
    assert "but this page does not open to you so" in elsewhere.get(DOOR).text
    assert elsewhere.get(SECOND_FACTOR)["Location"] == f"{DOOR}?next={SECOND_FACTOR}"


def test_the_password_alone_no_longer_opens(spare_codes):
    page = sign_in()

    assert page.status_code == 200
    assert page.context["form"].errors["code"] == ["Type the code that your app shows now."]


def test_the_password_with_the_code_opens(spare_codes, editor):
    browser = Client()

    assert is_in(sign_in(client=browser, code=code_of(editor)))
    assert browser.get("/admin/").status_code == 200


def test_a_code_may_have_a_space_in_the_middle(spare_codes, editor):
    code = code_of(editor)

    assert is_in(sign_in(code=f" {code[:3]} {code[3:]}"))


def test_a_code_opens_once(spare_codes, editor):
    code = code_of(editor)

    assert is_in(sign_in(code=code))
    assert not is_in(sign_in(code=code))


def test_a_wrong_code_says_so_beside_the_code_and_nothing_else(spare_codes, editor):
    wrong = f"{(int(code_of(editor)) + 1) % 1_000_000:06d}"

    page = sign_in(code=wrong)

    (message,) = page.context["form"].errors["code"]
    assert message.startswith("This code is wrong, or was used before.")
    assert page.context["form"].errors.keys() == {"code"}


def test_a_code_without_the_password_opens_nothing_and_tells_nothing(spare_codes, editor):
    page = sign_in(password="a guess", code=code_of(editor))

    assert page.context["form"].errors.keys() == {"__all__"}


def test_whoever_types_a_wrong_code_has_to_wait_for_a_moment(spare_codes, editor, clock):
    sign_in(code="zzzz zzzz")

    early = sign_in(code=spare_codes[0])
    clock.shift(timedelta(seconds=2))

    assert early.context["form"].errors["code"] == ["Too many wrong codes. Wait 1 second."]
    assert is_in(sign_in(code=spare_codes[0]))


def test_wrong_codes_count_as_wrong_passwords_do(spare_codes, editor, clock):
    for _ in range(5):
        page = sign_in(code="zzzz zzzz")
        clock.shift(HALF_A_MINUTE)

    assert page.status_code == 429
    assert sign_in(code=code_of(editor)).status_code == 429


def test_no_code_is_kept_of_a_failed_sign_in(spare_codes):
    sign_in(code="zzzz zzzz")

    assert "zzzz" not in AccessAttempt.objects.get().post_data


def test_a_spare_code_opens_once_and_the_others_go_on_working(spare_codes, clock):
    first, second, *_ = spare_codes

    assert is_in(sign_in(code=first))
    assert not is_in(sign_in(code=first))
    clock.shift(HALF_A_MINUTE)
    assert is_in(sign_in(code=second.upper().replace(" ", "-")))
    assert StaticToken.objects.count() == 8


def test_the_codes_of_one_account_do_not_open_another(spare_codes, editor, clock):
    other = account("colleague")
    browser = Client()
    sign_in("colleague", client=browser)
    set_up(browser, other)
    clock.shift(HALF_A_MINUTE)

    assert not is_in(sign_in("colleague", code=spare_codes[0]))
    assert not is_in(sign_in("colleague", code=code_of(editor)))


def test_new_spare_codes_take_the_place_of_the_old(browser, spare_codes, editor, clock):
    page = browser.post(f"{SECOND_FACTOR}spare-codes/", {"code": code_of(editor)})

    fresh = page.context["codes"]
    assert not is_in(sign_in(code=spare_codes[0]))
    clock.shift(HALF_A_MINUTE)
    assert is_in(sign_in(code=fresh[0]))


@pytest.mark.parametrize("action", ["spare-codes/", "off/"])
@pytest.mark.parametrize("code", ["", "zzzz zzzz", "000000 000000 000000 000000"])
def test_nothing_about_it_is_changed_without_a_code(browser, spare_codes, action, code):
    page = browser.post(f"{SECOND_FACTOR}{action}", {"code": code})

    assert page.status_code == 422
    assert 'class="errorlist"' in page.text
    assert StaticToken.objects.count() == 10
    assert TOTPDevice.objects.count() == 1


def test_switched_off_the_password_alone_opens_again(browser, spare_codes, editor):
    answer = browser.post(f"{SECOND_FACTOR}off/", {"code": code_of(editor)})

    assert answer["Location"] == SECOND_FACTOR
    assert "The second factor is off" in browser.get(SECOND_FACTOR).text
    assert is_in(sign_in())


def test_a_lost_phone_and_a_spare_code_are_enough_to_start_anew(
    browser, spare_codes, editor, clock
):
    browser.post(f"{SECOND_FACTOR}off/", {"code": spare_codes[0]})

    set_up(browser, editor)

    clock.shift(HALF_A_MINUTE)
    assert is_in(sign_in(code=code_of(editor)))


@pytest.mark.parametrize("action", ["", "spare-codes/", "off/"])
def test_strangers_and_readers_with_an_account_are_sent_to_the_door(action):
    path = f"{SECOND_FACTOR}{action}"
    reader = Client()
    reader.force_login(get_user_model().objects.create_user("reader", password="of no use"))

    for visitor in (Client(), reader):
        assert visitor.post(path, {"code": "1"})["Location"] == f"{DOOR}?next={path}"


# --- Taken off by a colleague -----------------------------------------------------------------


def remove(browser: Client, *accounts):
    chosen = [each.pk for each in accounts]
    form = {"action": "remove_second_factor", "_selected_action": chosen}
    return browser.post("/admin/auth/user/", form, follow=True)


def test_a_superuser_takes_it_off_a_colleague_who_lost_the_phone(spare_codes, editor):
    superuser = Client()
    superuser.force_login(account("superuser"))
    accounts = superuser.get("/admin/auth/user/").text

    page = remove(superuser, editor)

    assert "Second factor" in accounts
    assert "The second factor was removed from: editor." in page.text
    assert is_in(sign_in())


def test_nobody_else_can_take_it_off(spare_codes, editor):
    helper = get_user_model().objects.create_user("helper", is_staff=True)
    helper.user_permissions.set(helper.user_permissions.model.objects.all())
    browser = Client()
    browser.force_login(helper)

    remove(browser, editor)

    assert TOTPDevice.objects.filter(user=editor).exists()


@pytest.mark.parametrize("path", ["otp_totp/totpdevice/", "otp_static/staticdevice/"])
def test_no_page_of_the_admin_shows_the_keys(browser, path):
    assert browser.get(f"/admin/{path}").status_code == 404


# --- Asked of everybody -----------------------------------------------------------------------


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def test_where_it_is_required_whoever_has_none_gets_no_further_than_setting_it_up(
    required, browser
):
    pages = [browser.get(path, follow=True) for path in ("/admin/", "/admin/guides/guide/")]

    assert [page.redirect_chain[-1][0] for page in pages] == [SECOND_FACTOR] * 2
    assert {page.status_code for page in pages} == {200}


def test_where_it_is_required_one_may_still_sign_out(required, browser):
    page = browser.get(SECOND_FACTOR)

    signed_out = browser.post("/admin/logout/")

    assert 'action="/admin/logout/"' in page.text
    assert signed_out.status_code == 200
    assert browser.get(SECOND_FACTOR).status_code == 302


def test_where_it_is_required_whoever_has_set_it_up_is_in(required, browser, editor):
    set_up(browser, editor)

    assert browser.get("/admin/").status_code == 200


def test_what_was_typed_before_it_was_required_is_not_lost(required, browser):
    guide = GuideFactory(summary="As it was.")

    door = browser.post(change_page(guide), {"summary": "Typed."})

    assert door.status_code == 403
    assert "Set it up in another tab" in door.text
    assert "late_form" in Fields(door.text).values


# --- In the log -------------------------------------------------------------------------------


def test_what_happens_with_it_is_one_line_each_without_a_code(browser, editor, clock, caplog):
    with caplog.at_level(logging.INFO, "handbook.sign_in"):
        codes = set_up(browser, editor)
        clock.shift(HALF_A_MINUTE)
        sign_in()
        sign_in(code="zzzz zzzz")
        clock.shift(HALF_A_MINUTE)
        sign_in(code=codes[0])
        browser.post(f"{SECOND_FACTOR}off/", {"code": code_of(editor)})

    written = [r.getMessage() for r in caplog.records if r.name == "handbook.sign_in"]
    assert written == [
        "editor from 127.0.0.1: set up a second factor",
        "editor from 127.0.0.1: did not get in, no code",
        "editor from 127.0.0.1: did not get in, wrong code",
        "editor from 127.0.0.1: signed in",
        "editor from 127.0.0.1: switched the second factor off",
    ]
