"""An editor begins a draft, gets it wrong at first, and publishes it; until then no reader sees it.

The other way round: the next draft is put back to how it was, and published too.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Editor, NewPage, open_draft
from tests.browser.serving import Site
from tests.browser.test_access import RULES, RULES_OF_LOOKS, found_by_axe

GUIDE = "/guides/muscle-soreness/"
SENTENCE = "We have written this sentence for a test."


def open_guide(page: Page) -> None:
    """Open the guide that readers see, as an editor finds it."""
    page.goto("/admin/guides/guide/")
    page.get_by_role("link", name="Muscle soreness", exact=True).click()


def publish(page: Page, sentence: str) -> None:
    """Publish the draft whose form is open, with a sentence for readers."""
    page.get_by_role("link", name="Publish …").click()
    page.get_by_label("Kind of change").select_option("Wording")
    page.get_by_label("What is different").fill(sentence)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Readers see it now.")).to_be_visible()


def test_from_a_draft_to_its_readers_and_back(new_page: NewPage, editor: Editor):
    reader, page = new_page(), new_page()
    reader.goto(GUIDE)
    expect(reader.get_by_role("main")).not_to_contain_text(SENTENCE)
    editor.sign_in(page)
    open_guide(page)
    expect(page.locator("textarea")).to_have_count(0)
    page.get_by_role("button", name="Begin a draft").click()
    section = page.locator("textarea[name$='-body']").first
    before = section.input_value()

    # Wrong at first: a source that there is not.
    section.fill(f"{before}\n\n{SENTENCE} [@no-such-source]")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("There is no source “no-such-source”").first).to_be_visible()
    expect(page.get_by_text("Please correct the error below.")).to_be_visible()
    expect(section).to_have_value(f"{before}\n\n{SENTENCE} [@no-such-source]")

    section.fill(f"{before}\n\n{SENTENCE}")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("main")).not_to_contain_text(SENTENCE)
    page.get_by_role("link", name="What is new").click()
    expect(page.locator("ins", has_text=SENTENCE)).to_be_visible()
    page.go_back()
    publish(page, "It has a sentence more.")

    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text(SENTENCE)

    # And back: the first revision is how it stood before.
    page.get_by_role("link", name="History").first.click()
    page.get_by_role("rowheader").last.get_by_role("link").click()
    page.get_by_role("button", name="Put it back").click()
    publish(page, "The sentence is gone again.")
    reader.reload()
    expect(reader.get_by_role("main")).not_to_contain_text(SENTENCE)


def test_what_an_editor_typed_outlives_the_session(new_page: NewPage, editor: Editor):
    page = new_page(403)
    editor.sign_in(page)
    open_draft(page, "Sleep and recovery")
    summary = page.get_by_label("Summary")
    typed = f"{summary.input_value()} {SENTENCE}"
    summary.fill(typed)
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("this is not saved yet")).to_be_visible()
    page.get_by_label("Username").fill(editor.name)
    page.get_by_label("Password").fill(editor.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    page.get_by_role("button", name="Send it again").click()

    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(page.get_by_label("Summary")).to_have_value(typed)


@pytest.mark.parametrize("how", ["refused", "broken"])
def test_what_was_not_saved_is_given_back_to_be_copied(
    new_page: NewPage, editor: Editor, site: Site, how: str
):
    page = new_page(403, 500, 503)
    editor.sign_in(page)
    open_draft(page, "Sleep and recovery")
    page.locator("#id_summary").fill("First line.\n\n  Second line.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save and continue editing").click()
    # What waits on the sign-in page is sent where something goes wrong.
    page.route("**/admin/login/", lambda route: route.continue_(url=f"{site.url}/wrong/{how}/"))
    page.get_by_label("Username").fill(editor.name)
    page.get_by_label("Password").fill(editor.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Your text is not saved")).to_be_visible()

    box = page.get_by_role("textbox", name="Summary")
    expect(page.get_by_role("textbox", name="Section 1: Heading")).to_be_visible()
    expect(box).to_have_value("First line.\n\n  Second line.")
    box.press("Control+a")
    chosen = box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert chosen == "First line.\n\n  Second line."

    page.evaluate(AXE_SCRIPT)
    page.set_viewport_size(PHONE)
    faults = found_by_axe(page, RULES)
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    faults += found_by_axe(page, RULES_OF_LOOKS)
    assert not faults, "\n".join(faults)

    page.emulate_media(media="print")
    for control in ("nav", "button", ".new-tab"):
        expect(page.locator(control).filter(visible=True)).to_have_count(0)
    clipped = "boxes => boxes.filter((box) => box.scrollHeight > box.clientHeight + 2).length"
    assert page.locator(".sent__text").evaluate_all(clipped) == 0


def test_somebody_who_may_not_edit_is_told_so(new_page: NewPage):
    page = new_page()
    page.goto("/admin/")

    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("a guess")
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_text("Please enter the correct username and password")).to_be_visible()
