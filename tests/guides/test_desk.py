"""What lies on the editors' desk, on the admin's first page."""

import pytest
from django.urls import reverse

from tests.factories import GuideFactory
from tests.guides.editing import change_page, draft_page, edit

pytestmark = pytest.mark.django_db


def desk(client):
    return client.get(reverse("admin:index"))


def test_drafts_lie_there_with_who_saved_them_last(editor, rows):
    path = draft_page(editor, rows["guide"])
    edit(editor, path, summary="A better summary.")

    page = desk(editor)

    assert [draft.state for draft in page.context["drafts"]] == ["draft of the next text"]
    assert f'<a href="{path}">Soreness</a>' in page.text
    assert "last saved by editor" in page.text


def test_what_readers_see_does_not(editor, rows):
    assert "Being written" not in desk(editor).text


def test_a_guide_that_nobody_sees_yet_lies_there_once(editor):
    guide = GuideFactory(published_at=None)

    page = desk(editor)

    assert [draft.guide for draft in page.context["drafts"]] == [guide]
    assert change_page(guide) in page.text


def test_however_many_drafts_there_are_they_are_found_in_as_many_queries(
    editor, django_assert_max_num_queries
):
    GuideFactory.create_batch(30, published_at=None)

    with django_assert_max_num_queries(25):
        page = desk(editor)

    assert len(page.context["drafts"]) == 20


def test_whoever_may_not_see_guides_finds_none(client, django_user_model):
    GuideFactory(published_at=None)
    client.force_login(django_user_model.objects.create_user("somebody", is_staff=True))

    assert "Being written" not in desk(client).text
