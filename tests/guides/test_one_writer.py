"""Whoever writes content takes the one lock before they touch a row, so that no two collide."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from guides import publishing, reviews, revisions, sign_off
from guides.choices import SignOffKind
from guides.models import Term
from guides.sign_off import Said, text_of
from tests.factories import GuideFactory, SignOffFactory
from tests.guides.editing import READS_BETTER, change_page, edit
from tests.guides.scheduling import LATER
from tests.guides.test_admin_use import delete_page, delete_selected
from tests.guides.test_history import put_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_gate")]

# What writes a row of ours, and what asks for the lock.
WRITES = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(guides|planner)_')
LOCKS = re.compile(
    r'SELECT %s AS "a" FROM "guides_contentversion"'
    + (".* FOR UPDATE" if connection.vendor == "postgresql" else "")
)
WORDS = Said(SignOffKind.COMMENT, "Jane Roe", "pharmacist", "The second sentence is too sure.")


class Desk:
    """Somebody who writes, and what there is to be written in."""

    def __init__(self, browser: Client, rows: dict) -> None:
        self.browser, self.by = browser, User.objects.get()
        self.claim, self.term, self.guide = rows["claim"], rows["term"], rows["guide"]
        self.colleague = User.objects.create_user("colleague")
        self.older = revisions.keep(self.term, by=self.colleague, was_done="Saved")
        Term.objects.update(meaning="Something else.")
        self.draft = publishing.begin_draft(self.guide, self.by)
        self.due, self.other = GuideFactory(published_at=None), GuideFactory()
        publishing.schedule(self.due, READS_BETTER, self.by, LATER)
        self.approval = SignOffFactory(invitation__guide=self.guide)


@pytest.fixture
def desk(editor: Client, rows: dict) -> Desk:
    """Before anything is written."""
    return Desk(editor, rows)


WAYS = {
    "a row is saved": lambda d: edit(d.browser, change_page(d.claim), statement="It lasts."),
    "a draft is saved": lambda d: edit(d.browser, change_page(d.draft), summary="In short."),
    "a row is new": lambda d: edit(
        d.browser, reverse("admin:guides_term_add"), key="nap", name="Nap", meaning="A short sleep."
    ),
    "a row is deleted": lambda d: d.browser.post(delete_page(d.term), {"post": "yes"}),
    "chosen rows are deleted": lambda d: delete_selected(d.browser, d.term),
    "a row is put back": lambda d: put_back(d.browser, d.term, d.older),
    "rows are marked as reviewed": lambda d: reviews.mark_reviewed(
        [d.claim, d.guide], date(2026, 2, 1), d.by
    ),
    "content is loaded": lambda d: call_command("load_content", quiet=True),
    "a draft is begun": lambda d: publishing.begin_draft(d.other, d.by),
    "a draft is put back": lambda d: publishing.put_back(
        revisions.of(d.draft).last(), d.draft, d.by
    ),
    "a draft goes live": lambda d: publishing.publish(d.draft, READS_BETTER, d.by, LATER),
    "a draft is set to go live": lambda d: publishing.schedule(d.draft, READS_BETTER, d.by, LATER),
    "a draft is held back": lambda d: publishing.unschedule(d.due, d.by),
    "a draft goes live at its time": lambda d: publishing.publish_due(LATER),
    "a guide is taken back": lambda d: publishing.take_back(d.guide, READS_BETTER, d.by),
    "somebody is asked": lambda d: sign_off.invite(d.guide, "Jane Roe", d.by, days=7),
    "something is said": lambda d: sign_off.record(d.approval.invitation, WORDS, text_of(d.guide)),
    "an approval is confirmed": lambda d: sign_off.confirm(d.approval, d.by),
    "an approval is withdrawn": lambda d: sign_off.withdraw(d.approval.invitation),
    "what was said is erased": lambda d: sign_off.erase(d.approval),
    "a link is taken back": lambda d: sign_off.take_back(d.approval.invitation),
    "an account is deleted": lambda d: d.browser.post(
        reverse("admin:auth_user_delete", args=[d.colleague.pk]), {"post": "yes"}
    ),
    "chosen accounts are deleted": lambda d: d.browser.post(
        reverse("admin:auth_user_changelist"),
        {"action": "delete_selected", "_selected_action": [d.colleague.pk], "post": "yes"},
    ),
}


@pytest.mark.parametrize("write", WAYS.values(), ids=WAYS)
def test_the_lock_comes_before_the_first_row(desk, write):
    told = []

    def listen(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        if WRITES.match(sql) or LOCKS.match(sql):
            told.append(sql)
        return execute(sql, *others)

    with connection.execute_wrapper(listen):
        write(desk)

    assert LOCKS.match(told[0])
    assert any(map(WRITES.match, told))
