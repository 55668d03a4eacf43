"""Everything works with the keyboard alone, in the order in which it is read, and in sight."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import hours_from_now
from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import EMERGENCY, FORMS, Place, named
from tests.browser.watching import Watch

WALKED = [
    *named("home", "guide to soreness", "evidence narrowed to nothing", "search with results"),
    *FORMS,
    *named("plan with leaf", "sheet with leaf"),
    EMERGENCY,
]
# More than any page has places to stop at.
ENOUGH = 600

# Where the focus is: whether it comes later in the page than where it was, whether one can see
# it, and how it shows. None once it has left the page.
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const before = window.stoppedAt;
  window.stoppedAt = at;
  const isSeen = [...at.getClientRects()].some((box) => {
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return top && (at.contains(top) || top.contains(at));
  });
  // A tile shows the focus of the control inside it.
  const shown = getComputedStyle(at.closest(".tile") ?? at);
  const isMarked = shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) >= 2;
  const words = (at.name || at.textContent).trim().slice(0, 50);
  const name = `${at.tagName.toLowerCase()} ${words}`;
  // A date has several stops inside; the last is a button of the browser's, which it marks itself.
  if (before === at) return { name, isSeen };
  if (!before) return { name, isSeen, isMarked };
  const [last, box] = [before, at].map((element) => element.getBoundingClientRect());
  const isBeside = box.left >= last.right || box.right <= last.left;
  return {
    name,
    isSeen,
    isMarked,
    isLater: Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
    isBelow: isBeside || box.bottom > last.top,
  };
}"""


def faults_of_a_walk(page: Page) -> list[str]:
    """What is wrong where the focus stops, from the top of a page to its end."""
    faults = []
    page.evaluate("document.activeElement.blur(); getSelection().collapse(document.body, 0)")
    for stops in range(ENOUGH):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            assert stops > 20
            return faults
        name = stop.pop("name")
        faults += [f"{name}: not {what}" for what, holds in stop.items() if not holds]
    raise AssertionError(f"The focus stopped {ENOUGH} times and was not through")


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("place", WALKED, ids=str)
def test_the_focus_goes_down_the_page_in_sight(
    page: Page, place: Place, screen: dict[str, int], watch: Watch
):
    watch.expect(place.status)
    page.set_viewport_size(screen)
    place.open(page)

    faults = faults_of_a_walk(page)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("place", named("home", "guide to soreness", "planner", "plan"), ids=str)
def test_the_first_stop_skips_to_the_text(page: Page, place: Place):
    place.open(page)
    skip = page.get_by_role("link", name="Skip to the text")

    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")

    first = page.get_by_role("main").locator("a, button, input, summary").first
    expect(first).to_be_focused()


def go_to(page: Page, control: Locator) -> None:
    """Press Tab until the focus is there."""
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        if control.evaluate("(control) => control === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {control}")


def pick(page: Page, name: str) -> None:
    """Go to a group of answers, and with the arrows to one of them."""
    answer = page.get_by_role("radio", name=name, exact=True)
    first = page.locator(f"input[name='{answer.get_attribute('name')}']").first
    go_to(page, first)
    page.keyboard.press("Space")
    for _ in range(12):
        if answer.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrows do not reach {name}")


def test_a_plan_is_asked_for_with_the_keyboard_alone(page: Page):
    page.goto("/planner/")

    pick(page, "Team sport")
    pick(page, "Moderate")
    pick(page, "Yes")
    go_to(page, page.get_by_role("button", name="Just finished"))
    page.keyboard.press("Enter")
    pick(page, "4")
    go_to(page, page.get_by_role("checkbox", name="On waking"))
    page.keyboard.press("Space")
    pick(page, "My next session")
    go_to(page, page.get_by_label("Bedtime"))
    page.keyboard.type(f"{hours_from_now(5):%H%M}")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{hours_from_now(13):%H%M}")
    pick(page, "Coffee or tea")
    pick(page, "I am thinking about it")
    pick(page, "Plain leaf")
    go_to(page, page.get_by_label("What do you take?"))
    page.keyboard.type("sertraline")
    go_to(page, page.get_by_role("button", name="Show my plan"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name=re.compile("^Your plan"))).to_be_visible()
    go_to(page, page.locator("details.receipt summary").first)
    page.keyboard.press("Enter")
    expect(page.locator("details.receipt").first).to_have_attribute("open", "")
    go_to(page, page.get_by_role("button", name="Change answers").last)
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Team sport")).to_be_checked()
