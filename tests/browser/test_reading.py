"""A reader looks a statement up: from the start to a guide, its source, and back to the place."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import Place, named

# The words explained whose neighbour, with no space between, stands on another line.
TORN = r"""() => [...document.querySelectorAll("main .term")].filter((term) => {
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  walk.currentNode = term;
  let next = walk.nextNode();
  while (next && (term.contains(next) || !next.length)) next = walk.nextNode();
  if (!next || /\s/.test(next.data[0])) return false;
  const beside = document.createRange();
  beside.setStart(next, 0);
  beside.setEnd(next, 1);
  return beside.getBoundingClientRect().top > term.getBoundingClientRect().bottom - 2;
}).map((term) => term.textContent)"""


def sentence_around(place: Locator) -> str:
    """The words of the paragraph, point or cell that a place stands in."""
    block = place.locator("xpath=ancestor-or-self::*[self::p or self::li or self::td][1]")
    return block.inner_text()


def test_a_reader_checks_a_source_and_comes_back_to_the_place(page: Page):
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Guides").click()
    page.get_by_role("main").get_by_role("link", name="Muscle soreness").first.click()
    guide = page.url
    cite = page.get_by_role("link", name="source 3", exact=True).first
    statement = sentence_around(cite)

    cite.click()
    source = page.locator(":target")
    expect(source).to_be_in_viewport()
    expect(source.locator('a[href^="https://"]').first).to_be_visible()

    source.get_by_role("link", name="Back to the text").first.click()
    place = page.locator(":target")
    expect(page).to_have_url(re.compile(f"^{re.escape(guide)}#"))
    expect(place).to_be_in_viewport()
    assert sentence_around(place) == statement


def test_a_reader_checks_how_well_a_claim_is_known(page: Page):
    page.goto("/guides/muscle-soreness/")
    card = page.get_by_role("article").filter(has=page.get_by_role("link", name="How we know")).last

    card.get_by_role("link", name="How we know").click()

    expect(page).to_have_url(re.compile("/evidence/.+/"))
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page.get_by_role("link", name="Muscle soreness").first).to_be_visible()


def test_a_hard_word_is_explained_where_it_stands(page: Page):
    page.goto("/guides/muscle-soreness/")
    word = page.locator("button.term").first
    meaning = page.locator(f"id={word.get_attribute('popovertarget')}")
    expect(meaning).to_be_hidden()

    word.press("Enter")
    expect(meaning).to_be_in_viewport()
    page.keyboard.press("Escape")

    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()


@pytest.mark.parametrize(
    "place", named("guide to soreness", "guide to kratom", "guide to sleep"), ids=str
)
def test_no_line_begins_with_the_comma_behind_a_word_that_is_explained(page: Page, place: Place):
    place.open(page)
    torn = {}

    for width in range(320, 1281, 80):
        page.set_viewport_size({"width": width, "height": 720})
        torn[width] = page.evaluate(TORN)

    assert not any(torn.values()), torn
