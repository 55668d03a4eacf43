"""The notices for readers, on every page; and what stands there without them."""

import pytest
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from guides import context_processors
from guides.models import Notice
from tests.factories import NoticeFactory
from tests.guides.reading import PAGES, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", PAGES)
def test_the_published_consult_notice_stands_on_every_page(client, guide_with_cards, path):
    NoticeFactory(kind="consult", headline="See your own doctor first.")

    assert "See your own doctor first." in text_of(client, path)


@pytest.mark.parametrize("path", PAGES)
def test_without_a_notice_the_page_still_sends_readers_to_a_professional(
    client, guide_with_cards, path
):
    assert not Notice.objects.exists()

    assert "doctor or pharmacist" in text_of(client, path)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("kind", ["emergency", "legal"])
def test_the_foot_of_every_page_holds_the_other_notices(client, guide_with_cards, path, kind):
    NoticeFactory(kind=kind, headline="Mind this.", body="And <b>that</b>.")

    foot = client.get(path).text.partition("<footer")[2]
    assert "<strong>Mind this.</strong> And &lt;b&gt;that&lt;/b&gt;." in foot


@pytest.mark.parametrize("kind", ["consult", "legal"])
def test_without_an_emergency_notice_the_foot_still_says_whom_to_call(client, kind):
    NoticeFactory(kind=kind, headline="Ask a doctor.", body="Soon.")

    foot = client.get("/").text.partition("<footer")[2]
    assert "In an emergency call" in foot
    assert 'href="tel:112"' in foot


def test_an_emergency_notice_replaces_the_words_of_the_foot(client):
    NoticeFactory(kind="emergency", headline="Collapse is one.", body="Call 111.")

    assert "In an emergency call" not in client.get("/").text


def test_an_emergency_notice_without_a_body_leaves_the_numbers_where_they_are(client):
    NoticeFactory(kind="emergency", headline="Collapse is one.")

    foot = client.get("/").text.partition("<footer")[2]
    assert "<strong>Collapse is one.</strong> In an emergency call" in foot


def test_of_two_notices_of_a_kind_the_first_is_shown(client):
    NoticeFactory(headline="The elder law.")
    NoticeFactory(headline="The younger law.")

    text = text_of(client, "/")
    assert "The elder law." in text
    assert "The younger law." not in text


@pytest.mark.parametrize("kind", ["consult", "emergency", "legal"])
def test_an_unpublished_notice_is_not_shown(client, kind):
    NoticeFactory(kind=kind, headline="Ask a doctor who is gone.", is_published=False)

    assert "who is gone" not in text_of(client, "/")


def test_one_query_finds_the_notices_of_every_kind(
    rf, django_assert_num_queries: DjangoAssertNumQueries
):
    for kind in ("consult", "emergency", "legal"):
        NoticeFactory(kind=kind, headline=f"A doctor knows of {kind}.")
    notices = context_processors.notices(rf.get("/"))["notices"]

    with django_assert_num_queries(1):
        headlines = {kind: notice.headline for kind, notice in notices.items()}

    assert headlines == {
        kind: f"A doctor knows of {kind}." for kind in ("consult", "emergency", "legal")
    }


def test_a_page_that_prints_no_notice_does_not_ask_for_one(
    rf, django_assert_num_queries: DjangoAssertNumQueries
):
    with django_assert_num_queries(0):
        context_processors.notices(rf.get("/"))


def test_a_database_that_is_away_leaves_the_notices_to_the_templates(rf, monkeypatch):
    def away(*arguments):
        raise DatabaseError

    monkeypatch.setattr(Notice.objects, "published", away)

    assert not context_processors.notices(rf.get("/"))["notices"]
