"""Nothing is lost on the narrowest screen or in large letters, and nothing scrolls sideways."""

import pytest
from playwright.sync_api import Locator, Page, ViewportSize

from tests.browser.conftest import DESK, OPEN_ALL, PHONE, NewPage
from tests.browser.pages import EVERY_PAGE, Place, named
from tests.browser.watching import Watch

NARROWEST = {"width": 320, "height": 568}
# What browsers have unless somebody sets it, and twice as much.
USUAL, LARGE = 16, 32

# Buttons whose words take a second line although they share the first with another button.
WRAPPED_BESIDE_ANOTHER = """(buttons) => buttons.filter((button) => {
  const { height, width } = button.getBoundingClientRect();
  return height > 50 && width < button.parentElement.clientWidth - 1;
}).map((button) => button.textContent)"""

# Words that stick out of the screen, of a drawing, or of a box that hides or scrolls what is too
# wide for it. What is for the ear alone has no place on the screen; the link that skips comes with
# the focus.
OUT_OF_SIGHT = """() => {
  const lost = [];
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > width) lost.push("The page scrolls sideways");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest(".unseen, .skip, .sheet__facts thead")) continue;
    let [left, right] = [0, width];
    for (let box = element; box; box = box.parentElement) {
      const hides = getComputedStyle(box).overflowX !== "visible" && box !== document.body;
      if (!hides) continue;
      const edges = box.getBoundingClientRect();
      [left, right] = [Math.max(left, edges.left), Math.min(right, edges.right)];
    }
    range.selectNodeContents(walker.currentNode);
    for (const words of range.getClientRects()) {
      if (words.left < left - 1 || words.right > right + 1) {
        const name = `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
        lost.push(`${name}: ${walker.currentNode.data.trim().slice(0, 60)}`);
        break;
      }
    }
  }
  return [...new Set(lost)];
}"""


def lost(page: Page, screen: ViewportSize, letters: int) -> list[str]:
    """What cannot be read in full on such a screen, with letters of so many pixels."""
    page.set_viewport_size(screen)
    browser = page.context.new_cdp_session(page)
    # As somebody sets it in the browser, so that widths told in letters follow.
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": letters, "fixed": letters}})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{letters}px"
    where = f"{screen['width']} px, letters of {letters} px"
    return [f"{where}: {words}" for words in page.evaluate(OUT_OF_SIGHT)]


@pytest.mark.parametrize("place", EVERY_PAGE, ids=str)
def test_nothing_sticks_out(page: Page, place: Place, watch: Watch):
    watch.expect(place.status)
    place.open(page)
    page.evaluate(OPEN_ALL)

    narrow = lost(page, NARROWEST, USUAL)
    large = lost(page, PHONE, LARGE) + lost(page, DESK, LARGE)

    faults = narrow + large
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("screen", [NARROWEST, PHONE], ids=["narrowest", "phone"])
def test_the_ways_through_the_site_fit_side_by_side_in_any_letters(
    page: Page, screen: ViewportSize
):
    page.goto("/help/")

    for letters in (12, 20, 24, 28, 32):
        assert lost(page, screen, letters) == []
        rows = {round(link["y"]) for link in map(bounds, page.locator(".masthead__link").all())}
        assert len(rows) == 1


def bounds(link: Locator) -> dict[str, float]:
    """Where a link is."""
    found = link.bounding_box()
    assert found
    return dict(found)


@pytest.mark.parametrize("name", ["home", "plan kept from kratom"])
def test_the_words_of_a_button_wrap_on_a_phone_only_where_a_whole_line_is_too_short(
    new_page: NewPage, name: str
):
    page = new_page(viewport=PHONE)
    [place] = named(name)
    place.open(page)

    buttons = page.locator(".actions .button >> visible=true")

    assert buttons.count() > 1
    assert buttons.evaluate_all(WRAPPED_BESIDE_ANOTHER) == []
