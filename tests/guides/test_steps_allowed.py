"""Who may take which step with a guide in the admin, and who may delete one."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from guides.models import Guide
from tests.guides.editing import TOLD, change_page, draft_page, edit
from tests.guides.reviewing import reader
from tests.guides.stepping import draft_of, publish, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_of_february")]


def test_a_writer_writes_and_does_not_publish(writer, live_guide):
    path = draft_page(writer, live_guide)
    draft = draft_of(live_guide)

    saved = edit(writer, path, summary="A better summary.")

    assert saved.status_code == 302
    assert writer.get(step("publish", draft)).status_code == 403
    assert writer.post(step("publish", draft), TOLD).status_code == 403
    assert writer.get(step("take_back", live_guide)).status_code == 403
    assert writer.post(step("unschedule", draft)).status_code == 403
    assert "Publish …" not in writer.get(path).text


def test_what_readers_see_is_not_deleted(editor, live_guide):
    path = reverse("admin:guides_guide_delete", args=[live_guide.pk])
    chosen = {"action": "delete_selected", "_selected_action": [live_guide.pk], "post": "yes"}

    one = editor.post(path, {"post": "yes"})
    listed = editor.post(reverse("admin:guides_guide_changelist"), chosen)

    assert one.status_code == 403
    assert "take it back first" in unescape(listed.text)
    assert Guide.objects.filter(pk=live_guide.pk).exists()


@pytest.mark.parametrize("name", ["page", "compare", "publish", "take_back", "history"])
def test_strangers_see_no_step(client, live_guide, name):
    response = client.get(step(name, live_guide))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", ["draft", "unschedule"])
def test_a_step_that_changes_something_is_not_a_link(editor, live_guide, name):
    assert editor.get(step(name, live_guide)).status_code == 405


@pytest.mark.parametrize("name", ["page", "compare", "publish", "take_back", "history"])
@pytest.mark.parametrize("pk", ["0", "x", "99999999999999999999"])
def test_no_step_of_what_is_not_there_is_an_error(editor, rows, name, pk):
    response = editor.get(f"/admin/guides/guide/{pk}/{name.replace('_', '-')}/")

    assert response.status_code in (302, 404)


def test_a_writer_throws_away_drafts_that_nobody_waits_for_and_nothing_else(
    writer, editor, live_guide
):
    draft_page(writer, live_guide)
    draft = draft_of(live_guide)
    path = reverse("admin:guides_guide_delete", args=[draft.pk])

    publish(editor, draft, goes_live_at="2026-02-03T08:00")
    waiting = writer.post(path, {"post": "yes"}).status_code
    editor.post(step("unschedule", draft))
    idle = writer.post(path, {"post": "yes"}).status_code

    assert (waiting, idle) == (403, 302)


def test_a_writer_does_not_delete_what_readers_saw_once(writer, editor, live_guide):
    path = reverse("admin:guides_guide_delete", args=[live_guide.pk])
    editor.post(step("take_back", live_guide), TOLD)

    assert writer.post(path, {"post": "yes"}).status_code == 403
    assert editor.post(path, {"post": "yes"}).status_code == 302


def test_whoever_may_change_but_not_add_guides_does_not_write_into_what_readers_see(live_guide):
    may = ("change_guide", "view_guide", "change_section", "view_section")
    half = reader(Client(), *may)

    response = half.post(change_page(live_guide), {"summary": "Not by the gate."})

    assert "Not by the gate." not in Guide.objects.get(pk=live_guide.pk).summary
    assert "not edited here" in response.text
