"""Somebody asks for a plan, gets something wrong at first, and takes the plan along.

All of it works without script too; script only saves typing.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import ZONE, hours_from_now, typed
from tests.browser.conftest import PHONE, NewPage

WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def choose(page: Page, question: str, answer: str) -> None:
    """Press a tile, as a finger does."""
    group = page.get_by_role("radiogroup", name=question).or_(
        page.get_by_role("group", name=question)
    )
    group.get_by_text(answer, exact=True).click()


def answer_all_but_the_night(page: Page) -> None:
    """What everybody is asked, but for the times of the night and what matters most."""
    choose(page, "What did you do?", "Lifting")
    choose(page, "How hard was it?", "Hard")
    choose(page, "Was it new, or much harder than usual?", "Yes")
    page.get_by_label("When does it end, or when did it?").fill(typed()["finished_at"][0])
    choose(page, "How sore are you now?", "2")
    choose(page, "When are you sore?", "At night")
    page.get_by_label("Time zone").select_option(ZONE)
    choose(page, "Caffeine today", "None")


@WITH_AND_WITHOUT
def test_a_plan_is_asked_for_with_mistakes_then_got_changed_and_taken_along(
    new_page: NewPage, script: bool
):
    page = new_page(422, java_script_enabled=script, viewport=PHONE)
    bedtime, wake_time = page.get_by_label("Bedtime"), page.get_by_label("Wake time")
    send = page.get_by_role("button", name="Show my plan")
    page.goto("/")
    page.get_by_role("link", name="Make my plan").first.click()

    # Wrong at first: a time that is none, no wake time, and nothing said to matter most.
    answer_all_but_the_night(page)
    bedtime.fill("half eight")
    choose(page, "Do you want to know about kratom?", "No")
    send.click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("3 answers need another look")
    expect(page).to_have_title(re.compile("^Error: "))
    summary.get_by_role("link", name="Bedtime").click()
    expect(bedtime).to_be_focused()
    expect(bedtime).to_be_in_viewport()
    expect(bedtime).to_have_value("half eight")
    expect(bedtime).to_have_accessible_description(re.compile("half eight"))
    expect(page.get_by_role("radio", name="Lifting")).to_be_checked()
    expect(page.get_by_role("checkbox", name="At night")).to_be_checked()
    expect(page.get_by_label("Time zone")).to_have_value(ZONE)

    # Put right: a plan.
    bedtime.fill(f"{hours_from_now(5):%H%M}")
    wake_time.fill(f"{hours_from_now(13):%I:%M %p}")
    choose(page, "What matters most?", "Feeling better")
    send.click()
    plan = page.get_by_role("heading", level=1, name="Your plan")
    expect(plan).to_be_visible()

    # Changed: the answers are there again.
    page.get_by_role("button", name="Change answers").first.click()
    expect(page.get_by_role("radio", name="Feeling better")).to_be_checked()
    choose(page, "What matters most?", "Muscle growth")
    send.click()
    expect(plan).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Muscle growth")

    # Taken along.
    page.get_by_text("Add to calendar").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Get the calendar file").click()
    assert download.value.suggested_filename == "recovery-plan.ics"
    assert download.value.path().read_text().startswith("BEGIN:VCALENDAR")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Sheet for pharmacist or doctor").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(
        "Questions for my pharmacist or doctor"
    )
    expect(plan).to_be_visible()


@WITH_AND_WITHOUT
def test_the_questions_about_kratom_unfold_for_whoever_asks(new_page: NewPage, script: bool):
    page = new_page(java_script_enabled=script)
    page.goto("/planner/")
    product = page.get_by_role("radiogroup", name="Which product?")
    kratom = "Do you want to know about kratom?"
    expect(product).to_be_hidden()

    choose(page, kratom, "I am thinking about it")
    expect(product).to_be_visible()
    choose(page, kratom, "No")

    expect(product).to_be_hidden()


def test_an_answer_that_is_missing_where_it_was_folded_is_shown(
    new_page: NewPage,
):
    page = new_page(422, java_script_enabled=False)
    page.goto("/planner/")
    choose(page, "Do you want to know about kratom?", "I use it now")
    page.get_by_role("button", name="Show my plan").click()

    page.get_by_role("alert").get_by_role("link", name="Which product?").click()

    expect(page.get_by_role("radio", name="Plain leaf")).to_be_focused()
    expect(page.get_by_role("radio", name="Plain leaf")).to_be_in_viewport()


def test_script_fills_in_the_zone_and_the_usual_times(page: Page):
    page.goto("/planner/")
    ends = page.get_by_label("When does it end, or when did it?")

    page.get_by_role("button", name="This evening").click()

    expect(page.get_by_label("Time zone")).to_have_value(ZONE)
    expect(ends).to_have_value(re.compile(r"T18:00$"))
    expect(ends).to_be_focused()


def test_script_finds_a_typed_medicine_in_the_list(page: Page):
    page.goto("/planner/")
    choose(page, "Do you want to know about kratom?", "I am thinking about it")

    page.get_by_label("What do you take?").fill("sertraline, moon dust")

    heard = page.get_by_role("status")
    expect(heard).to_contain_text("sertraline: in “")
    expect(heard).to_contain_text("moon dust: not in our list")
    expect(page.get_by_role("checkbox", name="SSRIs")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Benzodiazepines").first).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("checkbox", name="Benzodiazepines").first).to_be_visible()


def test_a_line_of_a_plan_leads_to_its_claim_and_its_sources(page: Page):
    page.goto("/planner/")
    answer_all_but_the_night(page)
    page.get_by_label("Bedtime").fill(f"{hours_from_now(5):%H:%M}")
    page.get_by_label("Wake time").fill(f"{hours_from_now(13):%H:%M}")
    choose(page, "What matters most?", "Feeling better")
    choose(page, "Do you want to know about kratom?", "No")
    page.get_by_role("button", name="Show my plan").click()

    receipt = page.locator("details.receipt").first
    receipt.locator("summary").click()
    claim = receipt.locator('a[href*="/evidence/"]').first
    with page.context.expect_page() as opened:
        claim.click()

    expect(opened.value).to_have_url(re.compile("/evidence/.+/"))
    expect(opened.value.locator('main a[href^="https://"]').first).to_be_visible()
