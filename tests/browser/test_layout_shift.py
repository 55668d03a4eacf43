"""Pages stand still while they open: what somebody is about to press stays where it is."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import FORMS, Place, named
from tests.browser.watching import Watch

LOOKED_AT = [*named("home", "guide to soreness", "plan with leaf", "sheet with leaf"), *FORMS]

# All shifts so far, once everything that is loaded has been painted.
SHIFTED = """() => new Promise((tell) => {
  let sum = 0;
  const observer = new PerformanceObserver((seen) => {
    for (const shift of seen.getEntries()) sum += shift.value;
  });
  observer.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => tell(sum))));
})"""


@pytest.mark.parametrize("place", LOOKED_AT, ids=str)
def test_nothing_moves_while_a_page_opens(page: Page, place: Place, watch: Watch):
    watch.expect(place.status)

    for screen in (PHONE, DESK):
        page.set_viewport_size(screen)
        place.open(page)

        assert page.evaluate(SHIFTED) == 0
