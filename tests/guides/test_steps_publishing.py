"""A guide that is published in the admin, now or later, and taken back."""

from datetime import timedelta
from html import unescape

import pytest

from guides import publishing
from guides.models import Guide, Revision, Schedule
from tests.factories import GuideFactory, SectionFactory, SignOffFactory
from tests.guides.editing import TOLD, Fields, change_page, draft_page
from tests.guides.stepping import NOW, draft_of, publish, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_of_february")]


def test_what_is_missing_is_listed_with_where_it_is_mended(editor, live_guide):
    draft_page(editor, live_guide)
    draft = draft_of(live_guide)
    draft.sections.get(slug="what-is-not-known").delete()
    draft.sections.filter(slug="ask-a-professional").update(body="So.[@nobody]")
    Guide.objects.filter(pk=draft.pk).update(author="")

    page = unescape(editor.get(step("publish", draft)).text)

    form = change_page(draft)
    place = [section.slug for section in draft.sections.all()].index("ask-a-professional")
    assert f'<a href="{form}#id_author">The guide: it has no author.</a>' in page
    assert f'<a href="{form}#sections-group">The guide: it has no section “What is not ' in page
    assert f'<a href="{form}#sections-{place}">Section “ask-a-professional”: there is no' in page
    assert 'value="Publish"' not in page


def test_what_is_missing_keeps_a_guide_back_however_the_button_is_pressed(editor, live_guide):
    draft_page(editor, live_guide)
    draft = draft_of(live_guide)
    fields = Fields(editor.get(step("publish", draft)).text).values
    draft.sections.filter(slug="ask-a-professional").delete()
    again = Fields(editor.get(step("publish", draft)).text).values

    response = editor.post(step("publish", draft), {**fields, **again, **TOLD})

    assert response.status_code == 200
    assert Guide.objects.filter(replaces=live_guide).exists()


def test_what_goes_live_is_what_was_looked_at(editor, live_guide):
    draft_page(editor, live_guide)
    draft = draft_of(live_guide)
    fields = Fields(editor.get(step("publish", draft)).text).values
    Guide.objects.filter(pk=draft.pk).update(summary="Somebody else's summary.")

    response = editor.post(step("publish", draft), {**fields, **TOLD})

    assert "while you looked at it" in response.text
    assert "Somebody else" not in editor.get("/guides/soreness/").text


def test_what_clinicians_said_of_a_draft_stands_beside_the_button_that_publishes_it(
    editor, live_guide
):
    draft_page(editor, live_guide)
    comment = {"kind": "comment", "comment": "Too sure."}
    SignOffFactory(invitation__guide=draft_of(live_guide), **comment)

    page = editor.get(step("publish", draft_of(live_guide))).text

    assert "Too sure." in page
    assert f'href="{step("sign_off", draft_of(live_guide))}#given-' in page


def test_what_the_page_will_say_of_reviewers_is_said_before_it_is_published(editor, live_guide):
    SignOffFactory(invitation__guide=live_guide)
    draft_page(editor, live_guide)
    same = unescape(editor.get(step("publish", draft_of(live_guide))).text)
    Guide.objects.filter(replaces=live_guide).update(summary="Another summary.")

    other = unescape(editor.get(step("publish", draft_of(live_guide))).text)

    ending = "This ends the approval of Jane Roe, pharmacist,"
    assert "The page will say: “Clinical reviewer: Jane Roe, pharmacist, <time" in same
    assert ending not in same
    assert "“Clinical reviewer: none for this text; an earlier one was approved by" in other
    assert ending in other


def test_a_draft_that_was_approved_will_name_its_reviewer(editor, live_guide):
    draft_page(editor, live_guide)
    Guide.objects.filter(replaces=live_guide).update(summary="Another summary.")
    SignOffFactory(invitation__guide=draft_of(live_guide), name="John Doe")

    page = unescape(editor.get(step("publish", draft_of(live_guide))).text)

    assert "The page will say: “Clinical reviewer: John Doe, pharmacist" in page


@pytest.mark.parametrize(
    ("field", "error"), [("change", "Choose what kind"), ("sentence", "Say in")]
)
def test_readers_are_told_what_changed(editor, live_guide, field, error):
    draft_page(editor, live_guide)

    response = publish(editor, draft_of(live_guide), **{field: ""})

    assert error in response.text
    assert Guide.objects.filter(replaces=live_guide).exists()


def test_a_draft_can_be_set_to_go_live_and_to_wait_again(editor, live_guide):
    draft_page(editor, live_guide)
    draft = draft_of(live_guide)

    publish(editor, draft, goes_live_at="2026-02-03T08:00")
    waiting = editor.get(change_page(draft)).text
    editor.post(step("unschedule", draft))

    assert "goes live 3 February 2026, 08:00 UTC" in waiting
    assert "<textarea" not in waiting
    assert "<textarea" in editor.get(change_page(draft)).text
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("moment", "error"),
    [("2026-01-31T08:00", "This has passed"), ("soon", "Write it like")],
)
def test_a_moment_that_makes_no_sense_is_refused_beside_the_field(
    editor, live_guide, moment, error
):
    draft_page(editor, live_guide)

    response = publish(editor, draft_of(live_guide), goes_live_at=moment)

    assert error in response.text
    assert response.status_code == 200


def test_of_a_guide_that_goes_live_at_a_set_time_readers_are_told_then(editor, live_guide):
    draft_page(editor, live_guide)
    publish(editor, draft_of(live_guide), goes_live_at="2026-02-03T08:00")

    publishing.publish_due(NOW + timedelta(days=2))

    assert Revision.objects.told().get().sentence == TOLD["sentence"]


def _deleted_first(locked):
    """The same, but a colleague is quicker by a moment."""

    def delete_and_look(guide):
        Guide.objects.filter(pk=guide.pk).delete()
        return locked(guide)

    return delete_and_look


@pytest.mark.parametrize("name", ["publish", "unschedule"])
def test_a_step_of_a_draft_that_a_colleague_published_meanwhile_does_nothing(
    editor, live_guide, name, monkeypatch
):
    draft_page(editor, live_guide)
    draft = draft_of(live_guide)
    fields = Fields(editor.get(step("publish", draft)).text).values
    monkeypatch.setattr(publishing, "locked", _deleted_first(publishing.locked))

    response = editor.post(step(name, draft), {**fields, **TOLD}, follow=True)

    assert "Somebody published or deleted this draft meanwhile" in response.text


def test_a_button_that_is_pressed_twice_publishes_once(editor, live_guide):
    draft_page(editor, live_guide)
    draft = draft_of(live_guide)
    fields = {**Fields(editor.get(step("publish", draft)).text).values, **TOLD}
    editor.post(step("publish", draft), fields)

    again = editor.post(step("publish", draft), fields, follow=True)

    assert "Nothing was done." in again.text
    assert Revision.objects.told().count() == 1


def test_a_new_guide_is_published_once_too(editor, live_guide):
    response = editor.post(step("publish", live_guide), TOLD, follow=True)

    assert "Readers see it already." in response.text
    assert not Revision.objects.told().exists()


def test_a_new_guide_can_be_set_to_go_live(editor, live_guide):
    Guide.objects.filter(pk=live_guide.pk).update(published_at=None)

    publish(editor, live_guide, goes_live_at="2026-02-03T08:00")

    assert Schedule.objects.get().guide == live_guide


def test_what_was_typed_stays_when_something_is_missing_by_then(editor, live_guide):
    draft_page(editor, live_guide)
    draft = draft_of(live_guide)
    fields = Fields(editor.get(step("publish", draft)).text).values
    draft.sections.filter(slug="ask-a-professional").delete()

    page = editor.post(step("publish", draft), {**fields, **TOLD, "sentence": "Mine, typed."})

    assert 'value="Mine, typed."' in page.text


def test_a_guide_of_whose_changes_nobody_was_told_claims_no_day_for_them(editor, live_guide):
    assert "last told" not in editor.get(change_page(live_guide)).text

    draft_page(editor, live_guide)
    publish(editor, draft_of(live_guide))

    assert "Readers were last told of a change on 1 February 2026." in (
        editor.get(change_page(live_guide)).text
    )


def test_a_guide_is_taken_back_with_a_sentence_for_its_readers(editor, live_guide):
    editor.post(step("take_back", live_guide), {"change": "safety", "sentence": "It was wrong."})

    assert editor.get("/guides/soreness/").status_code == 404
    told = Revision.objects.told().get()
    assert (told.change, told.sentence) == ("safety", "It was wrong.")


def test_a_guide_is_not_taken_back_without_a_word(editor, live_guide):
    response = editor.post(step("take_back", live_guide), {})

    assert "Choose what kind" in response.text
    assert editor.get("/guides/soreness/").status_code == 200


def test_a_guide_that_is_taken_back_twice_is_told_of_once(editor, live_guide):
    editor.post(step("take_back", live_guide), TOLD)

    again = editor.post(step("take_back", live_guide), TOLD, follow=True)

    assert "Readers do not see it." in again.text
    assert Revision.objects.told().count() == 1


def test_whoever_takes_a_guide_back_sees_what_leads_to_it(editor, live_guide):
    other = GuideFactory(title="The other")
    SectionFactory(guide=other, body="See [soreness](/guides/soreness/).")

    assert (
        "will lead nowhere:</strong> The other." in editor.get(step("take_back", live_guide)).text
    )


def test_a_guide_that_readers_have_not_seen_is_published_and_taken_back_and_published_again(
    editor, live_guide
):
    Guide.objects.filter(pk=live_guide.pk).update(published_at=None)

    publish(editor, live_guide)
    first = editor.get("/guides/soreness/").status_code
    editor.post(step("take_back", live_guide), TOLD)
    between = editor.get("/guides/soreness/").status_code
    publish(editor, live_guide)

    assert (first, between) == (200, 404)
    assert editor.get("/guides/soreness/").status_code == 200
