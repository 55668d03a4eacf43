"""What a printer gives: whom to ask first, all the words, and nothing that only a screen can do."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import EMERGENCY, PLANS, SHEETS, Place, named

READ_ON_PAPER = [
    *named("guide to soreness", "guide to print", "evidence", "claim supported"),
    *PLANS,
    *SHEETS,
]
# A word that is explained is a button on the screen, and a word on paper.
ONLY_ON_A_SCREEN = ("nav", "button:not(.term)", ".skip", "summary:not(.later__day)")

# Parts that fold, are printed, and show nothing of what they hold.
STILL_FOLDED = """() => [...document.querySelectorAll("main details")]
  .filter((part) => part.checkVisibility())
  .filter((part) => ![...part.querySelectorAll(":scope > :not(summary)")].some(
    (inside) => inside.checkVisibility({ contentVisibilityAuto: true })
      && inside.getBoundingClientRect().height > 0,
  ))
  .map((part) => part.textContent.trim().slice(0, 60))"""

# What is printed of the paragraphs that hold a link to a new tab.
WITH_A_NEW_TAB = """() => [...document.querySelectorAll("main p:has(.new-tab)")]
  .filter((paragraph) => paragraph.checkVisibility({ contentVisibilityAuto: true }))
  .map((paragraph) => paragraph.innerText.trim())"""


def pages_of(pdf: bytes) -> int:
    """How many sheets of paper."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def page_of_each_heading(pdf: bytes) -> dict[str, int]:
    """The sheet, counted from one, on which each heading stands: as the outline has them."""
    sheets = re.findall(rb"(\d+) 0 R", re.search(rb"/Kids \[([^\]]+)\]", pdf)[1])
    found = re.findall(rb"/Title \(([^)]*)\)\s*/Dest \[(\d+) 0 R", pdf)
    return {title.decode("latin-1"): sheets.index(sheet) + 1 for title, sheet in found}


@pytest.mark.parametrize("place", READ_ON_PAPER, ids=str)
def test_the_notice_is_printed_and_what_only_a_screen_can_do_is_not(page: Page, place: Place):
    place.open(page)

    page.emulate_media(media="print")

    notice = page.get_by_role("complementary", name="Ask first")
    expect(notice).to_contain_text("doctor or pharmacist")
    for number in ("911", "999", "112"):
        expect(notice.get_by_role("link", name=number)).to_be_visible()
    for control in ONLY_ON_A_SCREEN:
        expect(page.locator(f"{control} >> visible=true")).to_have_count(0)


@pytest.mark.parametrize("place", [*named("guide to soreness", "evidence"), *PLANS], ids=str)
def test_what_is_folded_on_the_screen_is_open_on_paper(page: Page, place: Place):
    place.open(page)

    page.emulate_media(media="print")

    assert page.evaluate(STILL_FOLDED) == []


@pytest.mark.parametrize("place", [*PLANS, *SHEETS], ids=str)
def test_paper_says_of_no_link_that_it_opens_a_new_tab(page: Page, place: Place):
    place.open(page)
    said = page.get_by_text("(new tab)", exact=False)
    on_a_screen = said.count()

    page.emulate_media(media="print")

    assert on_a_screen
    expect(said.filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("place", PLANS, ids=str)
def test_a_sentence_that_ends_in_a_link_keeps_its_full_stop_on_paper(page: Page, place: Place):
    place.open(page)

    page.emulate_media(media="print")

    printed = page.evaluate(WITH_A_NEW_TAB)
    assert printed
    assert [words for words in printed if not words.endswith(".")] == []


def test_an_emergency_is_printed_with_its_numbers(page: Page):
    EMERGENCY.open(page)

    page.emulate_media(media="print")

    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="911").first).to_be_visible()
    expect(main).to_contain_text(re.compile("999"))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("place", SHEETS, ids=str)
def test_the_sheet_for_a_pharmacist_is_one_page(page: Page, place: Place, paper: str):
    place.open(page)

    pdf = page.pdf(format=paper)

    assert pages_of(pdf) == 1


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_long_box_goes_on_overleaf_and_leaves_no_page_blank(page: Page, paper: str):
    [place] = named("plan with much to ask first")
    place.open(page)

    headings = page_of_each_heading(page.pdf(format=paper, outline=True, tagged=True))

    assert headings["When to drop this plan"] == 1
    assert headings["No kratom times in this plan"] == 1
    # Longer than what is left of the page below its heading.
    assert headings["Next"] == 2


def test_the_name_of_a_day_stands_again_where_the_day_goes_on_overleaf(page: Page):
    [place] = named("plan with leaf")
    place.open(page)

    page.emulate_media(media="print")

    days = page.locator("main .day")
    assert days.count()
    # As the head of a table is; there is no other way to say it to a browser.
    assert (
        days.evaluate_all(
            """(days) => days.filter((day) => ![day, day.parentElement].some(
          (part) => getComputedStyle(part).display === "table-header-group",
        )).length"""
        )
        == 0
    )


@pytest.mark.parametrize(
    "place",
    named("home", "guide to soreness", "guide to print", "planner", "plan with leaf"),
    ids=str,
)
def test_no_printed_line_is_wider_than_the_paper(page: Page, place: Place):
    # A4 less its margins, in CSS pixels.
    page.set_viewport_size({"width": 680, "height": 1000})
    place.open(page)

    page.emulate_media(media="print")

    assert page.evaluate("document.scrollingElement.scrollWidth") <= 680
