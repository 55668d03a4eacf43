"""An editor who is signed in, rows to edit, and where the site stands."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import Settings

from guides import publishing
from guides.models import Claim, Guide, Notice, PopularClaim, Source, Term
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    NoticeFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)
from tests.guides import checking


@pytest.fixture
def site_url(settings: Settings) -> str:
    """Where the site says that it stands."""
    settings.SITE_URL = "https://handbook.example.org"
    return settings.SITE_URL


@pytest.fixture
def a_sound_guide(db: None) -> Iterator[None]:
    """What check_content finds nothing wrong with."""
    with checking.a_sound_guide():
        yield


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """A browser in which an editor is signed in."""
    user = get_user_model().objects.create_superuser("editor", password="for a test only")
    client.force_login(user)
    return client


@pytest.fixture
def open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guides go live whatever they lack."""
    monkeypatch.setattr(publishing, "GATE", ())


@pytest.fixture
def rows(db: None) -> dict[str, Guide | Claim | PopularClaim | Source | Notice | Term]:
    """One of each, joined to each other."""
    source = SourceFactory(key="trial")
    claim = ClaimFactory(key="peak", sources=[source], low=24, high=72, unit="hours", floor=6)
    popular = PopularClaimFactory(key="saying", claims=[claim])
    guide = GuideFactory(slug="soreness", title="Soreness")
    body = "Words.[@trial]\n\n::: claim peak\n:::\n\n::: popular saying\n:::"
    SectionFactory(guide=guide, slug="what", body=body)
    notice = NoticeFactory(key="consult", kind="consult", headline="Ask a doctor.")
    return {
        "guide": guide, "claim": claim, "popularclaim": popular, "source": source, "notice": notice,
        "term": TermFactory(key="half-life", also=["t1/2"]),
    }  # fmt: skip
