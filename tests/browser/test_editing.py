"""An editor signs in, changes a sentence, gets it wrong at first, and every reader sees it."""

from playwright.sync_api import expect

from tests.browser.conftest import Editor, NewPage

GUIDE = "/guides/muscle-soreness/"
SENTENCE = "A sentence that an editor has written."


def test_what_an_editor_saves_is_what_a_reader_sees(new_page: NewPage, editor: Editor):
    reader, page = new_page(), new_page()
    reader.goto(GUIDE)
    expect(reader.get_by_role("main")).not_to_contain_text(SENTENCE)
    editor.sign_in(page)
    page.get_by_role("rowheader", name="Guides", exact=True).get_by_role("link").click()
    page.get_by_role("link", name="Muscle soreness").click()
    section = page.locator("textarea[name$='-body']").first
    before = section.input_value()

    # Wrong at first: a source that there is not.
    section.fill(f"{before}\n\n{SENTENCE} [@no-such-source]")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("no-such-source", exact=False).first).to_be_visible()
    expect(page.get_by_text("Please correct the error below.")).to_be_visible()
    expect(section).to_have_value(f"{before}\n\n{SENTENCE} [@no-such-source]")

    section.fill(f"{before}\n\n{SENTENCE}")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text(SENTENCE)


def test_somebody_who_may_not_edit_is_told_so(new_page: NewPage):
    page = new_page()
    page.goto("/admin/")

    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("a guess")
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_text("Please enter the correct username and password")).to_be_visible()
