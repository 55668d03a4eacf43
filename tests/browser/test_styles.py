"""The style sheets: no rule that no page needs, no colour that depends on the width."""

from playwright.sync_api import Page

from tests.browser.conftest import OPEN_ALL, Editor, NewPage, open_draft
from tests.browser.pages import EVERY_PAGE, named
from tests.browser.watching import Watch

# Every selector of our own style sheets, and whether something on the page matches it. What only
# holds for a moment, such as a pointer above, is taken for true; so is what is drawn before, after
# and inside of something.
SELECTORS = r"""() => {
  const found = {};
  const passing = /:(hover|focus-visible|focus-within|focus|active|visited|target|popover-open)\b/g;
  const drawn = /::[\w-]+/g;
  const matches = (selector) => {
    const lasting = selector.replace(drawn, ":where(*)").replace(passing, ":where(*)");
    return document.querySelector(lasting) !== null;
  };
  const parts = (text) => {
    const found = [""];
    let depth = 0;
    for (const letter of text) {
      if ("([".includes(letter)) depth += 1;
      if (")]".includes(letter)) depth -= 1;
      if (letter === "," && depth === 0) found.push("");
      else found[found.length - 1] += letter;
    }
    return found.map((part) => part.trim());
  };
  const walk = (rules, file) => {
    for (const rule of rules) {
      if (rule.selectorText) {
        for (const part of parts(rule.selectorText)) found[`${file}: ${part}`] ||= matches(part);
      }
      if (rule.cssRules) walk(rule.cssRules, file);
    }
  };
  for (const sheet of document.styleSheets) {
    const file = sheet.href.split("/").pop().replace(/\.[0-9a-f]{12}\./, ".");
    if (sheet.href.includes("/static/css/")) walk(sheet.cssRules, file);
  }
  return found;
}"""

# Colours that only hold for some widths.
COLOURS_BY_WIDTH = r"""() => {
  const found = [];
  const walk = (rules, width) => {
    for (const rule of rules) {
      const asks = rule.media?.mediaText ?? rule.containerQuery ?? "";
      const inside = width || /width/.test(asks);
      if (inside && rule.style) {
        const colours = ["color", "background-color"].filter((name) => rule.style[name]);
        found.push(...colours.map((name) => `${rule.selectorText}: ${name}`));
      }
      if (rule.cssRules) walk(rule.cssRules, inside);
    }
  };
  for (const sheet of document.styleSheets) walk(sheet.cssRules, false);
  return found;
}"""


def unused(looks: list[dict[str, bool]]) -> set[str]:
    """The selectors that matched nothing in any look."""
    matched = {selector for look in looks for selector, matches in look.items() if matches}
    return {selector for look in looks for selector in look} - matched


# Rules for what the shipped content does not show today, and may tomorrow.
WAITING = {
    "evidence.css: .scale--ours .scale__arrow",  # a margin of ours that is open to one side
    "site.css: .overdue",  # a guide past its check date
    "site.css: .overdue .icon",
    "site.css: .prose blockquote",  # what an editor may write
}

# Of a night whose lines are on both sides of midnight: whether there is one, the clock decides.
BY_THE_HOUR = {"planner.css: .dated + .dated"}

# What an editor meets only where the preview does not answer, or once in a lifetime.
WAITING_FOR_EDITORS = {
    "admin.css: .comment",  # by a clinician
    "admin.css: .spare-codes",
    "admin.css: .spare-codes__code",
    "editing.css: .beside--stale .beside__page",
    "editing.css: .beside--stale .beside__state",
}


def test_every_rule_is_for_something_on_some_page(page: Page, new_page: NewPage, watch: Watch):
    looks = []
    for place in EVERY_PAGE:
        watch.expect(place.status)
        place.open(page)
        page.evaluate(OPEN_ALL)
        looks.append(page.evaluate(SELECTORS))
    without_script = new_page(java_script_enabled=False)
    without_script.goto("/planner/")
    looks.append(without_script.evaluate(SELECTORS))

    needless = sorted(unused(looks) - WAITING - BY_THE_HOUR)

    assert not needless, "\n".join(needless)
    assert unused(looks) >= WAITING, "Something waited for is there"


def test_no_colour_of_words_or_grounds_depends_on_the_width(page: Page):
    found = []
    for place in named("home", "evidence", "plan with leaf", "sheet"):
        place.open(page)
        found += page.evaluate(COLOURS_BY_WIDTH)

    assert sorted(set(found)) == []


def test_every_rule_for_editors_is_for_something(new_page: NewPage, editor: Editor):
    # A form that came after the session had ended; the preview that could not be drawn then.
    page = new_page(403, 302)
    looks = []

    def look() -> None:
        looks.append(page.evaluate(SELECTORS))

    page.goto("/admin/login/")
    look()
    editor.sign_in(page)
    paths = ("", "guides/guide/", "guides/claim/1/change/", "review/?when=all", "second-factor/")
    for path in paths:
        page.goto(f"/admin/{path}")
        look()
    open_draft(page, "Kratom’s alkaloids")
    draft = page.url
    page.get_by_role("button", name="Show the preview here").click()
    page.get_by_role("button", name="Cite a source").first.click()
    page.get_by_role("dialog").get_by_role("option").first.wait_for()
    look()
    page.keyboard.press("Escape")
    page.locator("#id_summary").fill("Another summary.")
    page.locator("#id_key_points").fill("No point")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("1 thing to correct").wait_for()
    look()
    page.locator("#id_key_points").fill("- A point.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_label("Username").fill(editor.name)
    look()
    page.get_by_label("Password").fill(editor.password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Send it again").wait_for()
    look()
    page.get_by_role("button", name="Send it again").click()
    page.get_by_text("was changed successfully").wait_for()
    for step in ("compare", "history", "publish", "sign-off"):
        page.goto(draft.replace("/change/", f"/{step}/"))
        look()
    page.get_by_label("Whom do you ask?").fill("Dr Jane Roe")
    page.get_by_role("button", name="Make a link").click()
    page.get_by_label("The link to send.").wait_for()
    look()

    sheets = ("admin.css", "editing.css")
    ours = [
        {name: matches for name, matches in look.items() if name.startswith(sheets)}
        for look in looks
    ]
    assert all(ours)
    assert unused(ours) == WAITING_FOR_EDITORS
