"""Sign-off by clinicians: what an approval is of, and when it falls."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from guides import consequences, publishing, sign_off, version
from guides.choices import ChangeKind, SignOffKind
from guides.models import (
    Claim,
    ContentVersion,
    Guide,
    Invitation,
    PopularClaim,
    Section,
    SignOff,
    Term,
)
from guides.revisions import Told
from guides.sign_off import Said, TextMovedError, text_of
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    InvitationFactory,
    PopularClaimFactory,
    SectionFactory,
    SignOffFactory,
    SourceFactory,
    TermFactory,
)

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
TOLD = Told(ChangeKind.EVIDENCE, "It counts a new trial.")
APPROVAL = Said(SignOffKind.APPROVAL, "Jane Roe", "pharmacist")
COMMENT = Said(SignOffKind.COMMENT, "Jane Roe", "pharmacist", "The second sentence is too sure.")

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    """Somebody who may edit."""
    return get_user_model().objects.create_user("editor")


@pytest.fixture
def guide() -> Guide:
    """A published guide that shows a claim, what people say, and a word explained."""
    source = SourceFactory(key="trial")
    claim = ClaimFactory(
        key="peak", sources=[source], low=24, high=72, unit="hours", basis="evidence"
    )
    PopularClaimFactory(key="saying", claims=[claim])
    TermFactory(key="doms")
    guide = GuideFactory(slug="soreness", title="Soreness")
    body = "[Sore](term:doms).[@trial]\n\n::: claim peak\n:::\n\n::: popular saying\n:::"
    SectionFactory(guide=guide, slug="what", heading="What it is", body=body)
    return guide


def given(guide: Guide, said: Said = APPROVAL) -> SignOff:
    """What somebody says who was sent the text of now."""
    invitation = InvitationFactory(guide=guide)
    return sign_off.record(invitation, said, text_of(guide))


def approved(guide: Guide, said: Said = APPROVAL) -> SignOff:
    """An approval that an editor has confirmed."""
    approval = given(guide, said)
    sign_off.confirm(approval, by=None)
    return approval


def reviewer_of(guide: Guide) -> str:
    return Guide.objects.get(pk=guide.pk).clinical_reviewer


# --- What is signed off ----------------------------------------------------------------------


def saved(row, **fields):
    """A row with other fields, and what follows when an editor saves it."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    consequences.of_saving(row)


# What a reader of the guide reads, and how it changes.
READ = {
    "its title": lambda guide: saved(guide, title="Sore muscles"),
    "its summary": lambda guide: saved(guide, summary="What is known by now."),
    "its key points": lambda guide: saved(guide, key_points="- It eases."),
    "the heading of a section": lambda guide: saved(Section.objects.get(), heading="What is it?"),
    "the anchor of a section": lambda guide: saved(Section.objects.get(), slug="what-it-is"),
    "the text of a section": lambda guide: saved(Section.objects.get(), body="Sore."),
    "another section": lambda guide: saved(SectionFactory(guide=guide)),
    "what a claim says": lambda guide: saved(Claim.objects.get(), statement="It lasts."),
    "the number of a claim": lambda guide: saved(Claim.objects.get(), high=96),
    "where a number comes from": lambda guide: saved(Claim.objects.get(), basis="caution"),
    "the verdict of a claim": lambda guide: saved(Claim.objects.get(), verdict="mixed"),
    "the certainty of a claim": lambda guide: saved(Claim.objects.get(), certainty="low"),
    "whether a claim is shown": lambda guide: saved(Claim.objects.get(), is_published=False),
    "the sources of a claim": lambda guide: Claim.objects.get().sources.add(SourceFactory()),
    "what people say": lambda guide: saved(PopularClaim.objects.get(), says="It never works."),
    "what studies show": lambda guide: saved(PopularClaim.objects.get(), evidence_says="No."),
    "the verdict on it": lambda guide: saved(PopularClaim.objects.get(), verdict="weak"),
}
# What no reader of the text reads in it.
UNREAD = {
    "a check of the evidence": lambda guide: saved(guide, reviewed_on=date(2026, 2, 1)),
    "its place among the guides": lambda guide: saved(guide, position=99),
    "since when it is read": lambda guide: saved(guide, published_at=NOW - timedelta(days=9)),
    "its address": lambda guide: saved(guide, slug="sore-muscles"),
    "a check of a claim": lambda guide: saved(Claim.objects.get(), reviewed_on=date(2026, 2, 1)),
    "a note for editors": lambda guide: saved(Claim.objects.get(), timing_note="Look again."),
    "a claim of another guide": lambda guide: saved(ClaimFactory(statement="Sleep helps.")),
}


@pytest.mark.parametrize("change", READ.values(), ids=READ)
def test_an_approval_falls_when_a_reader_reads_something_else(guide, change):
    approval = approved(guide)

    with time_machine.travel(NOW, tick=False):
        change(guide)
        sign_off.let_fall()

    approval.refresh_from_db()
    assert approval.fell_at == NOW
    assert reviewer_of(guide) == ""


@pytest.mark.parametrize("change", UNREAD.values(), ids=UNREAD)
def test_an_approval_stands_when_a_reader_reads_the_same(guide, change):
    approval = approved(guide)

    change(guide)

    approval.refresh_from_db()
    assert approval.fell_at is None
    assert reviewer_of(guide) == "Jane Roe, pharmacist"


def test_what_a_word_means_belongs_to_the_text(guide):
    before = text_of(guide)
    saved(Term.objects.get(), meaning="Soreness that comes late.")

    assert text_of(guide) != before


def test_sections_in_another_order_are_another_text(guide):
    first, second = (SectionFactory(guide=guide, position=place) for place in (8, 9))
    before = text_of(Guide.objects.get())
    saved(first, position=10)

    assert text_of(Guide.objects.get()) != before
    assert second.position == 9


def test_an_approval_that_fell_stays_so_when_the_old_words_come_back(guide):
    approval = approved(guide)
    saved(guide, title="Sore muscles")

    saved(guide, title="Soreness")

    approval.refresh_from_db()
    assert approval.fell_at is not None
    assert reviewer_of(guide) == ""


def test_content_files_that_change_a_text_let_its_approval_fall(content):
    guide = Guide.objects.get(slug="muscle-soreness")
    approval = approved(guide)
    Guide.objects.filter(pk=guide.pk).update(title="Another title")

    call_command("load_content", quiet=True)

    approval.refresh_from_db()
    assert approval.fell_at is not None


def test_where_nothing_is_approved_a_save_asks_one_query_more(
    guide, django_assert_num_queries: DjangoAssertNumQueries
):
    InvitationFactory(guide=guide)

    with django_assert_num_queries(1):
        sign_off.let_fall()


def test_many_approvals_are_compared_in_as_many_queries_as_one(
    guide, django_assert_num_queries: DjangoAssertNumQueries
):
    for one in (guide, guide, *(GuideFactory() for _ in range(3))):
        approved(one)

    # The approvals, guides, sections; claims, sources, words.
    with django_assert_num_queries(6):
        sign_off.let_fall()


# What a text can hold, and a change to the row behind it.
PART_OF_A_TEXT = {
    "::: claim peak\n:::": lambda: saved(Claim.objects.get(), statement="It lasts."),
    "It [peaks](claim:peak).": lambda: saved(Claim.objects.get(), statement="It lasts."),
    # Only as what answers what people say.
    "::: popular saying\n:::": lambda: saved(Claim.objects.get(), certainty="very-low"),
    "::: popular saying\n::: ": lambda: saved(PopularClaim.objects.get(), says="It never works."),
    "[Sore](term:doms).": lambda: saved(Term.objects.get(), meaning="Something else."),
    "Sore.[@new]": lambda: saved(SourceFactory(key="new")),
    "Sore.": lambda: saved(Section.objects.get(), body="Not sore."),
}


@pytest.mark.parametrize(("body", "change"), PART_OF_A_TEXT.items(), ids=PART_OF_A_TEXT)
def test_a_save_lets_the_approvals_fall_of_all_texts_that_the_row_is_part_of(guide, body, change):
    Section.objects.update(body=body)
    approval = approved(guide)

    change()

    approval.refresh_from_db()
    assert approval.fell_at is not None


def test_a_claim_behind_a_drawing_is_part_of_the_text(guide):
    Section.objects.update(body="::: drawing receptors\n:::")
    claim = ClaimFactory(key="adrenergic-serotonergic-actions")
    approval = approved(guide)

    saved(claim, statement="It acts otherwise.")

    approval.refresh_from_db()
    assert approval.fell_at is not None


def test_a_save_draws_no_approved_text_that_the_row_is_no_part_of(guide, monkeypatch):
    approved(guide)
    drawn = []
    monkeypatch.setattr(sign_off, "_named", lambda words, citations: drawn.append(words))

    saved(ClaimFactory(key="another"), statement="Sleep helps.")

    assert drawn == []


# --- What was said ---------------------------------------------------------------------------


def test_an_approval_names_nobody_before_an_editor_confirmed_it(guide, by):
    approval = given(guide)
    before = reviewer_of(guide)

    sign_off.confirm(approval, by)

    approval.refresh_from_db()
    assert before == ""
    assert reviewer_of(guide) == "Jane Roe, pharmacist"
    assert approval.confirmed_by == by
    assert approval.read_at is not None


def test_an_approval_that_nobody_confirmed_falls_too_and_can_no_longer_be_confirmed(guide, by):
    approval = given(guide)
    saved(guide, title="Sore muscles")

    with pytest.raises(TextMovedError):
        sign_off.confirm(approval, by)

    assert reviewer_of(guide) == ""
    assert sign_off.approvals_of(guide) == ([], None)


def test_an_approval_that_is_withdrawn_falls_at_once_and_is_news_to_editors(guide):
    approval = approved(guide)

    with time_machine.travel(NOW, tick=False):
        sign_off.withdraw(approval.invitation)

    approval.refresh_from_db()
    assert (approval.withdrawn_at, approval.fell_at, approval.read_at) == (NOW, NOW, None)
    assert reviewer_of(guide) == ""
    assert sign_off.approvals_of(guide) == ([], None)


def test_whoever_withdrew_an_approval_may_give_it_again(guide):
    approval = approved(guide)
    sign_off.withdraw(approval.invitation)

    again = sign_off.record(approval.invitation, APPROVAL, text_of(guide))

    assert again.fell_at is None


def test_one_approval_that_is_withdrawn_leaves_the_others(guide):
    approval = approved(guide)
    approved(guide, APPROVAL._replace(name="John Doe", qualification="physician"))

    sign_off.withdraw(approval.invitation)

    assert reviewer_of(guide) == "John Doe, physician"


def test_a_comment_is_not_confirmed(guide, by):
    with pytest.raises(ValueError, match="approval"):
        sign_off.confirm(given(guide, COMMENT), by)


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
def test_a_name_that_is_not_whom_we_asked_is_noticed(guide, name, is_by_another):
    invitation = InvitationFactory(guide=guide, addressee="Dr Jane Roe")

    approval = SignOffFactory(invitation=invitation, name=name)

    assert approval.is_by_another == is_by_another


def test_two_approvals_name_two_reviewers(guide):
    approved(guide)
    approved(guide, APPROVAL._replace(name="John Doe", qualification="physician"))

    assert reviewer_of(guide) == "John Doe, physician; Jane Roe, pharmacist"


def test_a_comment_names_nobody_and_can_be_given_again(guide):
    invitation = InvitationFactory(guide=guide)

    for _ in range(2):
        sign_off.record(invitation, COMMENT, text_of(guide))

    assert invitation.sign_offs.count() == 2
    assert reviewer_of(guide) == ""


def test_a_text_is_approved_once(guide):
    invitation = InvitationFactory(guide=guide)

    first = sign_off.record(invitation, APPROVAL, text_of(guide))
    again = sign_off.record(invitation, APPROVAL, text_of(guide))

    assert first == again
    assert SignOff.objects.count() == 1


def test_what_is_approved_is_the_text_that_was_read(guide):
    invitation, read = InvitationFactory(guide=guide), text_of(guide)
    saved(guide, title="Sore muscles")

    with pytest.raises(TextMovedError):
        sign_off.record(invitation, APPROVAL, read)

    assert not SignOff.objects.exists()


def test_what_no_reader_sees_yet_moves_no_version(guide):
    version.move()
    before = version.current()

    given(guide)

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
def test_the_version_moves_with_what_the_guide_s_page_says_of_its_reviewers(guide, change):
    approval = given(guide)
    before = set(ContentVersion.objects.values_list("token"))

    change(approval)

    assert set(ContentVersion.objects.values_list("token")) != before


def test_an_approval_is_no_change_of_the_text(guide):
    before = Guide.objects.get().changed_at

    approved(guide)

    assert Guide.objects.get().changed_at == before


# --- A draft in the place of its guide --------------------------------------------------------


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


# --- Who is asked ----------------------------------------------------------------------------


def test_an_invitation_is_open_until_it_expires(guide, by):
    with time_machine.travel(NOW, tick=False):
        invitation = sign_off.invite(guide, "Jane Roe", by, days=14)

    last = NOW + timedelta(days=14)
    assert sign_off.is_open(invitation, last - timedelta(seconds=1))
    assert not sign_off.is_open(invitation, last)


def test_an_invitation_that_was_taken_back_is_shut_and_what_was_said_stays(guide):
    approval = approved(guide)

    sign_off.take_back(approval.invitation)

    invitation = Invitation.objects.get()
    assert not sign_off.is_open(invitation, invitation.sent_at)
    assert reviewer_of(guide) == "Jane Roe, pharmacist"


def test_a_link_leads_to_its_invitation_alone(guide):
    one, other = InvitationFactory(guide=guide), InvitationFactory(guide=guide)

    assert sign_off.invitation_of(sign_off.token_of(one)) == one
    assert sign_off.invitation_of(sign_off.token_of(other)) == other
    assert str(one.pk) not in sign_off.token_of(one).split("~")


def test_nothing_is_kept_by_a_link_that_was_taken_back_at_that_moment(guide):
    invitation = InvitationFactory(guide=guide)
    sign_off.take_back(Invitation.objects.get())

    with pytest.raises(sign_off.LinkShutError):
        sign_off.record(invitation, sign_off.Said("comment", "Roe", "", "Mine."), text_of(guide))

    assert not SignOff.objects.exists()


# --- What the database refuses ----------------------------------------------------------------


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
