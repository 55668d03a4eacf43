"""The conditions and medicines that the planner asks about, as search finds them."""

from datetime import timedelta

import pytest
from django.test import Client

from guides.choices import SearchKind
from guides.models import SearchEntry
from guides.search import index, search
from planner.models import SafetyFactor
from tests.factories import PUBLISHED_AT, SourceFactory
from tests.guides.editing import edit
from tests.guides.searching import titles
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db

NOON = PUBLISHED_AT + timedelta(days=1)


def page(client: Client, query: str) -> str:
    """What search answers, with blanks as a browser shows them."""
    return " ".join(client.get("/search/", {"q": query}).text.split())


def test_a_factor_is_found_by_its_label_its_reason_and_the_names_that_people_know():
    SafetyFactorFactory(label="Blood thinners", why="It may bleed.", examples=["warfarin"])

    assert titles("thinner") == titles("bleed") == titles("warfarn") == ["Blood thinners"]


def test_a_factor_is_shown_whole_and_as_a_question_of_the_planner(client):
    why = " ".join(["It may bleed."] * 40)
    SafetyFactorFactory(label="Blood thinners", why=why, examples=["warfarin", "Eliquis"])
    index.bring_up_to_date()

    html = page(client, "thinners")

    assert '<p class="results__kind">Asked by the planner</p>' in html
    assert '<a href="/planner/#part-3-kratom">Blood <mark>thinners</mark></a>' in html
    assert (
        f"<strong>Why the planner asks about it:</strong> {why} "
        "Names that people know: warfarin, Eliquis.</p>"
    ) in html


def test_a_factor_without_examples_says_no_more_than_why():
    SafetyFactorFactory(why="It may bleed.", examples=[])
    index.bring_up_to_date()

    assert SearchEntry.objects.get().text == "It may bleed."


def test_the_form_has_the_place_that_results_lead_to(client, content):
    assert 'id="part-3-kratom"' in client.get("/planner/").text


@pytest.mark.parametrize("query", ["sertraline", "tramadol", "warfarin", "suicide"])
def test_what_the_planner_knows_is_found_in_shipped_content(client, searchable_content, query):
    found = search(query, NOON).found

    assert SearchKind.SAFETY_FACTOR in {result.kind for result in found}


def test_whoever_looks_for_suicide_sees_that_question_first_and_whom_to_call(
    client, searchable_content
):
    html = page(client, "suicide")

    first = html[html.index('class="results__item"') :].partition("</li>")[0]
    assert "Thoughts of <mark>suicide</mark> or self-harm" in first
    assert "Ask for help today; this can be treated." in first
    assert "Chest pain, trouble breathing, a collapse or a seizure is an emergency." in html


def test_an_edited_factor_is_found_by_its_new_words_and_a_deleted_one_is_gone(admin_client):
    factor = SafetyFactorFactory(label="Blood thinners")
    factor.sources.add(SourceFactory())
    address = f"/admin/planner/safetyfactor/{factor.pk}/"
    index.bring_up_to_date()

    edit(admin_client, f"{address}change/", label="Anticoagulants")
    edited = search("anticoagulants", NOON).found, search("thinners", NOON).found
    admin_client.post(f"{address}delete/", {"post": "yes"})

    assert [len(found) for found in edited] == [1, 0]
    assert not SafetyFactor.objects.exists()
    assert not SearchEntry.objects.exists()
