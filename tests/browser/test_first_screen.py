"""Whoever opens a page reads whom to ask first before anything is scrolled."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import EVERY_PAGE, Place
from tests.browser.watching import Watch


@pytest.mark.parametrize("place", EVERY_PAGE, ids=str)
def test_the_whole_notice_stands_on_the_first_screen(page: Page, place: Place, watch: Watch):
    watch.expect(place.status)
    page.set_viewport_size(PHONE)
    place.open(page)

    for screen in (PHONE, DESK):
        page.set_viewport_size(screen)
        # What is wrong with a form takes the focus as the page opens, and could scroll it.
        if place.status == 422:
            place.open(page)

        notice = page.get_by_role("complementary", name="Ask first")
        expect(notice).to_be_in_viewport(ratio=1)
        expect(notice).to_contain_text("doctor or pharmacist")
        for number in ("911", "999", "112"):
            expect(notice.get_by_role("link", name=number)).to_be_in_viewport(ratio=1)
