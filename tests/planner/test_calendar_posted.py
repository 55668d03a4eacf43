"""The calendar file: the way to it."""

import re

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from guides.choices import NoticeKind
from guides.models import Notice
from planner.models import SafetyFactor
from tests.planner.calendar_files import DISCREET, SITE
from tests.planner.people import at
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER, NIGHT_NURSE

pytestmark = pytest.mark.usefixtures("tuesday_morning")

CALENDAR = "/planner/calendar/"


def posted(client, typed):
    response = client.post(CALENDAR, typed)
    assert response.status_code == 200
    return response


def read(response):
    return Calendar.from_ical(response.content).events


@pytest.mark.django_db
def test_posted_answers_come_back_as_a_file_that_nobody_may_keep(client, content):
    response = posted(client, EVENING_LIFTER)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="recovery-plan.ics"'
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert len(read(response)) > 5


@pytest.mark.django_db
def test_the_boxes_of_the_form_choose_titles_and_alarms(client, content):
    plain, chosen = (
        read(posted(client, EVENING_LIFTER | boxes))
        for boxes in ({}, {"discreet": "yes", "alarms": "yes"})
    )

    assert not {str(event["summary"]) for event in plain} & DISCREET
    assert not any(event.walk("VALARM") for event in plain)
    assert {str(event["summary"]) for event in chosen} == DISCREET
    assert all(event.walk("VALARM") for event in chosen)


@pytest.mark.django_db
def test_an_event_leads_to_the_passage_of_a_guide_at_our_own_address(client, content, settings):
    settings.SITE_URL = SITE

    words = " ".join(str(event["description"]) for event in read(posted(client, EVENING_LIFTER)))

    links = set(re.findall(r"Read more: (\S+)", words))
    assert any(link.startswith(f"{SITE}/guides/") for link in links)
    for link in links:
        assert client.get(link.removeprefix(SITE).partition("#")[0]).status_code == 200


@pytest.mark.django_db
def test_the_published_notice_stands_in_every_event(client, content):
    Notice.objects.filter(kind=NoticeKind.CONSULT).update(headline="Ask a pharmacist & wait.")

    events = read(posted(client, EVENING_LIFTER))

    assert all("Ask a pharmacist & wait. Emergency: 911" in e["description"] for e in events)


@pytest.mark.django_db
def test_what_the_shipped_claims_say_of_kratom_asks_nobody_to_take_any(client, content):
    events = [
        event
        for event in read(posted(client, ASKING_ABOUT_LEAF))
        if str(event["description"]).startswith("Leave alone: Kratom: ")
    ]

    assert len(events) == 2
    assert not any(re.search(r"\btak(?:e|en|ing)\b", str(e["description"]), re.I) for e in events)


@pytest.mark.django_db
def test_nothing_that_somebody_typed_or_ticked_is_in_the_file(client, content):
    typed = ASKING_ABOUT_LEAF | {"medicines": ["ssris-snris"], "other_medicines": "zzzolam, qqqine"}

    file = posted(client, typed).content.decode().replace("\r\n ", "")

    label = SafetyFactor.objects.get(key="ssris-snris").label
    assert not any(word in file for word in ("zzzolam", "qqqine", "ssris", label))
    assert "kratom" not in file.lower()


@pytest.mark.django_db
def test_an_emergency_gets_its_card_and_no_file(client, content):
    with time_machine.travel(at("2026-11-24", "07:20"), tick=False):
        response = posted(client, NIGHT_NURSE)

    assert response["Content-Type"].startswith("text/html")
    assert "Get emergency care now" in response.content.decode()
    assert "Add to calendar" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_wrong_form_comes_back_as_the_form_and_leads_to_the_plan(client, content):
    response = client.post(CALENDAR, EVENING_LIFTER | {"wake_time": "half 6"})

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="half 6"' in html
    assert 'action="/planner/"' in html


@pytest.mark.django_db
def test_a_plan_offers_its_file_with_both_boxes_empty(client, content):
    html = client.post("/planner/", EVENING_LIFTER).content.decode()

    assert f'formaction="{CALENDAR}"' in html
    for box in ("discreet", "alarms"):
        (tag,) = re.findall(f'<input[^>]*name="{box}"[^>]*>', html)
        assert "checked" not in tag


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_posted_answers_are_read(client, method):
    assert getattr(client, method)(CALENDAR).status_code == 405


@pytest.mark.django_db
def test_it_needs_no_token_because_nothing_changes(content):
    assert Client(enforce_csrf_checks=True).post(CALENDAR, EVENING_LIFTER).status_code == 200
