"""Until when a kept page is answered: here, and in nginx before us."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from guides import lookout, version
from guides.models import Claim, Notice
from recovery_site.pagecache import Page, Shelf
from tests.guides.editing import change_page, edit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_served", "packed_at_once")]

HOME, GUIDE = "/", "/guides/muscle-soreness/"
OTHER_WORDS = "Ask a doctor or pharmacist before anything else."


def edited_elsewhere() -> None:
    """Another process saves the consult notice, and that is all that happens."""
    moves = version._moves
    Notice.objects.filter(kind="consult").update(headline=OTHER_WORDS)
    version.move()
    version._moves = moves


def a_second_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of looks moves on by a second."""
    later = lookout.of_this_process.last.looked_at + 1.0
    monkeypatch.setattr(lookout, "time", lambda: later)


def test_whoever_saved_in_this_process_is_in_the_next_answer(admin_client, client, shipped):
    before = client.get(HOME)
    notice = Notice.objects.get(kind="consult")

    edit(admin_client, change_page(notice), headline=OTHER_WORDS)
    after = client.get(HOME, headers={"if-none-match": before["ETag"]})

    assert after.status_code == 200
    assert OTHER_WORDS in after.text


def test_what_was_saved_elsewhere_is_in_the_answers_of_the_next_second(
    client, shipped, monkeypatch
):
    client.get(HOME)
    monkeypatch.setattr(lookout, "time", lambda: lookout.of_this_process.last.looked_at + 0.5)
    edited_elsewhere()

    meanwhile = client.get(HOME).text
    a_second_later(monkeypatch)
    after = client.get(HOME).text

    assert OTHER_WORDS not in meanwhile
    assert OTHER_WORDS in after


def test_a_page_is_of_its_day(client, shipped, monkeypatch):
    Claim.objects.update(reviewed_on=date(2025, 11, 27), review_months=12)
    with time_machine.travel(datetime(2026, 11, 27, 23, 59, 30, tzinfo=UTC)) as clock:
        before = client.get(GUIDE)
        clock.shift(timedelta(hours=1))
        a_second_later(monkeypatch)
        after = client.get(GUIDE)

    # Nothing was saved, and each check is overdue since midnight.
    assert after.text.count("overdue") > before.text.count("overdue")


def test_a_page_drawn_from_what_is_old_by_now_takes_no_place(shipped, monkeypatch):
    shelf = Shelf()
    old = lookout.seen()
    edited_elsewhere()
    a_second_later(monkeypatch)
    new = lookout.seen()
    response = HttpResponse("Old words", headers={"Cache-Control": "public"})

    shelf.keep(HOME, Page.of(response, old))

    assert shelf.page(HOME, old) is None
    assert shelf.page(HOME, new) is None


def test_nothing_is_kept_while_no_version_is_known(client: Client, content):
    before = client.get(HOME).text
    Notice.objects.filter(kind="consult").update(headline=OTHER_WORDS)

    assert OTHER_WORDS not in before
    assert OTHER_WORDS in client.get(HOME).text


def test_a_page_that_an_edit_left_as_it_was_keeps_its_bytes(client: Client, shipped):
    ask = {"accept-encoding": "br"}
    for _ in range(3):
        before = client.get("/about/money/", headers=ask)

    version.move()
    after = client.get("/about/money/", headers=ask | {"if-none-match": before["ETag"]})

    assert after.status_code == 304


def test_a_page_whose_headers_changed_is_another_page(shipped):
    shelf, seen = Shelf(), lookout.seen()
    for policy in ("old", "new"):
        headers = {"Cache-Control": "public", "Content-Security-Policy": policy}
        shelf.keep("/a/", Page.of(HttpResponse("Words", headers=headers), seen))

    assert shelf.page("/a/", seen).headers["Content-Security-Policy"] == "new"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_processes_that_pack_a_page_at_different_times_make_the_same_bytes(shipped, encoding):
    packed = []
    for second in (1, 2_000_000_000):
        with time_machine.travel(second, tick=False):
            response = HttpResponse("Words " * 50, headers={"Cache-Control": "public"})
            packed.append(Page.of(response, None).in_encoding(encoding))

    assert packed[0] == packed[1]


def test_a_proxy_that_is_trusted_learns_in_which_second_we_looked(
    client: Client, shipped, settings: Settings, monkeypatch
):
    settings.TRUST_PROXY = True

    drawn = client.get(GUIDE)
    a_second_later(monkeypatch)
    kept = client.get(GUIDE)
    again = client.get(GUIDE, headers={"if-none-match": kept["ETag"]})

    at_first = int(drawn["X-Accel-Expires"].removeprefix("@"))
    assert again.status_code == 304
    assert kept["X-Accel-Expires"] == again["X-Accel-Expires"] == f"@{at_first + 1}"


def test_nginx_reads_it_after_the_other_header(client: Client, shipped, settings: Settings):
    settings.TRUST_PROXY = True

    names = list(client.get(GUIDE).headers)

    assert names.index("X-Accel-Expires") > names.index("Cache-Control")


def test_of_a_page_under_no_version_it_learns_nothing(client: Client, content, settings: Settings):
    settings.TRUST_PROXY = True

    answer = client.get(GUIDE)

    assert answer.status_code == 200
    assert "X-Accel-Expires" not in answer


def test_it_learns_nothing_of_an_answer_that_is_no_page(
    client: Client, shipped, settings: Settings
):
    settings.TRUST_PROXY = True
    client.get(HOME)

    refused = client.get(HOME, headers={"if-match": '"other"'})

    assert refused.status_code == 412
    assert "X-Accel-Expires" not in refused


def test_nobody_else_is_told(client: Client, shipped):
    assert "X-Accel-Expires" not in client.get(GUIDE)
