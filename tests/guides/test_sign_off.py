"""Sign-off by clinicians: what is asked, said, confirmed and withdrawn."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from guides import sign_off, version
from guides.choices import SignOffKind
from guides.models import ContentVersion, Guide, Invitation, SignOff
from guides.sign_off import Said, TextMovedError, text_of
from tests.factories import InvitationFactory, SignOffFactory
from tests.guides.approving import APPROVAL, approved, given, reviewer_of
from tests.guides.signing_off import saved

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
COMMENT = Said(SignOffKind.COMMENT, "Jane Roe", "pharmacist", "The second sentence is too sure.")


def test_an_invitation_is_open_until_it_expires(guide_in_full, by):
    with time_machine.travel(NOW, tick=False):
        invitation = sign_off.invite(guide_in_full, "Jane Roe", by, days=14)

    last = NOW + timedelta(days=14)
    assert sign_off.is_open(invitation, last - timedelta(seconds=1))
    assert not sign_off.is_open(invitation, last)


def test_an_invitation_that_was_taken_back_is_shut_and_what_was_said_stays(guide_in_full):
    approval = approved(guide_in_full)

    sign_off.take_back(approval.invitation)

    invitation = Invitation.objects.get()
    assert not sign_off.is_open(invitation, invitation.sent_at)
    assert reviewer_of(guide_in_full) == "Jane Roe, pharmacist"


def test_a_link_leads_to_its_invitation_alone(guide_in_full):
    one, other = InvitationFactory(guide=guide_in_full), InvitationFactory(guide=guide_in_full)

    assert sign_off.invitation_of(sign_off.token_of(one)) == one
    assert sign_off.invitation_of(sign_off.token_of(other)) == other
    assert str(one.pk) not in sign_off.token_of(one).split("~")


def test_nothing_is_kept_by_a_link_that_was_taken_back_at_that_moment(guide_in_full):
    invitation = InvitationFactory(guide=guide_in_full)
    sign_off.take_back(Invitation.objects.get())

    with pytest.raises(sign_off.LinkShutError):
        sign_off.record(
            invitation, sign_off.Said("comment", "Roe", "", "Mine."), text_of(guide_in_full)
        )

    assert not SignOff.objects.exists()


def test_an_approval_names_nobody_before_an_editor_confirmed_it(guide_in_full, by):
    approval = given(guide_in_full)
    before = reviewer_of(guide_in_full)

    sign_off.confirm(approval, by)

    approval.refresh_from_db()
    assert before == ""
    assert reviewer_of(guide_in_full) == "Jane Roe, pharmacist"
    assert approval.confirmed_by == by
    assert approval.read_at is not None


def test_an_approval_that_nobody_confirmed_falls_too_and_can_no_longer_be_confirmed(
    guide_in_full, by
):
    approval = given(guide_in_full)
    saved(guide_in_full, title="Sore muscles")

    with pytest.raises(TextMovedError):
        sign_off.confirm(approval, by)

    assert reviewer_of(guide_in_full) == ""
    assert sign_off.approvals_of(guide_in_full) == ([], None)


def test_an_approval_that_is_withdrawn_falls_at_once_and_is_news_to_editors(guide_in_full):
    approval = approved(guide_in_full)

    with time_machine.travel(NOW, tick=False):
        sign_off.withdraw(approval.invitation)

    approval.refresh_from_db()
    assert (approval.withdrawn_at, approval.fell_at, approval.read_at) == (NOW, NOW, None)
    assert reviewer_of(guide_in_full) == ""
    assert sign_off.approvals_of(guide_in_full) == ([], None)


def test_whoever_withdrew_an_approval_may_give_it_again(guide_in_full):
    approval = approved(guide_in_full)
    sign_off.withdraw(approval.invitation)

    again = sign_off.record(approval.invitation, APPROVAL, text_of(guide_in_full))

    assert again.fell_at is None


def test_one_approval_that_is_withdrawn_leaves_the_others(guide_in_full):
    approval = approved(guide_in_full)
    approved(guide_in_full, APPROVAL._replace(name="John Doe", qualification="physician"))

    sign_off.withdraw(approval.invitation)

    assert reviewer_of(guide_in_full) == "John Doe, physician"


def test_a_comment_is_not_confirmed(guide_in_full, by):
    with pytest.raises(ValueError, match="approval"):
        sign_off.confirm(given(guide_in_full, COMMENT), by)


@pytest.mark.parametrize(
    ("name", "is_by_another"),
    [
        ("Jane Roe", False),
        ("dr. jane roe", False),
        ("Roe, Jane", False),
        ("Jane Doe", True),
        ("Dr J. Roe", True),
    ],
)
def test_a_name_that_is_not_whom_we_asked_is_noticed(guide_in_full, name, is_by_another):
    invitation = InvitationFactory(guide=guide_in_full, addressee="Dr Jane Roe")

    approval = SignOffFactory(invitation=invitation, name=name)

    assert approval.is_by_another == is_by_another


def test_two_approvals_name_two_reviewers(guide_in_full):
    approved(guide_in_full)
    approved(guide_in_full, APPROVAL._replace(name="John Doe", qualification="physician"))

    assert reviewer_of(guide_in_full) == "John Doe, physician; Jane Roe, pharmacist"


def test_a_comment_names_nobody_and_can_be_given_again(guide_in_full):
    invitation = InvitationFactory(guide=guide_in_full)

    for _ in range(2):
        sign_off.record(invitation, COMMENT, text_of(guide_in_full))

    assert invitation.sign_offs.count() == 2
    assert reviewer_of(guide_in_full) == ""


def test_a_text_is_approved_once(guide_in_full):
    invitation = InvitationFactory(guide=guide_in_full)

    first = sign_off.record(invitation, APPROVAL, text_of(guide_in_full))
    again = sign_off.record(invitation, APPROVAL, text_of(guide_in_full))

    assert first == again
    assert SignOff.objects.count() == 1


def test_what_is_approved_is_the_text_that_was_read(guide_in_full):
    invitation, read = InvitationFactory(guide=guide_in_full), text_of(guide_in_full)
    saved(guide_in_full, title="Sore muscles")

    with pytest.raises(TextMovedError):
        sign_off.record(invitation, APPROVAL, read)

    assert not SignOff.objects.exists()


def test_what_no_reader_sees_yet_moves_no_version(guide_in_full):
    version.move()
    before = version.current()

    given(guide_in_full)

    assert version.current() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda approval: sign_off.confirm(approval, by=None),
        lambda approval: sign_off.withdraw(approval.invitation),
        sign_off.erase,
    ],
    ids=["confirmed", "withdrawn", "erased"],
)
def test_the_version_moves_with_what_the_guide_s_page_says_of_its_reviewers(guide_in_full, change):
    approval = given(guide_in_full)
    before = set(ContentVersion.objects.values_list("token"))

    change(approval)

    assert set(ContentVersion.objects.values_list("token")) != before


def test_an_approval_is_no_change_of_the_text(guide_in_full):
    before = Guide.objects.get().changed_at

    approved(guide_in_full)

    assert Guide.objects.get().changed_at == before


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"name": ""}, "sign_off_says_who_gave_it"),
        ({"qualification": ""}, "sign_off_says_who_gave_it"),
        ({"kind": "perhaps", "comment": "No."}, "signoff_kind_is_known"),
        ({"kind": "comment"}, "sign_off_without_approval_says_something"),
        ({"kind": "comment", "comment": "No.", "fell_at": NOW}, "sign_off_that_falls_is_an"),
        ({"kind": "comment", "comment": "No.", "confirmed_at": NOW}, "sign_off_that_is_confirmed"),
        ({"withdrawn_at": NOW}, "sign_off_that_is_withdrawn_has_fallen"),
    ],
)
def test_a_sign_off_says_who_gave_it_and_what(wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        SignOffFactory(**wrong)


def test_a_comment_may_come_without_a_qualification():
    assert SignOffFactory(kind="comment", comment="No.", qualification="").by == "Jane Roe"


def test_the_database_too_knows_an_approval_of_the_same_text_once():
    given = SignOffFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        SignOffFactory(invitation=given.invitation)

    assert SignOffFactory(invitation=given.invitation, fell_at=NOW).pk


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"addressee": ""}, "invitation_is_to_somebody"),
        ({"secret": ""}, "invitation_is_to_somebody"),
        ({"expires_at": datetime(2026, 1, 1, tzinfo=UTC)}, "invitation_expires_after"),
    ],
)
def test_an_invitation_is_to_somebody_and_for_a_while(wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        InvitationFactory(**wrong)
