"""How a row came to be what it is, over HTTP, and the way back."""

from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from guides import revisions, version
from guides.models import Claim, Guide, Revision, Source, Term
from tests.factories import SourceFactory, TermFactory
from tests.guides.editing import (
    TOLD,
    Fields,
    change_page,
    draft_page,
    edit,
    republish,
    unseen_page,
)

pytestmark = pytest.mark.django_db


def history(row) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[row.pk])


def put_back(client, row, revision, **changes):
    """Open a revision of a row, and press its button."""
    return edit(client, f"{history(row)}{revision.pk}/", **changes)


def test_each_save_is_listed_with_who_and_what(editor, rows):
    edit(editor, change_page(rows["claim"]), statement="It peaks later.", low="30")

    page = unescape(editor.get(history(rows["claim"])).text)

    assert "<td>editor</td>" in page
    assert "Statement" in page
    assert "Wording: It reads better." in page
    assert revisions.AS_IT_WAS in page


def test_a_row_that_nobody_changed_says_so(editor, rows):
    assert "Nothing is kept yet" in editor.get(history(rows["claim"])).text


def test_a_save_that_changed_nothing_is_not_kept(editor, rows):
    edit(editor, change_page(rows["claim"]))

    assert [revision.was_done for revision in revisions.of(rows["claim"])] == [revisions.AS_IT_WAS]


def test_a_claim_is_put_back_with_its_sources(editor, rows):
    other = SourceFactory(key="other")
    edit(editor, change_page(rows["claim"]), statement="Otherwise.", sources=[other.pk])
    first = revisions.of(rows["claim"]).last()

    put_back(editor, rows["claim"], first)

    claim = Claim.objects.get()
    assert claim.statement == "Soreness fades by itself."
    assert [source.key for source in claim.sources.all()] == ["trial"]
    assert Revision.objects.told().first().title == "Soreness fades by itself."


def test_readers_are_told_of_what_is_put_back(editor, rows):
    edit(editor, change_page(rows["claim"]), statement="Otherwise.")
    first = revisions.of(rows["claim"]).last()

    response = put_back(editor, rows["claim"], first, change="", sentence="")

    assert "Choose what kind" in response.text
    assert Claim.objects.get().statement == "Otherwise."


def test_a_guide_is_put_back_with_its_sections_into_a_draft(editor, rows):
    path = draft_page(editor, rows["guide"])
    draft = Guide.objects.get(replaces=rows["guide"])
    edit(editor, path, **{"sections-0-heading": "Another heading", "summary": "Otherwise."})
    first = revisions.of(draft).last()

    put_back(editor, draft, first)

    draft.refresh_from_db()
    assert draft.summary == rows["guide"].summary
    assert [section.heading for section in draft.sections.all()] == ["A section"]


def test_what_mentions_something_that_is_gone_is_not_put_back(editor, rows):
    source = SourceFactory(key="gone")
    path = unseen_page(rows["guide"])
    edit(editor, path, **{"sections-0-body": "So.[@gone]"})
    edit(editor, path, **{"sections-0-body": "So.[@trial]"})
    source.delete()
    with_gone = revisions.of(rows["guide"])[1]

    response = put_back(editor, rows["guide"], with_gone)

    assert "There is no source “gone”." in unescape(response.text)
    assert rows["guide"].sections.get().body == "So.[@trial]"


def test_a_revision_of_another_row_is_not_found(editor, rows):
    edit(editor, change_page(rows["claim"]), statement="Otherwise.")
    other = revisions.of(rows["claim"]).first()

    assert editor.get(f"{history(rows['source'])}{other.pk}/").status_code == 404


def test_what_was_deleted_is_told_and_leads_nowhere(editor):
    term = TermFactory(key="nap")

    editor.post(reverse("admin:guides_term_delete", args=[term.pk]), {"post": "yes"})

    told = Revision.objects.told().get()
    assert told.was_done == "Deleted"
    assert f'href="{term.get_absolute_url()}"' not in editor.get("/changes/").text


@pytest.mark.parametrize("model", ["guide", "claim", "popularclaim", "source", "notice", "term"])
def test_every_history_opens(editor, rows, model):
    assert editor.get(history(rows[model])).status_code == 200


def test_whoever_puts_back_sees_what_a_colleague_s_draft_would_lose(editor, rows):
    edit(editor, draft_page(editor, rows["guide"]), summary="Somebody is writing this.")
    first = revisions.of(rows["guide"]).last()

    page = unescape(editor.get(f"{history(rows['guide'])}{first.pk}/").text)

    assert "There is a draft, last saved by editor" in page
    assert "Somebody is writing this" in page


def test_since_when_readers_see_a_guide_is_no_part_of_what_is_put_back(editor, rows):
    draft_page(editor, rows["guide"])
    first = revisions.of(rows["guide"]).last()

    assert "Published at" not in editor.get(f"{history(rows['guide'])}{first.pk}/").text


def test_what_is_put_back_takes_the_place_of_what_was_looked_at(editor, rows):
    edit(editor, change_page(rows["claim"]), statement="Otherwise.")
    first = revisions.of(rows["claim"]).last()
    path = f"{history(rows['claim'])}{first.pk}/"
    opened = Fields(editor.get(path).text).values
    edit(editor, change_page(rows["claim"]), statement="By a colleague.")

    response = editor.post(path, {**opened, **TOLD})

    assert "while you looked at it" in response.text
    assert Claim.objects.get().statement == "By a colleague."


def test_putting_back_does_not_bring_a_claim_to_readers(editor, rows):
    edit(editor, change_page(rows["claim"]), statement="Otherwise.")
    first = revisions.of(rows["claim"]).last()
    Claim.objects.update(is_published=False)

    put_back(editor, rows["claim"], first)

    claim = Claim.objects.get()
    assert claim.statement == "Soreness fades by itself."
    assert not claim.is_published


def test_a_source_that_carries_a_claim_alone_is_not_put_back_to_unseen(editor, rows):
    Source.objects.update(seen=False)
    revisions.keep_what_was(Source.objects.get())
    Source.objects.update(seen=True)
    unseen = revisions.of(rows["source"]).first()

    response = put_back(editor, rows["source"], unseen)

    assert "at least one source that we have seen" in response.text
    assert Source.objects.get().seen


def test_whoever_may_only_look_puts_nothing_back(editor, rows, django_user_model):
    edit(editor, change_page(rows["claim"]), statement="Otherwise.")
    path = f"{history(rows['claim'])}{revisions.of(rows['claim']).last().pk}/"
    onlooker = Client()
    user = django_user_model.objects.create_user("onlooker", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_claim"))
    onlooker.force_login(user)

    assert onlooker.get(path).status_code == 200
    assert "Put it back" not in onlooker.get(path).text
    assert onlooker.post(path, TOLD).status_code == 403


def test_whoever_may_not_look_sees_no_history(rows, django_user_model):
    stranger = Client()
    stranger.force_login(django_user_model.objects.create_user("stranger", is_staff=True))

    assert stranger.get(history(rows["claim"])).status_code == 403


def test_the_first_text_of_a_guide_is_put_back_after_another_went_live(editor, rows, open_gate):
    republish(editor, rows["guide"], summary="Another summary.")
    first = revisions.of(rows["guide"]).last()

    put_back(editor, rows["guide"], first)

    assert Guide.objects.get(replaces=rows["guide"]).summary == "What is known."


@pytest.mark.parametrize("record", [{}, {"slug": "soreness"}, {"sections": [], "no": "field"}])
def test_what_was_kept_when_content_had_other_fields_is_not_put_back(editor, rows, record):
    unseen_page(rows["guide"])
    revisions.keep_what_was(rows["guide"])
    Revision.objects.update(record=record)

    response = put_back(editor, rows["guide"], Revision.objects.get())

    assert "when content had other fields" in response.text


def test_whether_readers_see_a_claim_is_no_part_of_what_is_put_back(editor, rows):
    edit(editor, change_page(rows["claim"]), statement="Otherwise.")
    first = revisions.of(rows["claim"]).last()
    Claim.objects.update(is_published=False)

    assert "Is published" not in editor.get(f"{history(rows['claim'])}{first.pk}/").text


def test_a_row_that_goes_while_it_is_put_back_is_not_found(editor, rows, monkeypatch):
    edit(editor, change_page(rows["term"]), meaning="Otherwise.")
    first = revisions.of(rows["term"]).last()
    path = f"{history(rows['term'])}{first.pk}/"
    sent = {**Fields(editor.get(path).text).values, **TOLD}
    lock = version.lock

    def delete_and_lock():
        Term.objects.all().delete()
        lock()

    monkeypatch.setattr(version, "lock", delete_and_lock)

    assert editor.post(path, sent).status_code == 404
