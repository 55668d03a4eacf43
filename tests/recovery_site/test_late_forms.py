"""What an editor typed outlives the session, and nothing is saved behind anybody's back."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.urls import reverse

from guides.models import Guide
from recovery_site.late_forms import LateForm
from tests.factories import GuideFactory, SectionFactory
from tests.guides.editing import TOLD, Fields, change_page, given_back
from tests.recovery_site.signing_in import DOOR, PASSWORD, account, sign_in

pytestmark = pytest.mark.django_db

TYPED = "First line.\r\n\r\n<b>“Second” & last.</b>"
ORIGIN = {"origin": "http://testserver"}


@pytest.fixture
def browser() -> Client:
    """An editor's browser, which has to send the tokens of forms."""
    account()
    browser = Client(enforce_csrf_checks=True, headers=ORIGIN)
    send(browser, browser.get(DOOR), username="editor", password=PASSWORD)
    return browser


@pytest.fixture
def guide() -> Guide:
    guide = GuideFactory(
        title="Soreness", key_points="- It eases.", summary="As it was.", published_at=None
    )
    SectionFactory(guide=guide)
    return guide


def send(browser: Client, page, path: str = DOOR, **changes):
    """Send the form of a page."""
    return browser.post(path, Fields(page.text).values | changes)


def lose_the_session(browser: Client) -> None:
    """The session ends; the cookie that guards forms stays."""
    del browser.cookies["sessionid"]


def send_again(browser: Client, page, path: str):
    """Press the button of a page that shows what was sent."""
    assert f'<form action="{path}" method="post">' in page.text
    # The form to sign out stands before it.
    html = page.text[page.text.index(f'<form action="{path}"') :]
    return browser.post(path, Fields(html).values)


def test_what_was_typed_is_saved_after_signing_in_and_sending_it_again(browser, guide):
    path = change_page(guide)
    page = browser.get(path)
    lose_the_session(browser)

    door = send(browser, page, path, summary=TYPED, _continue="Save and continue editing")
    shown = send(browser, door, username="editor", password=PASSWORD)
    saved = send_again(browser, shown, path)

    guide.refresh_from_db()
    assert door.status_code == 403
    assert "You are signed out, and this is not saved yet" in door.text
    assert shown.status_code == 200
    assert guide.summary == TYPED.replace("\r\n", "\n")
    # The button that was pressed first counts: the editor is back at the same page.
    assert saved["Location"] == path


def test_nothing_is_saved_before_the_editor_sends_it_again(browser, guide):
    path = change_page(guide)
    page = browser.get(path)
    lose_the_session(browser)

    door = send(browser, page, path, summary=TYPED)
    shown = send(browser, door, username="editor", password=PASSWORD)

    guide.refresh_from_db()
    assert guide.summary == "As it was."
    assert "First line." in shown.text
    assert "<b>" not in shown.text


def test_a_new_row_is_not_lost_either(browser):
    path = reverse("admin:guides_term_add")
    page = browser.get(path)
    lose_the_session(browser)

    door = send(browser, page, path, key="doms", name="DOMS", meaning="Soreness.", **TOLD)
    shown = send(browser, door, username="editor", password=PASSWORD)
    saved = send_again(browser, shown, path)

    assert saved["Location"] == reverse("admin:guides_term_changelist")


def test_a_wrong_password_on_the_way_loses_nothing(browser, guide):
    path = change_page(guide)
    page = browser.get(path)
    lose_the_session(browser)
    door = send(browser, page, path, summary=TYPED)

    for _ in range(5):
        door = send(browser, door, username="editor", password="a guess")
    AccessAttempt.objects.all().delete()
    shown = send(browser, door, username="editor", password=PASSWORD)

    assert door.status_code == 429
    assert "What you typed before still waits" in door.text
    assert "First line." in shown.text


def test_what_was_typed_is_not_kept_with_a_failed_sign_in(browser, guide):
    page = browser.get(change_page(guide))
    lose_the_session(browser)
    door = send(browser, page, change_page(guide), summary=TYPED)

    send(browser, door, username="editor", password="a guess")

    assert "late_form=*****" in AccessAttempt.objects.get().post_data


def test_a_page_from_before_the_last_sign_in_is_sent_again_too(browser, guide):
    path = change_page(guide)
    page = browser.get(path)
    browser.post("/admin/logout/", Fields(browser.get("/admin/").text).values)
    send(browser, browser.get(DOOR), username="editor", password=PASSWORD)

    shown = send(browser, page, path, summary=TYPED)
    saved = send_again(browser, shown, path)

    guide.refresh_from_db()
    assert shown.status_code == 403
    assert "What you sent" in shown.text
    assert saved.status_code == 302
    assert guide.summary == TYPED.replace("\r\n", "\n")


def test_to_sign_in_beside_the_waiting_page_loses_nothing(browser, guide):
    path = change_page(guide)
    page = browser.get(path)
    lose_the_session(browser)
    door = send(browser, page, path, summary=TYPED)
    send(browser, browser.get(DOOR), username="editor", password=PASSWORD)

    shown = send(browser, door, username="editor", password=PASSWORD)

    assert "First line." in shown.text
    assert "What you sent" in shown.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_what_another_site_sends_is_not_carried_along(guide, origin):
    stranger = Client(enforce_csrf_checks=True, headers={"origin": origin} if origin else {})

    response = stranger.post(change_page(guide), {"summary": "Forged."})

    assert response.status_code == 403
    assert "Forged." not in response.text
    assert "late_form" not in response.text


def test_what_this_site_did_not_seal_is_not_shown(guide):
    account()
    page = sign_in(late_form="eyJhIjoxfQ:1wX:forged")

    assert page.status_code == 302
    assert page["Location"] == "/admin/"


def test_after_two_days_a_waiting_page_is_worth_nothing(browser, guide):
    page = browser.get(change_page(guide))
    lose_the_session(browser)
    door = send(browser, page, change_page(guide), summary=TYPED)

    with time_machine.travel(timedelta(days=2, hours=1)):
        response = send(browser, door, username="editor", password=PASSWORD)

    assert response["Location"] == change_page(guide)


def test_a_form_with_a_password_is_never_carried_along():
    path = reverse("admin:auth_user_add")

    response = Client().post(
        path, {"username": "new", "password1": "secret", "password2": "secret"}
    )

    assert response.status_code == 302
    assert response["Location"] == f"{DOOR}?next={path}"


def test_what_is_no_form_of_a_row_leads_to_the_door_as_ever(guide):
    path = reverse("admin:guides_guide_delete", args=[guide.pk])

    response = Client().post(path, {"post": "yes"})

    assert response["Location"] == f"{DOOR}?next={path}"
    assert Guide.objects.exists()


def test_a_long_guide_still_fits_into_the_form_that_carries_it(browser, guide):
    path = change_page(guide)
    page = browser.get(path)
    lose_the_session(browser)
    long = "Some words that a guide may well repeat, and others. " * 15_000

    door = send(browser, page, path, summary=long)
    shown = send(browser, door, username="editor", password=PASSWORD)

    assert len(long) > 750_000
    assert long.strip() in shown.text


# --- Where saving failed ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("disk is full"), 503), (RuntimeError("ours"), 500)]
)
def test_what_was_typed_stands_in_the_page_that_says_that_saving_failed(
    browser, guide, monkeypatch, error, status
):
    path = change_page(guide)
    form = browser.get(path)

    def go_wrong(*arguments: object) -> None:
        raise error

    browser.raise_request_exception = False
    with monkeypatch.context() as failing:
        failing.setattr(CursorWrapper, "execute", go_wrong)
        failed = send(browser, form, path, summary=TYPED)
    saved = send_again(browser, failed, path)

    guide.refresh_from_db()
    assert failed.status_code == status
    assert "In an emergency, call now" in failed.text
    assert "&lt;b&gt;“Second” &amp; last.&lt;/b&gt;" in failed.text
    assert saved.status_code == 302
    assert guide.summary == TYPED.replace("\r\n", "\n")


# --- How it is given back --------------------------------------------------------------------


def after_a_late_form(browser: Client, path: str, form, monkeypatch, **changes):
    """The page for whoever signed in again after the session had ended."""
    lose_the_session(browser)
    door = send(browser, form, path, **changes)
    return send(browser, door, username="editor", password=PASSWORD)


def after_a_failed_save(browser: Client, path: str, form, monkeypatch, **changes):
    """The page that says that the database was away."""

    def go_wrong(*arguments: object) -> None:
        raise OperationalError("gone")

    browser.raise_request_exception = False
    with monkeypatch.context() as failing:
        failing.setattr(CursorWrapper, "execute", go_wrong)
        return send(browser, form, path, **changes)


def after_a_deletion(browser: Client, path: str, form, monkeypatch, **changes):
    """The page that says that the row is no longer there."""
    Guide.objects.all().delete()
    return send(browser, form, path, **changes)


@pytest.mark.parametrize("happens", [after_a_late_form, after_a_failed_save, after_a_deletion])
def test_it_is_given_back_field_by_field_as_the_form_names_them(
    browser, guide, monkeypatch, caplog, happens
):
    path = change_page(guide)
    form = browser.get(path)
    section = {"sections-0-heading": "What helps?", "sections-0-body": TYPED}

    page = happens(browser, path, form, monkeypatch, summary=TYPED, **section)

    given = given_back(page.text)
    assert given["Summary"] == given["Section 1: Body"] == TYPED
    assert given["Section 1: Heading"] == "What helps?"
    order = ["Title", "Slug", "Topic", "Position", "Summary", "Key points", "Author"]
    assert [label for label in given if label in order] == order
    assert "<b>" not in page.text
    assert "no-store" in page["Cache-Control"]
    assert "First line" not in caplog.text


def test_a_page_that_was_sealed_for_an_address_that_is_gone_is_shown_all_the_same(browser):
    late = LateForm("/admin/guides/gone/1/change/", [("title", "Heat")])
    lose_the_session(browser)

    page = send(
        browser, browser.get(DOOR), username="editor", password=PASSWORD, late_form=late.sealed()
    )

    assert page.status_code == 200
    assert 'name="title" value="Heat"' in page.text


def test_what_a_visitor_typed_does_not(browser, monkeypatch):
    def go_wrong(*arguments: object) -> None:
        raise OperationalError("gone")

    browser.raise_request_exception = False
    monkeypatch.setattr(CursorWrapper, "execute", go_wrong)
    failed = browser.post("/planner/", {"other_medicines": "sertraline"})

    assert failed.status_code == 503
    assert "sertraline" not in failed.text
    assert "What you sent" not in failed.text
