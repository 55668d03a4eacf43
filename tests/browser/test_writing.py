"""A writer sees the page beside the form, and finds what to cite without leaving the text."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, FrameLocator, Locator, Page, StorageState, expect

from tests.browser.conftest import DESK, PHONE, Editor, NewPage, open_draft
from tests.browser.serving import Site
from tests.browser.test_access import found_by_axe

WIDE = {"width": 1600, "height": 900}
# The admin's own headings and its contrasts are Django's: what we add has to reach AA.
# Style sheets are not to be loaded again, by addresses that are wrong with hashed names; the page
# in the frame is looked at elsewhere, as a guide.
AA = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "preload": False,
    "iframes": False,
}
AFTER_A_PAUSE = 10_000


@pytest.fixture(scope="session")
def draft(browser: Browser, site: Site, editor: Editor) -> tuple[str, StorageState]:
    """The form of a draft, begun once for all these tests, and the cookies of its editor."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    editor.sign_in(page)
    open_draft(page, "Sleep and recovery")
    address, cookies = page.url, context.storage_state()
    context.close()
    return address, cookies


@pytest.fixture
def page(new_page: NewPage, draft: tuple[str, StorageState]) -> Page:
    """The form of a draft, on a wide screen. Whatever is typed, nothing is saved."""
    address, session = draft
    # A preview is answered with 302 once the session has ended.
    page = new_page(302, viewport=WIDE, storage_state=session)
    page.goto(address)
    return page


def beside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title='Preview of the guide']")


def first_section(page: Page) -> Locator:
    return page.locator("#id_sections-0-body")


def find(page: Page, button: str, words: str) -> Locator:
    """Open a search over the first section, type, and wait for what is found."""
    page.locator("#sections-0").get_by_role("button", name=button).click()
    page.keyboard.type(words)
    found = page.get_by_role("dialog").get_by_role("option")
    expect(found.filter(has_text=words).first).to_have_attribute("aria-selected", "true")
    return found


def test_what_is_typed_shows_beside_the_form(page: Page):
    expect(beside(page).get_by_role("heading", name="This is a preview")).to_be_visible()

    first_section(page).fill("A sentence that nobody has saved.")

    shown = beside(page).get_by_text("A sentence that nobody has saved.").last
    expect(shown).to_be_visible(timeout=AFTER_A_PAUSE)
    expect(page.get_by_text("Shows what the form holds.")).to_be_visible()


def test_the_preview_stays_where_it_was_while_one_types(page: Page):
    box = page.locator("#id_sections-4-body")
    anchor = page.locator("#id_sections-4-slug").input_value()
    heading = beside(page).locator(f"h2[id='{anchor}']")
    expect(heading).to_be_attached()
    box.focus()
    expect(heading).to_be_in_viewport()

    # Something new above it, too: the report and the first section grow.
    first_section(page).evaluate("box => { box.value += '\\n\\nMore words. '.repeat(40) }")
    box.press("End")
    box.press_sequentially("Words typed here. ")

    expect(beside(page).get_by_text("Words typed here.")).to_be_attached(timeout=AFTER_A_PAUSE)
    expect(heading).to_be_in_viewport()


def test_a_wrong_key_is_named_with_its_line_to_which_it_leads(page: Page):
    first_section(page).fill("Words.[@kamble-2023]\n\nMore words.[@nobody]")
    remark = beside(page).get_by_role("listitem").filter(has_text="There is no source “nobody”.")
    expect(remark).to_be_visible(timeout=AFTER_A_PAUSE)
    expect(remark).to_contain_text("line 3")

    remark.get_by_role("link").click()

    expect(first_section(page)).to_be_focused()
    chosen = first_section(page).evaluate(
        "box => box.value.slice(box.selectionStart, box.selectionEnd)"
    )
    assert chosen == "More words.[@nobody]"


def test_links_lead_nowhere_else_inside_the_frame(page: Page):
    beside(page).locator("sup.cite a").first.click()
    expect(beside(page).locator("#ref-1")).to_be_in_viewport()

    with page.context.expect_page() as opened:
        beside(page).get_by_role("link", name="How we know").first.click()

    expect(opened.value).to_have_url(re.compile("/evidence/|/claims-checked/"))
    expect(beside(page).get_by_role("heading", name="This is a preview")).to_be_attached()


def test_it_says_so_when_it_is_not_up_to_date(page: Page):
    expect(page.get_by_text("Shows what the form holds.")).to_be_visible(timeout=AFTER_A_PAUSE)
    page.context.clear_cookies(name="sessionid")

    first_section(page).fill("Typed after the session has ended.")

    # A redirect to sign in is no answer, and nothing typed is lost.
    expect(page.get_by_text("Not up to date")).to_be_visible(timeout=AFTER_A_PAUSE)
    expect(first_section(page)).to_have_value("Typed after the session has ended.")


def test_a_narrow_screen_shows_it_only_if_asked(page: Page):
    page.set_viewport_size(DESK)
    page.reload()
    expect(page.locator("iframe")).to_be_hidden()

    page.get_by_role("button", name="Show the preview here").click()

    expect(beside(page).get_by_role("heading", name="This is a preview")).to_be_visible()
    page.get_by_role("button", name="Hide the preview").click()
    expect(page.locator("iframe")).to_be_hidden()


def test_a_source_is_cited_by_keyboard_alone(page: Page):
    box = first_section(page)
    box.fill("Words.")
    page.keyboard.press("Shift+Tab")
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    expect(page.locator("#sections-0").get_by_role("button", name="Cite a source")).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.type("kamble")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_contain_text("kamble")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]").get_attribute("data-key")
    page.keyboard.press("Enter")

    expect(box).to_be_focused()
    expect(box).to_have_value(f"Words.[@{chosen}]")
    # One step back.
    page.keyboard.press("Control+z")
    expect(box).to_have_value("Words.")


def test_a_second_source_joins_the_citation_at_the_caret(page: Page):
    first_section(page).fill("Words.[@kamble-2023]")

    find(page, "Cite a source", "huestis-2024")
    page.keyboard.press("Enter")

    expect(first_section(page)).to_have_value("Words.[@kamble-2023; @huestis-2024]")


def test_a_card_stands_on_lines_of_its_own(page: Page):
    box = first_section(page)
    box.fill("Words before.\nMore.")
    box.evaluate("box => box.setSelectionRange(3, 3)")

    find(page, "Claim card", "doms-peak").first.click()

    expect(box).to_have_value("Words before.\n\n::: claim doms-peak\n:::\n\nMore.")


def test_a_link_goes_around_what_is_chosen(page: Page):
    box = first_section(page)
    box.fill("Its half-life is long.")
    box.evaluate("box => box.setSelectionRange(4, 13)")

    find(page, "Explain a word", "half-life")
    page.keyboard.press("Enter")

    expect(box).to_have_value("Its [half-life](term:half-life) is long.")


def test_escape_leaves_the_text_as_it_was(page: Page):
    box = first_section(page)
    box.fill("Words.")

    find(page, "What people say", "seed-")
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value("Words.")


def test_a_section_that_is_added_gets_the_buttons_and_its_place_in_the_preview(page: Page):
    page.get_by_text("Add another Section").click()
    added = page.locator(".inline-related.dynamic-sections").last
    added.get_by_label("Position").fill("99")
    added.get_by_label("Heading").fill("A new section")
    added.get_by_role("button", name="Cite a source").click()
    page.keyboard.type("kamble-2023")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_contain_text("kamble-2023")
    page.keyboard.press("Enter")

    expect(added.locator("textarea")).to_have_value("[@kamble-2023]")
    expect(beside(page).get_by_role("heading", name="A new section")).to_be_attached(
        timeout=AFTER_A_PAUSE
    )


def test_without_script_a_button_opens_the_preview(
    new_page: NewPage, draft: tuple[str, StorageState]
):
    address, session = draft
    page = new_page(java_script_enabled=False, storage_state=session)
    page.goto(address)
    expect(page.get_by_role("button", name="Cite a source")).to_have_count(0)
    first_section(page).fill("Words.[@nobody]")

    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()

    expect(opened.value.get_by_text("There is no source “nobody”.")).to_be_visible()
    expect(opened.value.get_by_text("Nothing is saved")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_wrong_with_what_we_add(page: Page, size: dict, scheme: str):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.evaluate(AXE_SCRIPT)

    form = found_by_axe(page, AA)
    find(page, "Claim card", "doms-peak")
    dialog = found_by_axe(page, AA)

    ours = ("offers", "beside", "finder", "preview-button", "iframe", "markdown")
    faults = [fault for fault in form + dialog if any(name in fault for name in ours)]
    assert not faults, "\n".join(faults)
