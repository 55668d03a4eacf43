"""The made-up evening that the start page draws."""

from datetime import date

import pytest

from planner.core.suggestions import Lane
from planner.example import example_plan
from tests.factories import GuideFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def test_the_example_shows_every_lane_and_says_nothing_of_kratom(content):
    plan = example_plan(TODAY)

    lanes = {suggestion.lane for suggestion in plan.timetable}
    assert {Lane.DO, Lane.AVOID, Lane.SLEEP} <= lanes
    assert not plan.kratom
    assert not plan.care
    assert not plan.withheld


def test_the_start_page_draws_it_and_says_its_lines_to_whoever_hears_it(client, content):
    page = client.get("/")

    assert "no caffeine" in page.text
    label = page.text.partition('role="img"')[2].partition(">")[0]
    assert "22:30" in label
    assert "no caffeine" in label


def test_without_evidence_the_start_page_draws_no_example(client):
    GuideFactory(title="Soreness")

    page = client.get("/")

    assert page.status_code == 200
    assert "Soreness" in page.text
    assert "A plan, for example" not in page.text
