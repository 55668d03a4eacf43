"""Who is signed in, what there is to read and to edit, and where the site stands, and when."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from guides import loading, publishing
from guides.checking.trust import SECTIONS
from guides.models import Claim, Guide, Invitation, Notice, PopularClaim, Source, Term
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    InvitationFactory,
    NoticeFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)
from tests.guides import checking, dumping, stepping
from tests.guides.loading import Files
from tests.guides.reviewing import reader

Rows = dict[str, Guide | Claim | PopularClaim | Source | Notice | Term]


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
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """Content files that load_content reads in place of the shipped ones."""
    ours = [kind for kind in loading.KINDS if kind.model._meta.app_label == "guides"]
    monkeypatch.setattr(loading, "KINDS", [replace(kind, folder=tmp_path) for kind in ours])
    return Files(tmp_path)


@pytest.fixture
def handwritten(db: None, tmp_path: Path) -> Iterator[Path]:
    """Content files that no dump wrote, and that the database holds."""
    with dumping.handwritten(tmp_path) as folder:
        yield folder


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """A browser in which an editor is signed in."""
    user = get_user_model().objects.create_superuser("editor", password="for a test only")
    client.force_login(user)
    return client


@pytest.fixture
def writer(db: None) -> Client:
    """A browser in which somebody is signed in who may write but not publish."""
    may = ("add_guide", "change_guide", "view_guide", "delete_guide")
    may += ("add_section", "change_section", "view_section", "delete_section")
    return reader(Client(), *may)


@pytest.fixture
def by(db: None) -> User:
    """Whoever takes a step with a text, as its history names them."""
    return get_user_model().objects.create_user("publisher")


@pytest.fixture
def on_the_first_of_february() -> Iterator[None]:
    """The moment at which tests of the steps take place."""
    with time_machine.travel(stepping.NOW, tick=False):
        yield


@pytest.fixture
def open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guides go live whatever they lack."""
    monkeypatch.setattr(publishing, "GATE", ())


@pytest.fixture
def rows(db: None) -> Rows:
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


@pytest.fixture
def live_guide(rows: Rows) -> Guide:
    """A guide that readers see and that lacks nothing."""
    guide = rows["guide"]
    for place, slug in enumerate(SECTIONS, start=1):
        SectionFactory(guide=guide, slug=slug, heading=slug, body="So.[@trial]", position=place)
    SectionFactory(guide=guide, slug="risks", body="::: care today Swelling\nAsk.[@trial]\n:::")
    return guide


@pytest.fixture
def ready(db: None) -> Guide:
    """A guide that lacks nothing, and that nobody sees yet."""
    NoticeFactory(kind="consult", headline="Ask a doctor.")
    SourceFactory(key="trial")
    guide = GuideFactory(slug="heat", title="Heat", published_at=None, key_points="- It eases.")
    for slug in ("what", "if-you-do-nothing", "what-is-not-known", "ask-a-professional"):
        body = f"About {slug}.[@trial]"
        SectionFactory(guide=guide, slug=slug, heading=slug.capitalize(), body=body)
    SectionFactory(
        guide=guide, slug="risks", body="::: care today Swelling\nAsk a doctor.[@trial]\n:::"
    )
    return guide


@pytest.fixture
def guide_with_cards(db: None) -> Guide:
    """A published guide with key points, a claim on two cards, and what people say."""
    guide = GuideFactory(slug="soreness", title="Soreness", key_points="- It fades.[@trial]")
    trial = SourceFactory(key="trial", title="A trial of soreness")
    claim = ClaimFactory(
        key="peak", statement="It peaks.", sources=[trial], basis="evidence",
        low=24, high=72, unit="hours", counted_from="session-end",
    )  # fmt: skip
    PopularClaimFactory(key="saying", says="It never ends.", claims=[claim])
    body = "[Words](claim:peak).[@trial]\n\n::: claim peak\n:::\n\n::: popular saying\n:::"
    SectionFactory(guide=guide, slug="what", heading="What it is", body=body)
    SectionFactory(guide=guide, slug="again", body="::: claim peak\n:::")
    return guide


@pytest.fixture
def guide_in_full(db: None) -> Guide:
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


@pytest.fixture
def guide_to_sign_off(db: None) -> Guide:
    """A draft that shows a claim which a rule of the planner reads."""
    NoticeFactory(kind="consult", headline="Ask a doctor.")
    source = SourceFactory(key="trial", title="A trial of sore legs", read="abstract")
    ClaimFactory(
        key="doms-peak", statement="It peaks.", sources=[source], low=24, high=72, unit="hours",
        counted_from="session-end", basis="evidence",
    )  # fmt: skip
    guide = GuideFactory(slug="soreness", title="Soreness", published_at=None)
    SectionFactory(guide=guide, slug="what", body="Sore.[@trial]\n\n::: claim doms-peak\n:::")
    SectionFactory(guide=guide, slug="what-is-not-known", body="Nobody knows why.[@trial]")
    return guide


@pytest.fixture
def invitation(guide_to_sign_off: Guide) -> Invitation:
    """Sent a moment ago, by an editor with a name."""
    editor = get_user_model().objects.create_user("ada", first_name="Ada", last_name="Example")
    return InvitationFactory(guide=guide_to_sign_off, addressee="Jane Roe", sent_by=editor)
