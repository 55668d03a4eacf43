"""A new SECRET_KEY: what the one before it signed holds as long as that is named beside it."""

import pytest
from django.core import signing
from django.test import Client

from guides import sign_off
from recovery_site.late_forms import LateForm
from tests.factories import InvitationFactory
from tests.recovery_site.conftest import RunManage
from tests.recovery_site.signing_in import account

NEW = "another-key-for-tests-that-signs-nothing-anybody-keeps"


@pytest.fixture(params=[True, False], ids=["named beside the new one", "gone"])
def holds(request: pytest.FixtureRequest) -> bool:
    """Whether what the old key signed should hold still, as it is named or not."""
    return request.param


@pytest.fixture
def rotate(settings, holds: bool, monkeypatch):
    """Start over with the new key."""

    def start_over() -> None:
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if holds else []
        settings.SECRET_KEY = NEW
        # Made when the process starts.
        again = signing.Signer(sep=sign_off.SIGNER.sep, salt=sign_off.SIGNER.salt)
        monkeypatch.setattr(sign_off, "SIGNER", again)

    return start_over


def test_an_editor_stays_signed_in(db, client: Client, rotate, holds):
    client.force_login(account())
    assert client.get("/admin/").status_code == 200

    rotate()

    assert (client.get("/admin/").status_code == 200) is holds


def test_a_form_that_came_late_can_still_be_sent(rf, rotate, holds):
    sealed = LateForm("/admin/guides/guide/1/change/", [("title", "What was typed")]).sealed()

    rotate()

    late = LateForm.of(rf.post("/admin/login/", {"late_form": sealed}))
    assert (late is not None) is holds


def test_a_clinicians_link_still_leads_to_the_text(db, rotate, holds):
    token = sign_off.token_of(InvitationFactory())

    rotate()

    assert (sign_off.invitation_of(token) is not None) is holds


def test_the_keys_from_before_come_from_the_environment(run_manage: RunManage):
    show = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"

    shown = run_manage("shell", "-v0", "-c", show, SECRET_KEY_FALLBACKS="one,two")

    assert shown.stdout == "['one', 'two']\n"
