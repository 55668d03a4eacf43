"""Two who write at one moment: neither is broken off, in whatever order they touch the rows."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from guides import loading, publishing, reviews, sign_off
from guides.admin.steps import GONE
from guides.choices import ChangeKind, SignOffKind
from guides.models import Claim, Guide, Invitation, Revision, Schedule, SignOff
from guides.revisions import Told
from guides.sign_off import Said, text_of
from tests.factories import GuideFactory, InvitationFactory, SignOffFactory, SourceFactory
from tests.guides.at_once import in_the_midst_of, where_rows_are_locked
from tests.guides.editing import TOLD, Fields, change_page
from tests.guides.test_admin_use import delete_selected

pytestmark = [
    pytest.mark.django_db(transaction=True),
    where_rows_are_locked,
    pytest.mark.usefixtures("open_gate"),
]

NEWS = Told(ChangeKind.EVIDENCE, "It counts a new trial.")
BY_BOB = Said(SignOffKind.APPROVAL, "Bob Poe", "physician")
DAY = date(2026, 2, 1)
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
def by() -> User:
    """Somebody who may publish."""
    return User.objects.create_superuser("publisher")


@pytest.fixture
def guide(rows) -> Guide:
    """A published guide that names whoever approved it, and shows a claim."""
    sign_off.confirm(SignOffFactory(invitation__guide=rows["guide"], confirmed_at=None), by=None)
    return rows["guide"]


@pytest.fixture
def draft(guide, by) -> Guide:
    """The draft that is to take its place."""
    return publishing.begin_draft(guide, by)


@pytest.fixture
def save_claim(guide, rows, editor):
    """Save the claim with other words and one source more, from a form that was opened before."""
    page, more = change_page(rows["claim"]), SourceFactory(key="more")
    form = Fields(editor.get(page).text).values
    sources = [*form["sources"], more.pk]

    def save() -> None:
        sent = {**form, **TOLD, "statement": "It lasts.", "sources": sources}
        assert editor.post(page, sent).status_code == 302

    return save


@pytest.fixture
def record(guide):
    """Have another clinician approve the guide, or a draft, as it is now."""

    def record_of(text: Guide):
        invitation, name = InvitationFactory(guide=text), text_of(text)
        return lambda: sign_off.record(invitation, BY_BOB, name)

    return record_of


def reviewers_of(guide: Guide) -> str:
    return Guide.objects.get(pk=guide.pk).clinical_reviewer


def test_a_claim_is_saved_while_an_approval_of_its_guide_is_recorded(guide, record, save_claim):
    in_the_midst_of(record(guide), after='"guides_guide"', second=save_claim)

    assert Claim.objects.get().statement == "It lasts."
    # The new one too, as what it was given for is no longer what readers read.
    assert SignOff.objects.count() == 2
    assert not SignOff.objects.holding().exists()
    assert reviewers_of(guide) == ""


def test_an_approval_is_refused_that_comes_while_a_claim_of_its_text_is_saved(
    guide, record, save_claim
):
    with pytest.raises(sign_off.TextMovedError):
        in_the_midst_of(save_claim, after='UPDATE "guides_claim"', second=record(guide))

    assert not SignOff.objects.holding().exists()


def test_a_reader_does_not_wait_for_who_saves(rows, save_claim):
    before = rows["claim"].statement
    read = []

    in_the_midst_of(
        save_claim,
        after='UPDATE "guides_claim"',
        second=lambda: read.append(Client().get(rows["guide"].get_absolute_url()).text),
    )

    assert before in read[0]
    assert Claim.objects.get().statement == "It lasts."


def test_a_draft_is_approved_while_it_goes_live(draft, record):
    in_the_midst_of(
        lambda: publishing.publish(draft, NEWS, None, NOW),
        after='FROM "guides_guide"',
        second=record(draft),
    )

    approval = SignOff.objects.holding().get(name="Bob Poe")
    assert approval.invitation.guide_id == draft.replaces_id


def test_whoever_asks_for_a_sign_off_of_a_draft_that_goes_live_is_told_so(draft, editor):
    page = reverse("admin:guides_guide_sign_off", args=[draft.pk])
    answers = []

    in_the_midst_of(
        lambda: publishing.publish(draft, NEWS, None, NOW),
        after='FROM "guides_guide"',
        second=lambda: answers.append(
            editor.post(page, {"addressee": "Ann Lee", "days": 7}, follow=True)
        ),
    )

    assert GONE in answers[0].text
    assert not Invitation.objects.filter(addressee="Ann Lee").exists()


def test_a_guide_that_just_went_live_is_not_deleted_from_a_list(by, editor):
    waiting = GuideFactory(slug="heat", published_at=None)

    in_the_midst_of(
        lambda: publishing.publish(waiting, NEWS, by, NOW),
        after='UPDATE "guides_guide"',
        second=lambda: delete_selected(editor, waiting),
    )

    assert Guide.objects.filter(slug="heat").exists()


def test_two_may_delete_the_same_row_from_a_list(rows, editor):
    answers = []

    in_the_midst_of(
        lambda: delete_selected(editor, rows["term"]),
        after='DELETE FROM "guides_term"',
        second=lambda: answers.append(delete_selected(editor, rows["term"])),
    )

    assert answers[0].status_code in (200, 302)


def test_a_day_before_the_last_check_is_refused_that_is_noted_meanwhile(rows, by, editor):
    later, earlier = date(2026, 2, 10), date(2026, 2, 5)
    sent = {"action": "mark_as_reviewed", "_selected_action": [rows["claim"].pk], "post": "yes"}

    in_the_midst_of(
        lambda: reviews.mark_reviewed([rows["claim"]], later, by),
        after='UPDATE "guides_claim"',
        second=lambda: editor.post(
            reverse("admin:guides_claim_changelist"), sent | {"reviewed_on": f"{earlier}"}
        ),
    )

    assert Claim.objects.get().reviewed_on == later


def test_an_approval_is_confirmed_while_its_guide_is_taken_back(guide, record, by):
    approval = record(guide)()

    in_the_midst_of(
        lambda: publishing.take_back(guide, NEWS, by),
        after='FROM "guides_guide"',
        second=lambda: sign_off.confirm(approval, by),
    )

    assert "Bob Poe, physician" in reviewers_of(guide)
    assert not Guide.objects.published().exists()


def test_a_claim_is_saved_while_what_was_said_is_erased(guide, save_claim):
    said = SignOff.objects.get()

    in_the_midst_of(
        lambda: sign_off.erase(said), after='DELETE FROM "guides_signoff"', second=save_claim
    )

    assert not SignOff.objects.exists()
    assert Claim.objects.get().statement == "It lasts."


def test_a_claim_is_saved_while_its_guide_is_marked_as_reviewed(guide, by, save_claim):
    in_the_midst_of(
        lambda: reviews.mark_reviewed([guide], DAY, by),
        after='UPDATE "guides_guide"',
        second=save_claim,
    )

    assert Guide.objects.get().reviewed_on == DAY
    assert Claim.objects.get().statement == "It lasts."


def test_a_claim_is_saved_while_content_is_loaded(save_claim, monkeypatch):
    for kind in {type(kind) for kind in loading.KINDS}:
        monkeypatch.setattr(kind, "records", lambda kind: iter(()))

    in_the_midst_of(loading.load, after='FROM "guides_source"', second=save_claim)

    assert Claim.objects.get().statement == "It lasts."


def test_a_claim_is_saved_while_a_draft_goes_live_at_its_time(draft, by, save_claim):
    publishing.schedule(draft, NEWS, by, NOW)

    in_the_midst_of(
        lambda: publishing.publish_due(NOW), after='UPDATE "guides_guide"', second=save_claim
    )

    assert not Schedule.objects.exists()
    assert Claim.objects.get().statement == "It lasts."


def test_a_look_waits_for_nobody_who_saves_and_the_next_one_publishes(draft, by, save_claim):
    publishing.schedule(draft, NEWS, by, NOW)

    in_the_midst_of(
        save_claim, after='UPDATE "guides_claim"', second=lambda: publishing.publish_due(NOW)
    )
    waited = Schedule.objects.exists()
    publishing.publish_due(NOW)

    assert waited
    assert not Schedule.objects.exists()


def test_a_draft_goes_live_while_the_account_is_deleted_that_set_it_to(draft, by, editor):
    publishing.schedule(draft, NEWS, by, NOW)

    in_the_midst_of(
        lambda: publishing.publish_due(NOW),
        after='DELETE FROM "guides_schedule"',
        second=lambda: editor.post(f"/admin/auth/user/{by.pk}/delete/", {"post": "yes"}),
    )

    assert not User.objects.filter(pk=by.pk).exists()
    assert not Schedule.objects.exists()
    assert Revision.objects.told().get().saved_by is None
