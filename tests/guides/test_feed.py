"""The feed of changes, as a feed reader meets it."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides.feeds import ENTRIES
from guides.models import Claim, Guide, PopularClaim
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    NoticeFactory,
    PopularClaimFactory,
    RevisionFactory,
    TermFactory,
)
from tests.public_pages import KEPT_BY_ANYBODY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_url")]

ATOM = "{http://www.w3.org/2005/Atom}"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
WEDNESDAY = datetime(2026, 3, 4, 9, tzinfo=UTC)


def feed_of(client: Client, path: str = "/feed/") -> ElementTree.Element:
    return ElementTree.fromstring(client.get(path).content)


def titles(feed: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def changed(moment: datetime, row: Guide | Claim | PopularClaim) -> None:
    with time_machine.travel(moment, tick=False):
        row.save()


def test_guides_and_claims_stand_together_with_the_newest_first(client):
    changed(TUESDAY, ClaimFactory(statement="It fades."))
    changed(MONDAY, GuideFactory(title="Soreness"))
    changed(WEDNESDAY, GuideFactory(title="Sleep"))

    feed = feed_of(client)

    assert titles(feed) == ["Sleep", "It fades.", "Soreness"]


def test_an_entry_is_as_new_as_the_last_change_of_its_row(client):
    changed(TUESDAY, ClaimFactory())

    feed = feed_of(client)

    assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-03-03T09:00:00+00:00"
    assert feed.findtext(f"{ATOM}updated") == "2026-03-03T09:00:00+00:00"


def test_drafts_and_claims_under_review_are_not_told(client):
    GuideFactory(title="Draft", published_at=None)
    ClaimFactory(statement="Withdrawn.", is_published=False)

    assert titles(feed_of(client)) == []


@pytest.mark.parametrize(("now", "told"), [(TUESDAY, []), (WEDNESDAY, ["Sleep", "It fades."])])
def test_a_guide_set_for_later_is_news_from_its_moment_and_not_before(client, now, told):
    with time_machine.travel(now, tick=False):
        changed(MONDAY, GuideFactory(title="Sleep", published_at=WEDNESDAY))
        if told:
            changed(TUESDAY, ClaimFactory(statement="It fades."))

        feed = feed_of(client)

    assert titles(feed) == told
    if told:
        assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-03-04T09:00:00+00:00"


def test_there_are_forty_entries_at_most(client):
    for _ in range(ENTRIES):
        changed(MONDAY, ClaimFactory())
    changed(TUESDAY, GuideFactory(title="Newest"))

    told = titles(feed_of(client))

    assert len(told) == ENTRIES
    assert told[0] == "Newest"


def test_a_claim_is_told_with_its_verdict_and_how_sure_that_is(client):
    ClaimFactory(
        key="peak", statement="It peaks. Then it fades.", verdict="mixed", certainty="very-low"
    )

    entry = feed_of(client).find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == "It peaks."
    assert entry.findtext(f"{ATOM}summary") == (
        "It peaks. Then it fades. Verdict: mixed. Certainty: very low."
    )
    assert entry.find(f"{ATOM}link").get("href") == "https://handbook.example.org/evidence/peak/"


def test_a_guide_is_told_with_its_summary_and_the_day_it_appeared(client):
    GuideFactory(slug="soreness", title="Soreness", summary="What eases it.", published_at=MONDAY)

    entry = feed_of(client).find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == "Soreness"
    assert entry.findtext(f"{ATOM}summary") == "What eases it."
    assert entry.findtext(f"{ATOM}published") == "2026-03-02T09:00:00+00:00"
    assert entry.find(f"{ATOM}link").get("href") == "https://handbook.example.org/guides/soreness/"


def test_the_feed_has_all_that_atom_asks_for(client):
    GuideFactory(slug="soreness")

    feed = feed_of(client)

    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://handbook.example.org/",
        "self": "https://handbook.example.org/feed/",
    }
    assert feed.findtext(f"{ATOM}id") == "https://handbook.example.org/feed/"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "The Recovery Handbook project"
    for element in [feed, feed.find(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}"), name


def test_no_address_comes_from_the_host_that_was_asked(client):
    GuideFactory()
    ClaimFactory()

    response = client.get("/feed/", headers={"host": "127.0.0.1"})

    assert "127.0.0.1" not in response.text


def test_the_feed_says_that_it_is_atom(client):
    response = client.get("/feed/")

    assert response["Content-Type"].startswith("application/atom+xml")


def test_signs_of_markup_reach_the_reader_as_they_were_written(client):
    ClaimFactory(statement="Under <2 g & over.")

    entry = feed_of(client).find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == "Under <2 g & over."
    # Atom takes a summary for HTML.
    assert entry.find(f"{ATOM}summary").get("type") == "html"
    assert entry.findtext(f"{ATOM}summary").startswith("Under &lt;2 g &amp; over.")


@pytest.mark.parametrize("sign", ["\x0b", "\x1f", "\x7f", "\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_hold_does_not_break_the_feed(client, sign):
    ClaimFactory(statement=f"It{sign}fades.")
    GuideFactory(title="Sore\x1bness", summary="What\x08ever.")

    assert sorted(titles(feed_of(client))) == ["It fades.", "Sore ness"]


def test_a_copy_of_the_feed_is_stale_once_its_newest_entry_is_taken_down(client):
    changed(MONDAY, ClaimFactory(key="older"))
    changed(TUESDAY, ClaimFactory(key="newer"))
    copy = client.get("/feed/")
    Claim.objects.filter(key="newer").update(is_published=False)

    # A date would say that nothing is newer than the copy.
    again = client.get("/feed/", headers={"if-modified-since": "Tue, 03 Mar 2026 09:00:00 GMT"})

    assert "Last-Modified" not in copy
    assert again.status_code == 200
    assert again["ETag"] != copy["ETag"]


def test_what_people_say_is_told_once_a_published_claim_answers_it(client):
    changed(MONDAY, PopularClaimFactory(says="Nobody answers it."))
    claim = ClaimFactory(statement="It fades.", certainty="low")
    changed(TUESDAY, claim)
    said = PopularClaimFactory(
        key="ever", says="It lasts.", evidence_says="It ends.", verdict="contradicted",
        claims=[claim],
    )  # fmt: skip
    changed(WEDNESDAY, said)

    feed = feed_of(client)

    assert titles(feed) == ["Checked: “It lasts.”", "It fades."]
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == ("It ends. Verdict: contradicted. Certainty: low.")
    assert entry.find(f"{ATOM}link").get("href") == (
        "https://handbook.example.org/claims-checked/#ever"
    )


def test_the_feed_asks_the_database_five_times_at_most(
    client, content, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(5):
        client.get("/feed/")


# --- Changes that readers are told of ----------------------------------------------------------


def test_a_change_is_told_with_its_kind_its_sentence_and_what_it_is_about(client):
    guide = GuideFactory(slug="heat")
    changed(MONDAY, guide)
    told = RevisionFactory(
        of=guide, change="safety", sentence="Burns are warned of.", title="Heat", saved_at=TUESDAY
    )

    [entry] = feed_of(client).findall(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == "Safety: Heat"
    assert entry.findtext(f"{ATOM}summary") == "Burns are warned of."
    assert entry.find(f"{ATOM}link").get("href") == "https://handbook.example.org/guides/heat/"
    assert entry.find(f"{ATOM}category").get("term") == "safety"
    assert entry.findtext(f"{ATOM}updated") == "2026-03-03T09:00:00+00:00"
    assert entry.findtext(f"{ATOM}id") == (
        f"https://handbook.example.org/changes/#change-{told.pk}"
    )


def test_every_change_of_a_row_is_an_entry_of_its_own(client):
    claim = ClaimFactory()
    changed(MONDAY, claim)
    for moment, sentence in [(TUESDAY, "Once."), (WEDNESDAY, "Twice.")]:
        RevisionFactory(of=claim, sentence=sentence, saved_at=moment)

    entries = feed_of(client).findall(f"{ATOM}entry")

    assert [entry.findtext(f"{ATOM}summary") for entry in entries] == ["Twice.", "Once."]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2


@pytest.mark.parametrize(
    ("moment", "entries"),
    [
        (MONDAY, ["Evidence: Heat"]),
        (TUESDAY, ["Evidence: Heat"]),
        (WEDNESDAY, ["Heat", "Evidence: Heat"]),
    ],
)
def test_a_row_that_was_told_of_is_an_entry_by_itself_only_if_it_changed_since(
    client, moment, entries
):
    guide = GuideFactory(title="Heat")
    changed(moment, guide)
    RevisionFactory(of=guide, title="Heat", saved_at=TUESDAY)

    assert titles(feed_of(client)) == entries


def test_claims_and_what_people_say_are_not_told_twice_either(client):
    claim = ClaimFactory()
    said = PopularClaimFactory(claims=[claim])
    for row in (claim, said):
        changed(MONDAY, row)
        RevisionFactory(of=row, title=row.key, saved_at=TUESDAY)

    assert titles(feed_of(client)) == [f"Evidence: {said.key}", f"Evidence: {claim.key}"]


def test_a_change_to_one_row_hides_no_other(client):
    claim = ClaimFactory(statement="It fades.")
    changed(MONDAY, claim)
    for kind, row in [("guides.term", claim.pk), ("guides.claim", claim.pk + 1)]:
        RevisionFactory(kind=kind, row=row, title="Another", saved_at=TUESDAY)

    assert titles(feed_of(client)) == ["Evidence: Another", "Evidence: Another", "It fades."]


def test_a_change_to_what_has_no_page_leads_to_its_place_among_the_changes(client):
    told = RevisionFactory(of=NoticeFactory())

    entry = feed_of(client).find(f"{ATOM}entry")

    assert entry.find(f"{ATOM}link").get("href") == (
        f"https://handbook.example.org/changes/#change-{told.pk}"
    )


def test_what_only_editors_saw_is_not_told(client):
    RevisionFactory(change="", sentence="")

    assert titles(feed_of(client)) == []


def test_a_sentence_with_what_xml_cannot_hold_does_not_break_the_feed(client):
    RevisionFactory(sentence="A\x0bword & <b>.", title="Sore\x1bness")

    entry = feed_of(client).find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == "Evidence: Sore ness"
    assert entry.findtext(f"{ATOM}summary") == "A word &amp; &lt;b&gt;."


@pytest.mark.parametrize("path", ["/feed/", "/feed/safety/"])
def test_a_feed_of_changes_asks_the_database_a_fixed_number_of_times(
    client, path, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for _ in range(9):
        for make in (GuideFactory, ClaimFactory, PopularClaimFactory, TermFactory):
            RevisionFactory(of=make(), change="safety")

    # The changes, four models that they are about, and the rows of three.
    with django_assert_max_num_queries(8):
        client.get(path)


# --- Only what is about safety -----------------------------------------------------------------


def test_the_safety_feed_has_changes_for_safety_and_nothing_else(client):
    GuideFactory(title="Sleep")
    for kind, moment in [("safety", MONDAY), ("evidence", TUESDAY), ("safety", WEDNESDAY)]:
        RevisionFactory(change=kind, title=f"{moment:%A}", saved_at=moment)

    feed = feed_of(client, "/feed/safety/")

    assert titles(feed) == ["Safety: Wednesday", "Safety: Monday"]
    assert feed.findtext(f"{ATOM}updated") == "2026-03-04T09:00:00+00:00"


def test_the_safety_feed_has_all_that_atom_asks_for(client):
    RevisionFactory(change="safety")

    feed = feed_of(client, "/feed/safety/")

    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://handbook.example.org/changes/?kind=safety",
        "self": "https://handbook.example.org/feed/safety/",
    }
    assert feed.findtext(f"{ATOM}id") == "https://handbook.example.org/feed/safety/"
    for element in [feed, feed.find(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}"), name


@pytest.mark.parametrize("path", ["/feed/", "/feed/safety/"])
def test_a_feed_without_entries_does_not_change_with_the_clock(client, path):
    with time_machine.travel(MONDAY, tick=False):
        copy = client.get(path)
    with time_machine.travel(TUESDAY, tick=False):
        again = client.get(path, headers={"if-none-match": copy["ETag"]})

    assert again.status_code == 304
    assert copy["Cache-Control"] == KEPT_BY_ANYBODY
    assert not copy.cookies
