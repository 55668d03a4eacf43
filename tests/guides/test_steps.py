"""The steps of a guide in the admin: draft, look, compare, publish now or later, take back."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from guides import publishing
from guides.checking.trust import SECTIONS
from guides.models import Guide, Revision, Schedule
from tests.factories import GuideFactory, SectionFactory, SignOffFactory
from tests.guides.editing import TOLD, Fields, change_page, draft_page, edit

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now():
    """A fixed now."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def guide(rows) -> Guide:
    """A guide that readers see and that lacks nothing."""
    guide = rows["guide"]
    for place, slug in enumerate(SECTIONS, start=1):
        SectionFactory(guide=guide, slug=slug, heading=slug, body="So.[@trial]", position=place)
    SectionFactory(guide=guide, slug="risks", body="::: care today Swelling\nAsk.[@trial]\n:::")
    return guide


@pytest.fixture
def writer(django_user_model) -> Client:
    """A browser in which somebody is signed in who may write but not publish."""
    user = django_user_model.objects.create_user("writer", is_staff=True)
    may = ("add_guide", "change_guide", "view_guide", "delete_guide")
    may += ("add_section", "change_section", "view_section", "delete_section")
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client = Client()
    client.force_login(user)
    return client


def step(name: str, guide: Guide) -> str:
    """The address of a step."""
    return reverse(f"admin:guides_guide_{name}", args=[guide.pk])


def draft_of(guide: Guide) -> Guide:
    return Guide.objects.get(replaces=guide)


def publish(client: Client, guide: Guide, **changes):
    """Open the page that publishes, and press its button."""
    fields = Fields(client.get(step("publish", guide)).text).values
    return client.post(step("publish", guide), {**fields, **TOLD, **changes})


def test_what_readers_see_is_shown_without_a_field_to_write_in(editor, guide):
    page = editor.get(change_page(guide)).text

    assert "<textarea" not in page
    assert "Live since 15 January 2026" in page


def test_a_draft_is_written_compared_looked_at_and_published(editor, guide):
    path = draft_page(editor, guide)
    edit(editor, path, summary="A better summary.")

    before = editor.get("/guides/soreness/").text
    new = unescape(editor.get(step("compare", draft_of(guide))).text)
    page = editor.get(step("page", draft_of(guide)))
    published = publish(editor, draft_of(guide), follow=True)

    assert "A better summary." not in before
    assert "A better summary." in new
    assert "A better summary." in page.text
    assert "no-store" in page["Cache-Control"]
    assert published["Location"] == change_page(guide)
    assert "A better summary." in editor.get("/guides/soreness/").text
    assert [told.sentence for told in Revision.objects.told()] == [TOLD["sentence"]]


def test_a_draft_that_is_begun_twice_is_one(editor, guide):
    assert draft_page(editor, guide) == draft_page(editor, guide)


def test_what_is_missing_is_listed_with_where_it_is_mended(editor, guide):
    draft_page(editor, guide)
    draft = draft_of(guide)
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


def test_what_is_missing_keeps_a_guide_back_however_the_button_is_pressed(editor, guide):
    draft_page(editor, guide)
    draft = draft_of(guide)
    fields = Fields(editor.get(step("publish", draft)).text).values
    draft.sections.filter(slug="ask-a-professional").delete()
    again = Fields(editor.get(step("publish", draft)).text).values

    response = editor.post(step("publish", draft), {**fields, **again, **TOLD})

    assert response.status_code == 200
    assert Guide.objects.filter(replaces=guide).exists()


def test_what_goes_live_is_what_was_looked_at(editor, guide):
    draft_page(editor, guide)
    draft = draft_of(guide)
    fields = Fields(editor.get(step("publish", draft)).text).values
    Guide.objects.filter(pk=draft.pk).update(summary="Somebody else's summary.")

    response = editor.post(step("publish", draft), {**fields, **TOLD})

    assert "while you looked at it" in response.text
    assert "Somebody else" not in editor.get("/guides/soreness/").text


def test_what_clinicians_said_of_a_draft_stands_beside_the_button_that_publishes_it(editor, guide):
    draft_page(editor, guide)
    comment = {"kind": "comment", "comment": "Too sure."}
    SignOffFactory(invitation__guide=draft_of(guide), **comment)

    page = editor.get(step("publish", draft_of(guide))).text

    assert "Too sure." in page
    assert f'href="{step("sign_off", draft_of(guide))}#given-' in page


def test_what_the_page_will_say_of_reviewers_is_said_before_it_is_published(editor, guide):
    SignOffFactory(invitation__guide=guide)
    draft_page(editor, guide)
    same = unescape(editor.get(step("publish", draft_of(guide))).text)
    Guide.objects.filter(replaces=guide).update(summary="Another summary.")

    other = unescape(editor.get(step("publish", draft_of(guide))).text)

    ending = "This ends the approval of Jane Roe, pharmacist,"
    assert "The page will say: “Clinical reviewer: Jane Roe, pharmacist, <time" in same
    assert ending not in same
    assert "“Clinical reviewer: none for this text; an earlier one was approved by" in other
    assert ending in other


def test_a_draft_that_was_approved_will_name_its_reviewer(editor, guide):
    draft_page(editor, guide)
    Guide.objects.filter(replaces=guide).update(summary="Another summary.")
    SignOffFactory(invitation__guide=draft_of(guide), name="John Doe")

    page = unescape(editor.get(step("publish", draft_of(guide))).text)

    assert "The page will say: “Clinical reviewer: John Doe, pharmacist" in page


@pytest.mark.parametrize(
    ("field", "error"), [("change", "Choose what kind"), ("sentence", "Say in")]
)
def test_readers_are_told_what_changed(editor, guide, field, error):
    draft_page(editor, guide)

    response = publish(editor, draft_of(guide), **{field: ""})

    assert error in response.text
    assert Guide.objects.filter(replaces=guide).exists()


def test_a_draft_can_be_set_to_go_live_and_to_wait_again(editor, guide):
    draft_page(editor, guide)
    draft = draft_of(guide)

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
def test_a_moment_that_makes_no_sense_is_refused_beside_the_field(editor, guide, moment, error):
    draft_page(editor, guide)

    response = publish(editor, draft_of(guide), goes_live_at=moment)

    assert error in response.text
    assert response.status_code == 200


def test_a_guide_is_taken_back_with_a_sentence_for_its_readers(editor, guide):
    editor.post(step("take_back", guide), {"change": "safety", "sentence": "It was wrong."})

    assert editor.get("/guides/soreness/").status_code == 404
    told = Revision.objects.told().get()
    assert (told.change, told.sentence) == ("safety", "It was wrong.")


def test_a_guide_is_not_taken_back_without_a_word(editor, guide):
    response = editor.post(step("take_back", guide), {})

    assert "Choose what kind" in response.text
    assert editor.get("/guides/soreness/").status_code == 200


def test_a_draft_shows_what_changed_for_readers_since_it_was_begun(editor, guide):
    draft_page(editor, guide)
    Guide.objects.filter(pk=guide.pk).update(summary="Loaded from a newer file.")

    page = unescape(editor.get(step("publish", draft_of(guide))).text)

    assert "has changed since this draft was begun" in page
    assert "Loaded from a newer file." in page


def test_a_writer_writes_and_does_not_publish(writer, guide):
    path = draft_page(writer, guide)
    draft = draft_of(guide)

    saved = edit(writer, path, summary="A better summary.")

    assert saved.status_code == 302
    assert writer.get(step("publish", draft)).status_code == 403
    assert writer.post(step("publish", draft), TOLD).status_code == 403
    assert writer.get(step("take_back", guide)).status_code == 403
    assert writer.post(step("unschedule", draft)).status_code == 403
    assert "Publish …" not in writer.get(path).text


def test_what_readers_see_is_not_deleted(editor, guide):
    path = reverse("admin:guides_guide_delete", args=[guide.pk])
    chosen = {"action": "delete_selected", "_selected_action": [guide.pk], "post": "yes"}

    one = editor.post(path, {"post": "yes"})
    listed = editor.post(reverse("admin:guides_guide_changelist"), chosen)

    assert one.status_code == 403
    assert "take it back first" in unescape(listed.text)
    assert Guide.objects.filter(pk=guide.pk).exists()


def test_a_draft_can_be_thrown_away(editor, guide):
    draft_page(editor, guide)
    path = reverse("admin:guides_guide_delete", args=[draft_of(guide).pk])

    editor.post(path, {"post": "yes"})

    assert list(Guide.objects.all()) == [guide]
    assert editor.get("/guides/soreness/").status_code == 200


@pytest.mark.parametrize("name", ["page", "compare", "publish", "take_back", "history"])
def test_strangers_see_no_step(client, guide, name):
    response = client.get(step(name, guide))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", ["draft", "unschedule"])
def test_a_step_that_changes_something_is_not_a_link(editor, guide, name):
    assert editor.get(step(name, guide)).status_code == 405


@pytest.mark.parametrize("name", ["page", "compare", "publish", "take_back", "history"])
@pytest.mark.parametrize("pk", ["0", "x", "99999999999999999999"])
def test_no_step_of_what_is_not_there_is_an_error(editor, rows, name, pk):
    assert editor.get(f"/admin/guides/guide/{pk}/{name.replace('_', '-')}/").status_code in (
        302,
        404,
    )


def test_a_new_address_is_refused_if_another_guide_has_it(editor, guide, rows):
    GuideFactory(slug="taken")

    response = edit(editor, draft_page(editor, guide), slug="taken")

    assert "Another guide has this slug." in response.text


def test_of_a_guide_that_goes_live_at_a_set_time_readers_are_told_then(editor, guide):
    draft_page(editor, guide)
    publish(editor, draft_of(guide), goes_live_at="2026-02-03T08:00")

    publishing.publish_due(NOW + timedelta(days=2))

    assert Revision.objects.told().get().sentence == TOLD["sentence"]


@pytest.mark.parametrize("name", ["publish", "unschedule"])
def test_a_step_of_a_draft_that_a_colleague_published_meanwhile_does_nothing(
    editor, guide, name, monkeypatch
):
    draft_page(editor, guide)
    draft = draft_of(guide)
    fields = Fields(editor.get(step("publish", draft)).text).values
    monkeypatch.setattr(publishing, "locked", _deleted_first(publishing.locked))

    response = editor.post(step(name, draft), {**fields, **TOLD}, follow=True)

    assert "Somebody published or deleted this draft meanwhile" in response.text


def _deleted_first(locked):
    """The same, but a colleague is quicker by a moment."""

    def delete_and_look(guide):
        Guide.objects.filter(pk=guide.pk).delete()
        return locked(guide)

    return delete_and_look


def test_a_draft_stands_between_the_guides_between_which_its_guide_stands(editor, guide):
    Guide.objects.filter(pk=guide.pk).update(position=5000)
    before, after = GuideFactory(position=4000), GuideFactory(position=6000)
    draft_page(editor, guide)

    neighbours = Guide.objects.with_neighbours().get(replaces=guide)

    assert (neighbours.before_slug, neighbours.after_slug) == (before.slug, after.slug)


def test_a_button_that_is_pressed_twice_publishes_once(editor, guide):
    draft_page(editor, guide)
    draft = draft_of(guide)
    fields = {**Fields(editor.get(step("publish", draft)).text).values, **TOLD}
    editor.post(step("publish", draft), fields)

    again = editor.post(step("publish", draft), fields, follow=True)

    assert "Nothing was done." in again.text
    assert Revision.objects.told().count() == 1


def test_a_new_guide_is_published_once_too(editor, guide):
    response = editor.post(step("publish", guide), TOLD, follow=True)

    assert "Readers see it already." in response.text
    assert not Revision.objects.told().exists()


def test_a_guide_that_readers_have_not_seen_is_published_and_taken_back_and_published_again(
    editor, guide
):
    Guide.objects.filter(pk=guide.pk).update(published_at=None)

    publish(editor, guide)
    first = editor.get("/guides/soreness/").status_code
    editor.post(step("take_back", guide), TOLD)
    between = editor.get("/guides/soreness/").status_code
    publish(editor, guide)

    assert (first, between) == (200, 404)
    assert editor.get("/guides/soreness/").status_code == 200


def test_a_new_guide_can_be_set_to_go_live(editor, guide):
    Guide.objects.filter(pk=guide.pk).update(published_at=None)

    publish(editor, guide, goes_live_at="2026-02-03T08:00")

    assert Schedule.objects.get().guide == guide


def test_whoever_takes_a_guide_back_sees_what_leads_to_it(editor, guide):
    other = GuideFactory(title="The other")
    SectionFactory(guide=other, body="See [soreness](/guides/soreness/).")

    assert "will lead nowhere:</strong> The other." in editor.get(step("take_back", guide)).text


def test_whoever_has_a_draft_open_that_went_live_is_told_so(editor, guide):
    path = draft_page(editor, guide)
    draft_of(guide).delete()

    assert "It went live, or somebody threw it away." in editor.get(path, follow=True).text


def test_a_draft_of_what_nobody_sees_is_not_begun(editor, guide):
    Guide.objects.filter(pk=guide.pk).update(published_at=None)

    assert editor.post(step("draft", guide)).status_code == 403


def test_what_was_typed_stays_when_something_is_missing_by_then(editor, guide):
    draft_page(editor, guide)
    draft = draft_of(guide)
    fields = Fields(editor.get(step("publish", draft)).text).values
    draft.sections.filter(slug="ask-a-professional").delete()

    page = editor.post(step("publish", draft), {**fields, **TOLD, "sentence": "Mine, typed."})

    assert 'value="Mine, typed."' in page.text


def test_a_writer_throws_away_drafts_that_nobody_waits_for_and_nothing_else(writer, editor, guide):
    draft_page(writer, guide)
    draft = draft_of(guide)
    path = reverse("admin:guides_guide_delete", args=[draft.pk])

    publish(editor, draft, goes_live_at="2026-02-03T08:00")
    waiting = writer.post(path, {"post": "yes"}).status_code
    editor.post(step("unschedule", draft))
    idle = writer.post(path, {"post": "yes"}).status_code

    assert (waiting, idle) == (403, 302)


def test_a_writer_does_not_delete_what_readers_saw_once(writer, editor, guide):
    editor.post(step("take_back", guide), TOLD)

    path = reverse("admin:guides_guide_delete", args=[guide.pk])

    assert writer.post(path, {"post": "yes"}).status_code == 403
    assert editor.post(path, {"post": "yes"}).status_code == 302


def test_whoever_may_change_but_not_add_guides_does_not_write_into_what_readers_see(
    guide, django_user_model
):
    user = django_user_model.objects.create_user("half", is_staff=True)
    may = ("change_guide", "view_guide", "change_section", "view_section")
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client = Client()
    client.force_login(user)

    response = client.post(change_page(guide), {"summary": "Not by the gate."})

    assert "Not by the gate." not in Guide.objects.get(pk=guide.pk).summary
    assert "not edited here" in response.text


def test_a_guide_that_is_taken_back_twice_is_told_of_once(editor, guide):
    editor.post(step("take_back", guide), TOLD)

    again = editor.post(step("take_back", guide), TOLD, follow=True)

    assert "Readers do not see it." in again.text
    assert Revision.objects.told().count() == 1


def test_a_guide_of_whose_changes_nobody_was_told_claims_no_day_for_them(editor, guide):
    assert "last told" not in editor.get(change_page(guide)).text

    draft_page(editor, guide)
    publish(editor, draft_of(guide))

    assert "Readers were last told of a change on 1 February 2026." in (
        editor.get(change_page(guide)).text
    )
