"""Two people on one row: the second save is refused, and nothing that was typed is lost."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from guides import publishing, revisions
from guides.choices import ChangeKind
from guides.models import Claim, Guide, Section
from guides.revisions import Told
from tests.factories import SectionFactory
from tests.guides.editing import TOLD, Fields, change_page, draft_page, edit, unseen_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(editor, django_user_model) -> Client:
    """A second browser, in which somebody else is signed in."""
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("colleague"))
    return client


def opened(client: Client, path: str) -> dict[str, list[str]]:
    """What a browser that has just opened a form would send back."""
    return Fields(client.get(path).text).values


def test_the_second_of_two_saves_is_refused(editor, colleague, rows):
    path = change_page(rows["claim"])
    mine = {**opened(editor, path), **TOLD, "statement": "Mine."}
    edit(colleague, path, statement="Theirs.")

    response = editor.post(path, mine)

    assert response.status_code == 200
    assert Claim.objects.get().statement == "Theirs."


def test_the_refusal_shows_both_texts_and_who_was_there(editor, colleague, rows):
    path = unseen_page(rows["guide"])
    mine = {**opened(editor, path), "sections-0-body": "My own words.[@trial]"}
    edit(colleague, path, **{"sections-0-body": "Their other words.[@trial]"})

    page = unescape(editor.post(path, mine).text)

    assert "by <strong>colleague</strong>" in page
    assert '<del><span class="visually-hidden unseen">removed: </span>Their other' in page
    assert "My own words.[@trial]</textarea>" in page


def test_whoever_has_seen_both_texts_saves_again(editor, colleague, rows):
    path = change_page(rows["claim"])
    mine = {**opened(editor, path), **TOLD, "statement": "Mine."}
    edit(colleague, path, statement="Theirs.")
    refused = editor.post(path, mine)

    accepted = editor.post(path, Fields(refused.text).values)

    assert accepted.status_code == 302
    assert Claim.objects.get().statement == "Mine."
    assert revisions.of(rows["claim"])[1].record["statement"] == "Theirs."


def test_a_form_without_the_state_that_it_was_opened_in_is_refused(editor, rows):
    path = change_page(rows["claim"])
    sent = {**opened(editor, path), **TOLD, "statement": "Mine."}

    response = editor.post(path, {name: v for name, v in sent.items() if name != "state"})

    assert response.status_code == 200
    assert Claim.objects.get().statement != "Mine."


def test_a_source_that_a_colleague_added_meanwhile_counts_too(editor, colleague, rows, db):
    path = change_page(rows["claim"])
    mine = {**opened(editor, path), **TOLD, "statement": "Mine."}
    rows["claim"].sources.clear()

    assert editor.post(path, mine).status_code == 200


def test_what_was_typed_into_a_section_that_is_gone_comes_back_as_a_new_one(
    editor, colleague, rows
):
    SectionFactory(guide=rows["guide"], slug="second", heading="Second", position=9999)
    path = unseen_page(rows["guide"])
    mine = {**opened(editor, path), "sections-1-body": "Mine."}
    Section.objects.get(slug="second").delete()
    refused = editor.post(path, mine)

    accepted = editor.post(path, Fields(refused.text).values)

    assert refused.status_code == 200
    assert accepted.status_code == 302, accepted.context["errors"]
    assert Section.objects.get(slug="second").body == "Mine."
    assert rows["guide"].sections.count() == 2


TOLD_THEN = Told(ChangeKind.WORDING, "It reads better.")


def test_what_was_typed_into_a_draft_that_went_live_meanwhile_is_in_the_next_draft(
    editor, rows, monkeypatch
):
    monkeypatch.setattr(publishing, "GATE", ())
    path = draft_page(editor, rows["guide"])
    mine = {**opened(editor, path), "sections-0-body": "Mine.[@trial]"}
    draft = Guide.objects.get(replaces=rows["guide"])
    publishing.publish(draft, TOLD_THEN, None, rows["guide"].published_at)

    response = editor.post(path, mine, follow=True)

    (section,) = Guide.objects.get(replaces=rows["guide"]).sections.all()
    assert section.body == "Mine.[@trial]"
    assert "went live meanwhile" in response.text


def test_what_was_typed_into_a_text_that_was_set_to_go_live_meanwhile_is_kept_in_the_form(
    editor, rows, monkeypatch, django_user_model
):
    monkeypatch.setattr(publishing, "GATE", ())
    path = unseen_page(rows["guide"])
    mine = {**opened(editor, path), "sections-0-body": "Mine.[@trial]"}
    at = rows["guide"].published_at.replace(year=2100)
    publishing.schedule(rows["guide"], TOLD_THEN, django_user_model.objects.get(), at)

    response = editor.post(path, mine)

    assert "Ask a publisher to press" in response.text
    assert "Mine.[@trial]</textarea>" in response.text


@pytest.mark.parametrize("state", ["", "x", "0" * 64, "\ud7ff", "1" * 9999])
def test_no_state_that_anybody_makes_up_is_an_error(editor, rows, state):
    path = change_page(rows["claim"])

    response = editor.post(path, {**opened(editor, path), "state": state})

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("INITIAL_FORMS", "99"), ("TOTAL_FORMS", "0"), ("0-position", "9" * 5000), ("0-DELETE", "x")],
)
def test_no_count_and_no_place_that_anybody_makes_up_is_an_error(
    editor, colleague, rows, field, value
):
    path = unseen_page(rows["guide"])
    sent = {**opened(editor, path), f"sections-{field}": value}
    edit(colleague, path, summary="Theirs.")

    assert editor.post(path, sent).status_code in (200, 302)


@pytest.mark.parametrize("number", ["", "-1", "99999", "x"])
def test_no_section_that_anybody_makes_up_is_an_error(editor, rows, number):
    path = unseen_page(rows["guide"])
    sent = {**opened(editor, path), "sections-0-id": number}

    assert editor.post(path, sent).status_code in (200, 302)
    assert editor.post(reverse("admin:guides_guide_add"), sent).status_code in (200, 302)


def test_whoever_goes_on_writing_after_a_draft_went_live_is_at_the_next_one(
    editor, rows, open_gate
):
    path = draft_page(editor, rows["guide"])
    mine = {**opened(editor, path), "summary": "Mine.", "_continue": "yes"}
    draft = Guide.objects.get(replaces=rows["guide"])
    publishing.publish(draft, TOLD_THEN, None, rows["guide"].published_at)

    response = editor.post(path, mine, follow=True)

    assert response.redirect_chain == [(change_page(Guide.objects.get(summary="Mine.")), 302)]
    assert "Draft of the next text" in response.text


def test_nobody_is_named_for_what_a_command_changed(editor, colleague, rows):
    edit(colleague, change_page(rows["claim"]), statement="Theirs.")
    mine = {**opened(editor, change_page(rows["claim"])), **TOLD, "statement": "Mine."}
    Claim.objects.update(statement="By a command.")

    page = editor.post(change_page(rows["claim"]), mine).text

    assert "by <strong>colleague</strong>" not in page
