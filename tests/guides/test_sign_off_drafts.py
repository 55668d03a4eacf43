"""What becomes of approvals when a draft takes the place of its guide."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from guides import publishing, sign_off
from guides.choices import ChangeKind
from guides.models import Guide, Invitation
from guides.revisions import Told
from guides.sign_off import text_of
from tests.factories import InvitationFactory
from tests.guides.approving import APPROVAL, approved, reviewer_of
from tests.guides.signing_off import saved

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
TOLD = Told(ChangeKind.EVIDENCE, "It counts a new trial.")


@pytest.fixture
def live(by: User, ready: Guide) -> Guide:
    """A guide that readers see and that lacks nothing."""
    return publishing.publish(ready, TOLD, by, NOW)


def test_a_draft_that_was_approved_goes_live_with_its_reviewer(live, by):
    draft = publishing.begin_draft(live, by)
    draft.sections.filter(slug="what").update(body="Another sentence.[@trial]")
    approval = approved(draft)

    publishing.publish(draft, TOLD, by, NOW)

    approval.refresh_from_db()
    assert approval.fell_at is None
    assert approval.invitation.guide == live
    assert reviewer_of(live) == "Jane Roe, pharmacist"


def test_a_draft_that_went_live_while_it_was_read_is_approved_all_the_same(live, by):
    draft = publishing.begin_draft(live, by)
    invitation, read = InvitationFactory(guide=draft), text_of(draft)
    publishing.publish(draft, TOLD, None, NOW)

    approval = sign_off.record(invitation, APPROVAL, read)

    assert approval.fell_at is None
    assert Invitation.objects.get(sign_offs=approval).guide == live


def test_readers_see_no_reviewer_of_a_draft_before_it_is_live(live, by):
    draft = publishing.begin_draft(live, by)

    approved(draft)

    assert reviewer_of(live) == ""


def test_a_draft_that_nobody_approved_ends_the_approval_of_the_text_before(live, by):
    approval = approved(live)
    draft = publishing.begin_draft(live, by)
    draft.sections.filter(slug="what").update(body="Another sentence.[@trial]")

    publishing.publish(draft, TOLD, by, NOW)

    approval.refresh_from_db()
    assert approval.fell_at is not None
    assert reviewer_of(live) == ""


def test_the_approval_of_a_guide_stands_while_its_draft_is_written(live, by):
    approved(live)

    draft = publishing.begin_draft(live, by)
    saved(draft, title="Warmth")

    assert reviewer_of(live) == "Jane Roe, pharmacist"
    assert reviewer_of(draft) == ""
