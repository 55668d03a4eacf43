"""Editing safety factors, over HTTP."""

import pytest
from django.urls import reverse

from guides.models import Claim
from planner.models import SafetyFactor
from tests.guides.editing import edit
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db


def change_page(factor):
    return reverse("admin:planner_safetyfactor_change", args=[factor.pk])


def test_examples_are_edited_one_a_line(admin_client, content):
    factor = SafetyFactor.objects.get(key="alcohol")

    page = admin_client.get(change_page(factor)).content.decode()
    response = edit(
        admin_client, change_page(factor), examples="beer\r\n\r\n  Pimm's, all kinds \r\n"
    )

    assert "beer\nwine" in page
    assert response.status_code == 302, response.context["errors"]
    factor.refresh_from_db()
    assert factor.examples == ["beer", "Pimm's, all kinds"]


def test_a_factor_of_the_floor_is_refused_a_milder_severity_beside_the_field(admin_client, content):
    factor = SafetyFactor.objects.get(key="opioids")

    response = edit(admin_client, change_page(factor), severity="caution")

    assert "It cannot be made milder here." in response.content.decode()
    factor.refresh_from_db()
    assert factor.severity == "avoid"


def test_saving_without_a_change_is_not_an_edit(admin_client, content):
    factor = SafetyFactor.objects.get(key="ssris-snris")
    before = SafetyFactor.objects.filter(pk=factor.pk).values().get()

    edit(admin_client, change_page(factor))

    assert SafetyFactor.objects.filter(pk=factor.pk).values().get() == before


def test_a_factor_that_the_planner_must_ask_about_cannot_be_deleted(admin_client, content):
    factor = SafetyFactor.objects.get(key="opioids")
    delete = reverse("admin:planner_safetyfactor_delete", args=[factor.pk])
    many = {"action": "delete_selected", "_selected_action": [factor.pk], "post": "yes"}

    one = admin_client.post(delete, {"post": "yes"})
    admin_client.post(reverse("admin:planner_safetyfactor_changelist"), many)

    assert one.status_code == 403
    assert SafetyFactor.objects.filter(pk=factor.pk).exists()


def test_another_factor_can_be_deleted(admin_client):
    factor = SafetyFactorFactory()

    admin_client.post(
        reverse("admin:planner_safetyfactor_delete", args=[factor.pk]), {"post": "yes"}
    )

    assert not SafetyFactor.objects.exists()


@pytest.mark.parametrize("query", ["?q=zoloft", "?severity__exact=avoid", "?kind__exact=medicine"])
def test_factors_can_be_searched_and_filtered(admin_client, content, query):
    response = admin_client.get(reverse("admin:planner_safetyfactor_changelist") + query)

    assert response.status_code == 200
    assert response.context["cl"].result_count > 0


def test_a_hostile_example_is_only_text(admin_client, client, content):
    factor = SafetyFactor.objects.get(key="alcohol")

    edit(admin_client, change_page(factor), examples="\\ud800\n\\u0000\n<script>x</script>\n[[[[")

    page = client.get("/planner/")
    assert page.status_code == 200
    assert "<script>x" not in page.content.decode()


def test_a_claim_that_rules_read_cannot_be_deleted_and_says_so(admin_client, content):
    claim = Claim.objects.get(key="warm-bath-length")
    delete = reverse("admin:guides_claim_delete", args=[claim.pk])

    page = admin_client.get(reverse("admin:guides_claim_change", args=[claim.pk]))
    refused = admin_client.post(delete, {"post": "yes"})

    for response in (page, refused):
        assert "the planner’s rule “warm bath”" in response.content.decode()
    assert Claim.objects.filter(pk=claim.pk).exists()
