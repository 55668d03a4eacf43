"""What an invited clinician meets: the text, what is behind it, the form, and what was recorded."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone

from guides import publishing, revisions, sign_off
from guides.choices import ChangeKind, SignOffKind
from guides.models import Claim, Guide, Invitation, SignOff
from guides.revisions import Told
from tests.factories import (
    InvitationFactory,
)
from tests.guides.signing_off import APPROVAL, COMMENT, address, saved, sent, words

pytestmark = pytest.mark.django_db

TOLD = Told(ChangeKind.EVIDENCE, "It counts a new trial.")

# Two of the guide's pages, and those that say who has checked what.
READ_BY_ALL = (
    "/guides/soreness/",
    "/guides/soreness/print/",
    "/about/who-writes/",
    "/about/self-assessment/",
)


# --- What is shown ---------------------------------------------------------------------------


def test_an_invited_clinician_reads_the_draft_and_who_asks_until_when(client, invitation):
    sent_at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    Invitation.objects.update(sent_at=sent_at, expires_at=sent_at + timedelta(days=14))

    with time_machine.travel(sent_at, tick=False):
        page = words(client.get(address(invitation)).text)

    assert "Jane Roe, would you look at this text?" in page
    assert "Ada Example asks you" in page
    assert "17 March 2026, 12:00 UTC" in page
    assert "No reader sees it yet." in page
    assert "It peaks." in page


def test_each_claim_is_shown_with_all_that_it_rests_on_and_that_rests_on_it(client, invitation):
    html = client.get(address(invitation)).text

    behind = words(html).partition("The claims behind it")[2]
    assert "Supported" in behind
    assert "Moderate certainty" in behind
    assert "In numbers: 24 to 72 hours after the session ends. Figure from studies." in behind
    assert "the planner’s rule “soreness outlook”: When soreness" in behind
    assert 'href="/evidence/doms-peak/"' in html
    assert "Evidence checked: 15 January 2026" in behind
    assert "A trial of sore legs" in behind
    assert "We read only its summary." in behind


def test_a_claim_whose_check_is_overdue_is_marked(client, invitation):
    Claim.objects.update(reviewed_on=date(2020, 1, 15))

    behind = words(client.get(address(invitation)).text).partition("The claims behind it")[2]

    assert "This check has been overdue since 15 January 2021." in behind


def test_how_much_there_is_to_read_and_what_becomes_of_the_name_is_said_first(client, invitation):
    asked = words(client.get(address(invitation)).text).partition("What is known")[0]

    assert "about 1 minute for the text, and 1 claim behind it" in asked
    assert "an editor confirms that it is you before your name is shown" in asked


def test_long_lists_are_folded(client, invitation):
    html = client.get(address(invitation)).text

    folded = re.findall(r'<details class="folds">\s*<summary>([^<]+)<', html)
    assert folded == ["1 source, and how much we read", "1 claim"]


def test_whoever_asks_without_a_full_name_is_the_editors(client, invitation, settings):
    settings.CONTACT_EMAIL = "editors@handbook.example.org"
    get_user_model().objects.update(first_name="", last_name="")

    html = client.get(address(invitation)).text

    assert "The editors of the Recovery Handbook ask you" in words(html)
    assert "mailto:editors@handbook.example.org" in html


def test_what_the_text_says_is_not_known_stands_by_itself(client, invitation):
    page = words(client.get(address(invitation)).text)

    assert "What the text says is not known Nobody knows why." in page


def test_what_becomes_public_is_said_before_anything_is_sent(client, invitation):
    page = words(client.get(address(invitation)).text)

    assert page.index("What becomes public.") < page.index("Your name")
    assert page.index("An editor confirms that it is you") < page.index("Your name")


def test_a_text_that_changed_since_is_shown_as_it_is_now_and_said_to_have(client, invitation):
    saved(invitation.guide, summary="What is known by now.")

    page = words(client.get(address(invitation)).text)

    assert "The text has changed since the link was sent to you." in page
    assert "What is known by now." in page


def test_no_id_stands_twice_and_every_link_inside_leads_somewhere(client, invitation):
    html = sent(client, invitation, {}).text

    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


# --- What is new, and what changed -----------------------------------------------------------


@pytest.fixture
def draft(guide_to_sign_off: Guide) -> Guide:
    """The draft of another text of the same guide."""
    saved(guide_to_sign_off, published_at=timezone.now() - timedelta(days=9))
    return publishing.begin_draft(guide_to_sign_off, get_user_model().objects.create_user("bob"))


def test_what_is_new_stands_before_the_text_in_the_words_that_readers_see(client, draft):
    part = draft.sections.get(slug="what")
    saved(part, body="Sore **legs**.[@trial]\n\n::: claim doms-peak\n:::\n\nAll [of](/help/) it.")

    page = words(client.get(address(InvitationFactory(guide=draft))).text)

    new, _, text = page.partition("What is new for readers")[2].partition("What is known")
    assert "added: legs" in new
    assert "All of it." in new
    assert not set("*[]@") & set(new)
    assert "Sore legs." in text


def test_a_part_of_which_only_citations_changed_is_named(client, draft):
    saved(draft.sections.get(slug="what"), body="Sore.\n\n::: claim doms-peak\n:::")

    page = words(client.get(address(InvitationFactory(guide=draft))).text)

    assert "the words are the same, but not what they cite, lead to or show" in page


def as_an_editor_saves(guide: Guide, **fields: str) -> None:
    """Another text, with what was there before kept."""
    revisions.keep_what_was(guide)
    saved(guide, **fields)
    revisions.keep(guide, by=None, was_done="Saved")


def test_whoever_approved_an_earlier_text_is_told_what_changed_since(client, invitation):
    sent(client, invitation, APPROVAL)
    as_an_editor_saves(invitation.guide, summary="What is known by now.")
    as_an_editor_saves(invitation.guide, title="Sore muscles")

    page = words(client.get(address(invitation)).text)

    changed = page.partition("Since you approved the text.")[2].partition("The claims")[0]
    assert "You approved an earlier text on" in page
    assert "it changed on" in page
    assert "added: by now" in changed
    assert "removed: Soreness" in changed


def test_what_was_approved_is_told_from_what_was_saved_meanwhile(client, draft, open_gate):
    guide = draft.replaces
    invitation = InvitationFactory(guide=guide)
    saved(draft, summary="Of the draft.")
    revisions.keep(draft, by=None, was_done="Saved")
    sent(client, invitation, APPROVAL)
    # The draft's past is the guide's own once it has gone live.
    publishing.publish(draft, TOLD, None, timezone.now())

    page = words(client.get(address(invitation)).text)

    assert "added: Of the draft." in page.partition("What changed")[2]


def test_a_claim_that_changed_since_is_marked(client, invitation):
    sent(client, invitation, APPROVAL)
    as_an_editor_saves(invitation.guide)
    saved(Claim.objects.get(), statement="It lasts.")

    page = words(client.get(address(invitation)).text)

    assert "Not the guide’s own words, but something that they show or lead to" in page
    assert "Changed or checked again on" in page


def test_a_text_of_which_nothing_was_kept_is_said_to_have_changed(client, invitation):
    saved(invitation.guide, summary="What is known by now.")

    assert "was not kept" in words(client.get(address(invitation)).text)


# --- What is sent ----------------------------------------------------------------------------


def test_what_was_sent_before_stands_there_when_the_page_is_opened_again(client, invitation):
    sent(client, invitation, COMMENT)

    page = words(client.get(address(invitation)).text)

    assert "The second sentence is too sure." in page.partition("What you sent before")[2]


def test_an_approval_is_recorded_and_said_to_be(client, invitation):
    response = sent(client, invitation, APPROVAL)

    page = words(client.get(response.url).text)
    given = SignOff.objects.get()
    assert (given.kind, given.by) == (SignOffKind.APPROVAL, "Jane Roe, pharmacist")
    assert given.text_digest == sign_off.text_of(invitation.guide)
    assert "An editor confirms that it is you before your name is shown." in page
    assert "once readers see this text, the guide says: “Clinical reviewer: Jane" in page
    assert "You approved this text on" in words(client.get(address(invitation)).text)


def test_a_comment_is_recorded_each_time_and_is_not_public(client, invitation):
    for _ in range(2):
        response = sent(client, invitation, COMMENT)

    page = words(client.get(response.url).text)
    assert SignOff.objects.filter(kind=SignOffKind.COMMENT).count() == 2
    assert "It is not published, nor is your name under it." in page
    assert "The second sentence is too sure." in page


def test_an_approval_that_is_sent_twice_stands_once(client, invitation):
    sent(client, invitation, APPROVAL)
    sent(client, invitation, APPROVAL)

    assert SignOff.objects.count() == 1


def test_words_that_come_with_a_second_approval_are_kept(client, invitation):
    sent(client, invitation, APPROVAL)
    sent(client, invitation, APPROVAL, comment="And thank you.")

    assert SignOff.objects.get(kind=SignOffKind.COMMENT).comment == "And thank you."


def test_a_comment_needs_no_qualification_and_an_approval_does(client, invitation):
    comment = sent(client, invitation, COMMENT, qualification="")
    approval = sent(client, invitation, APPROVAL, qualification=" ")

    assert comment.status_code == 302
    assert SignOff.objects.get().by == "Jane Roe"
    assert approval.status_code == 422
    assert approval.text.count("Write your qualification.") == 2


def test_what_is_wrong_is_said_beside_the_form(client, invitation):
    page = words(sent(client, invitation, {}).text)

    assert "answers need another look" in page.rpartition("What you say")[2]


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("kind", "Choose whether you approve the text or have a comment."),
        ("name", "Write your name."),
        ("comment", "Write your comment, or choose that you approve the text."),
    ],
)
def test_what_is_missing_is_said_beside_it_and_the_rest_is_kept(client, invitation, missing, told):
    response = sent(client, invitation, COMMENT, **{missing: " "})

    assert response.status_code == 422
    assert response.text.count(told) == 2
    assert all(value in response.text for name, value in COMMENT.items() if name != missing)
    assert not SignOff.objects.exists()


def test_a_text_that_moved_while_it_was_read_is_not_signed_off_and_nothing_is_lost(
    client, invitation
):
    read = sign_off.text_of(invitation.guide)
    saved(invitation.guide, summary="What is known by now.")

    moved = client.post(address(invitation), {**APPROVAL, "text": read})

    assert moved.status_code == 409
    assert "The text has changed since you opened this page." in moved.text
    assert "What is known by now." in moved.text
    assert '<a href="#sign-off-changed">' in moved.text.partition("answer needs another look")[2]
    assert 'value="Jane Roe"' in moved.text
    assert not SignOff.objects.exists()
    again = re.search(r'name="text" value="(\w+)"', moved.text)[1]
    assert client.post(address(invitation), {**APPROVAL, "text": again}).status_code == 302


def test_a_claim_that_moved_counts_too(client, invitation):
    read = sign_off.text_of(invitation.guide)
    saved(Claim.objects.get(), statement="It lasts.")

    assert client.post(address(invitation), {**APPROVAL, "text": read}).status_code == 409


def test_a_draft_that_is_gone_when_the_form_comes_is_not_found(client, invitation, monkeypatch):
    monkeypatch.setattr(
        "guides.views.sign_off.record",
        lambda invitation, *others: invitation.guide.delete() and _raise_moved(),
    )

    assert client.post(address(invitation), APPROVAL).status_code == 404


def _raise_moved() -> None:
    raise sign_off.TextMovedError


def test_all_pages_name_the_reviewer_of_a_text_that_is_read_until_it_changes(client, invitation):
    guide = invitation.guide
    saved(guide, published_at=timezone.now() - timedelta(days=1))
    recorded = sent(client, invitation, APPROVAL).url
    unnamed = [client.get(path).text for path in READ_BY_ALL]
    sign_off.confirm(SignOff.objects.get(), by=None)
    thanks = client.get(recorded).text
    named = [client.get(path).text for path in READ_BY_ALL]

    saved(guide.sections.get(slug="what"), body="Less sore.[@trial]")
    fallen = [client.get(path).text for path in READ_BY_ALL]

    assert "The guide now says: “Clinical reviewer: Jane" in words(thanks)
    assert [page.count("Roe") for page in unnamed] == [0, 0, 0, 0]
    assert [page.count("Roe, pharmacist") for page in named] == [1, 1, 1, 1]
    assert [page.count("Roe, pharmacist") for page in fallen] == [1, 1, 0, 0]
    assert "none for this text; an earlier one was approved by" in fallen[0]


def test_an_approval_is_withdrawn_by_the_same_link_and_no_page_names_it_any_more(
    client, invitation, settings
):
    settings.CONTACT_EMAIL = "editors@handbook.example.org"
    saved(invitation.guide, published_at=timezone.now() - timedelta(days=1))
    recorded = client.get(sent(client, invitation, APPROVAL).url).text
    sign_off.confirm(SignOff.objects.get(), by=None)

    response = client.post(address(invitation), {"withdraw": "yes"})

    told = client.get(response.url).text
    assert "Withdraw my approval" in recorded
    assert "You withdrew it on" in words(told)
    assert "mailto:editors@handbook.example.org" in told
    assert "Withdraw my approval" not in told
    assert [client.get(path).text.count("Roe") for path in READ_BY_ALL] == [0, 0, 0, 0]


def test_withdrawing_where_nothing_was_approved_changes_nothing(client, invitation):
    sent(client, invitation, COMMENT)

    response = client.post(address(invitation), {"withdraw": "yes"})

    assert response.status_code == 302
    assert SignOff.objects.get().fell_at is None
