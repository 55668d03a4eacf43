"""Editors ask clinicians to sign a guide off, and see what they said."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from guides import sign_off
from guides.choices import SignOffKind
from guides.models import Guide, Invitation, SignOff
from guides.sign_off import Said
from tests.factories import GuideFactory, InvitationFactory, SignOffFactory
from tests.guides.editing import change_page, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(site_url: str) -> Guide:
    """A guide to be signed off."""
    return GuideFactory(slug="soreness", title="Soreness")


@pytest.fixture
def path(guide: Guide) -> str:
    """Where editors ask for its sign-off."""
    return f"/admin/guides/guide/{guide.pk}/sign-off/"


def link_on(html: str) -> str:
    return re.search(r'readonly id="link-\d+" value="([^"]+)"', html)[1]


def test_an_editor_makes_a_link_and_it_leads_to_the_text(editor, path, guide):
    page = editor.post(path, {"addressee": "Dr Jane Roe", "days": 14}, follow=True).text

    link = link_on(page)
    invitation = Invitation.objects.get()
    assert link.startswith("https://handbook.example.org/sign-off/")
    assert invitation.text_digest == sign_off.text_of(guide)
    assert invitation.sent_by.get_username() == "editor"
    assert invitation.expires_at - invitation.sent_at == timedelta(days=14)
    answer = Client().get(link.removeprefix("https://handbook.example.org"))
    assert "Dr Jane Roe, would you look at this text?" in answer.text


def test_the_link_is_there_to_be_sent_by_mail(editor, path):
    page = editor.post(path, {"addressee": "Dr Jane Roe", "days": 14}, follow=True).text

    mail = unquote(unescape(re.search(r'href="(mailto:[^"]+)"', page)[1]))
    assert link_on(page) in mail
    assert mail.startswith("mailto:?subject=Would you look at “Soreness”?&body=Dr Jane Roe,\r\n")
    # No line ends within a sentence: a mail program breaks them where it likes.
    assert "put your name to it?" in mail


def test_two_weeks_are_offered(editor, path):
    assert 'name="days" value="14"' in editor.get(path).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0}, {"days": 61}, {"days": "soon"}, {"days": ""}, {"addressee": " "},
        {"addressee": "x" * 121},
    ],
)  # fmt: skip
def test_an_invitation_names_somebody_and_a_time_of_sixty_days_at_most(editor, path, wrong):
    response = editor.post(path, {"addressee": "Dr Jane Roe", "days": 60, **wrong})

    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_what_was_said_stands_under_the_invitation(editor, path, guide):
    invitation = InvitationFactory(guide=guide)
    SignOffFactory(invitation=invitation, fell_at=timezone.now())
    SignOffFactory(invitation=invitation, kind="comment", comment="Too <b>sure</b>.")
    SignOffFactory(invitation__guide=GuideFactory(), name="Somebody Else")

    page = editor.get(path).text

    assert "Approval of an earlier text by Jane Roe, pharmacist" in page
    assert "Too &lt;b&gt;sure&lt;/b&gt;." in page
    assert "Somebody Else" not in page


def test_a_link_that_expired_is_shown_no_longer(editor, path, guide):
    invitation = InvitationFactory(guide=guide)

    with time_machine.travel(invitation.expires_at, tick=False):
        editor.force_login(get_user_model().objects.get())
        page = editor.get(path).text

    assert "expired on" in page
    assert "/sign-off/secret" not in page


def test_an_editor_takes_a_link_back(editor, path, guide):
    invitation = InvitationFactory(guide=guide)

    page = editor.post(path, {"take_back": invitation.pk, "sure": "yes"}, follow=True).text

    assert "taken back on" in page
    assert Client().get(f"/sign-off/{sign_off.token_of(invitation)}/").status_code == 410


def test_an_editor_erases_what_somebody_said_and_the_guide_forgets_their_name(editor, path, guide):
    invitation = InvitationFactory(guide=guide)
    said = Said(SignOffKind.APPROVAL, "Jane Roe", "pharmacist")
    given = sign_off.record(invitation, said, sign_off.text_of(guide))
    sign_off.confirm(given, by=None)

    page = editor.post(path, {"erase": given.pk, "sure": "yes"}, follow=True).text

    assert "What Jane Roe said is erased" in page
    assert not SignOff.objects.exists()
    assert Guide.objects.get().clinical_reviewer == ""


def test_an_editor_who_may_publish_confirms_whose_approval_it_is(editor, path, guide):
    approval = SignOffFactory(invitation__guide=guide, confirmed_at=None)

    page = editor.post(path, {"confirm": approval.pk}, follow=True).text

    assert "Confirmed by editor on" in page
    assert Guide.objects.get().clinical_reviewer == "Jane Roe, pharmacist"


def test_an_approval_of_a_text_that_changed_meanwhile_is_not_confirmed(editor, path, guide):
    approval = SignOffFactory(invitation__guide=guide, confirmed_at=None, fell_at=timezone.now())

    page = editor.post(path, {"confirm": approval.pk}, follow=True).text

    assert "It no longer stands" in page
    assert Guide.objects.get().clinical_reviewer == ""


def test_a_comment_cannot_be_confirmed(editor, path, guide):
    comment = SignOffFactory(invitation__guide=guide, kind="comment", comment="Too sure.")

    assert editor.post(path, {"confirm": comment.pk}).status_code == 404


def test_whoever_may_not_publish_puts_no_name_in_public(client, path, guide):
    user = get_user_model().objects.create_user("writer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_guide"))
    client.force_login(user)
    approval = SignOffFactory(invitation__guide=guide, confirmed_at=None)

    assert 'name="confirm"' not in client.get(path).text
    assert client.post(path, {"confirm": approval.pk}).status_code == 403
    assert Guide.objects.get().clinical_reviewer == ""


@pytest.mark.parametrize(("name", "is_flagged"), [("Jane Roe", False), ("Dr J. Doe", True)])
def test_a_name_that_is_not_whom_we_asked_is_flagged_where_it_is_confirmed(
    editor, path, guide, name, is_flagged
):
    SignOffFactory(invitation__guide=guide, name=name, confirmed_at=None)

    page = editor.get(path).text

    assert f"This is {name}</button>" in page
    assert ("We asked Jane Roe, and this is signed" in page) == is_flagged


def test_the_first_page_names_what_no_editor_has_looked_at(editor, path, guide):
    comment = SignOffFactory(invitation__guide=guide, kind="comment", comment="Too sure.")
    approval = SignOffFactory(invitation__guide=guide, confirmed_at=None, name="John Doe")
    before = editor.get("/admin/").text
    number = editor.get(f"/admin/guides/guide/{guide.pk}/change/").text

    editor.post(path, {"read": comment.pk})
    editor.post(path, {"confirm": approval.pk})
    after = editor.get("/admin/").text

    assert before.index("John Doe, pharmacist, on Soreness") < before.index("Jane Roe, pharmacist")
    assert f'href="{path}#given-{comment.pk}"' in before
    assert "Too sure." in before
    assert "Ask a clinician (2 new)" in number
    assert "From clinicians" not in after


def test_of_many_the_first_page_names_the_newest(editor, guide):
    invitation = InvitationFactory(guide=guide)
    for _ in range(10):
        SignOffFactory(invitation=invitation, kind="comment", comment="Too sure.")

    page = editor.get("/admin/").text

    assert page.count("Comment: ") == 8
    assert "And 2 more." in page


def test_whoever_may_not_change_guides_hears_nothing_from_clinicians(client, guide):
    SignOffFactory(invitation__guide=guide, kind="comment", comment="Too sure.")
    client.force_login(get_user_model().objects.create_user("looks", is_staff=True))

    assert "From clinicians" not in client.get("/admin/").text


@pytest.mark.parametrize("action", ["take_back", "erase"])
def test_what_cannot_be_undone_is_asked_first(editor, path, guide, action):
    given = SignOffFactory(invitation__guide=guide)
    chosen = given.invitation.pk if action == "take_back" else given.pk

    asked = editor.post(path, {action: chosen})

    assert '<input type="hidden" name="sure" value="yes">' in asked.text
    assert f'name="{action}" value="{chosen}"' in asked.text
    assert SignOff.objects.get().invitation.taken_back_at is None


@pytest.mark.parametrize("action", ["take_back", "erase", "confirm", "read"])
@pytest.mark.parametrize("chosen", ["", "0", "-1", "one", "²", "9" * 40, None])
def test_only_what_belongs_to_this_guide_can_be_taken_back_or_erased(editor, path, action, chosen):
    other = SignOffFactory()
    of_another = other.invitation.pk if action == "take_back" else other.pk

    response = editor.post(path, {action: of_another if chosen is None else chosen})

    assert response.status_code == 404
    assert SignOff.objects.get().invitation.taken_back_at is None


@pytest.mark.parametrize(("codename", "status"), [("view_guide", 403), ("change_guide", 200)])
def test_only_whoever_may_change_guides_invites(client, path, codename, status):
    user = get_user_model().objects.create_user("writer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(user)

    assert client.get(path).status_code == status
    assert client.post(path, {"addressee": "Me", "days": 1}).status_code in (403, 302)
    assert Invitation.objects.exists() == (status == 200)


def test_a_stranger_is_sent_to_sign_in(client, path):
    assert client.get(path).status_code == 302


def test_no_inline_style_or_script_stands_on_the_page(editor, path, guide):
    InvitationFactory(guide=guide)

    html = editor.get(path).text

    assert not re.findall(r"<style\b|\sstyle=|\son[a-z]+=|<script\b(?![^>]*\bsrc=)", html)


def test_whoever_ends_an_approval_by_saving_is_told_whose(editor, rows):
    SignOffFactory(invitation__guide=rows["guide"])
    SignOffFactory(invitation__guide=rows["guide"], name="John Doe", confirmed_at=None)

    page = edit(editor, change_page(rows["claim"]), follow=True, low="12")

    told = unescape(page.text)
    assert "This ended the approval of Jane Roe, pharmacist, on “Soreness”." in told
    assert "This ended the approval of John Doe, pharmacist, on “Soreness”." in told


def test_a_save_that_leaves_the_text_as_it_is_says_nothing_of_approvals(editor, rows):
    SignOffFactory(invitation__guide=rows["guide"])

    page = edit(editor, change_page(rows["claim"]), follow=True, timing_note="Look again.")

    assert "This ended the approval" not in page.text


def test_a_writer_does_not_erase_a_name_that_readers_were_shown(path, guide, django_user_model):
    given = SignOffFactory(invitation__guide=guide, confirmed_at=timezone.now())
    writer = Client()
    user = django_user_model.objects.create_user("writer", is_staff=True)
    may = ("change_guide", "view_guide")
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    writer.force_login(user)

    response = writer.post(path, {"erase": given.pk, "sure": "yes"})

    assert response.status_code == 403
    assert SignOff.objects.exists()


def test_what_was_done_with_a_sign_off_is_a_line_in_the_log_without_a_name(
    editor, path, guide, caplog
):
    caplog.set_level("INFO", "handbook.editing")

    editor.post(path, {"addressee": "Dr Jane Roe", "days": "14"})

    assert [record.getMessage() for record in caplog.records if "sign-off" in record.message] == [
        "editor asked for a sign-off of guide soreness"
    ]
