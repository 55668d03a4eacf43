"""A draft in the admin: begun, looked at, compared, and thrown away."""

from html import unescape

import pytest
from django.urls import reverse

from guides.models import Guide, Revision
from tests.factories import GuideFactory
from tests.guides.editing import TOLD, change_page, draft_page, edit
from tests.guides.stepping import draft_of, publish, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_of_february")]


def test_what_readers_see_is_shown_without_a_field_to_write_in(editor, live_guide):
    page = editor.get(change_page(live_guide)).text

    assert "<textarea" not in page
    assert "Live since 15 January 2026" in page


def test_a_draft_is_written_compared_looked_at_and_published(editor, live_guide):
    path = draft_page(editor, live_guide)
    edit(editor, path, summary="A better summary.")

    before = editor.get("/guides/soreness/").text
    new = unescape(editor.get(step("compare", draft_of(live_guide))).text)
    page = editor.get(step("page", draft_of(live_guide)))
    published = publish(editor, draft_of(live_guide), follow=True)

    assert "A better summary." not in before
    assert "A better summary." in new
    assert "A better summary." in page.text
    assert "no-store" in page["Cache-Control"]
    assert published["Location"] == change_page(live_guide)
    assert "A better summary." in editor.get("/guides/soreness/").text
    assert [told.sentence for told in Revision.objects.told()] == [TOLD["sentence"]]


def test_a_draft_that_is_begun_twice_is_one(editor, live_guide):
    assert draft_page(editor, live_guide) == draft_page(editor, live_guide)


def test_a_draft_shows_what_changed_for_readers_since_it_was_begun(editor, live_guide):
    draft_page(editor, live_guide)
    Guide.objects.filter(pk=live_guide.pk).update(summary="Loaded from a newer file.")

    page = unescape(editor.get(step("publish", draft_of(live_guide))).text)

    assert "has changed since this draft was begun" in page
    assert "Loaded from a newer file." in page


def test_a_draft_can_be_thrown_away(editor, live_guide):
    draft_page(editor, live_guide)
    path = reverse("admin:guides_guide_delete", args=[draft_of(live_guide).pk])

    editor.post(path, {"post": "yes"})

    assert list(Guide.objects.all()) == [live_guide]
    assert editor.get("/guides/soreness/").status_code == 200


def test_a_new_address_is_refused_if_another_guide_has_it(editor, live_guide, rows):
    GuideFactory(slug="taken")

    response = edit(editor, draft_page(editor, live_guide), slug="taken")

    assert "Another guide has this slug." in response.text


def test_a_draft_stands_between_the_guides_between_which_its_guide_stands(editor, live_guide):
    Guide.objects.filter(pk=live_guide.pk).update(position=5000)
    before, after = GuideFactory(position=4000), GuideFactory(position=6000)
    draft_page(editor, live_guide)

    neighbours = Guide.objects.with_neighbours().get(replaces=live_guide)

    assert (neighbours.before_slug, neighbours.after_slug) == (before.slug, after.slug)


def test_whoever_has_a_draft_open_that_went_live_is_told_so(editor, live_guide):
    path = draft_page(editor, live_guide)
    draft_of(live_guide).delete()

    assert "It went live, or somebody threw it away." in editor.get(path, follow=True).text


def test_a_draft_of_what_nobody_sees_is_not_begun(editor, live_guide):
    Guide.objects.filter(pk=live_guide.pk).update(published_at=None)

    assert editor.post(step("draft", live_guide)).status_code == 403
