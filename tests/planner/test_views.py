"""The planner's page: what it asks, and what comes back of what was typed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from planner.models import SafetyFactor
from tests.planner.pages import PLANNER, plan_page
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday_morning")]


def test_the_form_s_address_is_the_planner(client):
    assert reverse("planner:plan") == PLANNER


def test_the_form_is_public_and_sets_no_cookie(client, content):
    response = client.get(PLANNER)

    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_form_asks_every_question_by_its_fixed_name(client, content):
    html = client.get(PLANNER).content.decode()

    names = set(re.findall(r'name="([a-z_]+)"', html))
    assert names >= {
        "activity",
        "effort",
        "unaccustomed",
        "finished_at",
        "soreness",
        "sore_when",
        "goal",
        "warning_signs",
        "bedtime",
        "wake_time",
        "caffeine",
        "time_zone",
        "kratom",
        "product",
        "conditions",
        "medicines",
    }
    assert "csrfmiddlewaretoken" not in names


def test_the_time_zone_can_be_chosen_from_a_list(client, content):
    html = client.get(PLANNER).content.decode()

    zones = html[html.index('<select class="entry ') : html.index("</select>")]
    assert 'name="time_zone"' in zones
    assert '<option value="Europe/London">London</option>' in zones


def test_the_form_offers_every_safety_factor(client, content):
    html = client.get(PLANNER).content.decode()

    offered = set(re.findall(r'name="(?:conditions|medicines)" value="([^"]+)"', html))
    assert offered == set(SafetyFactor.objects.values_list("key", flat=True))


def test_a_medicine_can_be_found_by_its_brand_name(client, content):
    assert "Zoloft" in client.get(PLANNER).content.decode()


def test_a_plan_answers_at_the_same_address_and_is_stored_nowhere(client, content):
    response = client.post(PLANNER, EVENING_LIFTER)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_wrong_form_comes_back_with_a_linked_summary_and_all_that_was_typed(client, content):
    response = client.post(
        PLANNER,
        ASKING_ABOUT_LEAF | {"wake_time": "half 6", "conditions": ["pregnancy"], "goal": ""},
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert 'href="#id_wake_time"' in html
    assert 'href="#id_goal_0"' in html
    assert 'value="half 6"' in html
    assert re.search(r'value="pregnancy"[^>]*checked', html)
    assert re.search(r'value="considering"[^>]*checked', html)
    assert "no-store" in response["Cache-Control"]


def test_an_empty_form_names_every_question_that_must_be_answered(client, content):
    html = client.post(PLANNER, {}).content.decode()

    summary = html[html.index('role="alert"') :]
    for name in ("activity_0", "effort_0", "finished_at", "bedtime", "time_zone", "kratom_0"):
        assert f'href="#id_{name}"' in summary


def test_change_answers_brings_the_form_back_filled_in_without_judging(client, content):
    typed = ASKING_ABOUT_LEAF | {"medicines": ["opioids"], "wake_time": "half 6"}

    response = client.post(PLANNER, typed | {"change": "yes"})

    html = response.content.decode()
    assert response.status_code == 200
    assert 'role="alert"' not in html
    assert 'value="half 6"' in html
    assert re.search(r'value="opioids"[^>]*checked', html)


def test_an_older_name_of_a_zone_is_still_chosen_after_a_mistake(client, content):
    typed = EVENING_LIFTER | {"time_zone": "Asia/Calcutta", "wake_time": "half 6"}

    html = client.post(PLANNER, typed).content.decode()

    assert re.search(r'<option value="Asia/Calcutta" selected', html)


def test_a_plan_carries_the_answers_so_that_they_can_be_changed(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF | {"medicines": ["alcohol", "opioids"]})

    hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', html))
    assert hidden["finished_at"] == "2026-11-24T18:00"
    assert hidden["bedtime"] == "22:30"
    assert len(re.findall(r'type="hidden" name="medicines"', html)) == 2


def test_posting_needs_no_token_because_nothing_changes(content):
    response = Client(enforce_csrf_checks=True).post(PLANNER, EVENING_LIFTER)

    assert response.status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_only_get_head_and_post_answer(client, method):
    assert getattr(client, method)(PLANNER).status_code == 405


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE planner_safetyfactor; --",
        "\ufffd\ufffd",
        "{{ settings.SECRET_KEY }}",
        "9" * 5000,
        "۲۲:۳۰",
    ],
)
@pytest.mark.parametrize("name", sorted(ASKING_ABOUT_LEAF))
def test_hostile_text_in_any_answer_is_a_plain_error(client, content, name, hostile):
    response = client.post(PLANNER, ASKING_ABOUT_LEAF | {name: hostile})

    assert response.status_code in {200, 422}
    assert "<script>alert" not in response.content.decode()
