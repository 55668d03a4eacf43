"""What a safety factor must be."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from planner.core.screening import ALWAYS_AVOID, Severity
from planner.models import SafetyFactor
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "mood"}, "safetyfactor_kind_is_known"),
        ({"severity": "mild"}, "safetyfactor_severity_is_known"),
        ({"review_months": 0}, "review_months_are_positive"),
    ],
)
def test_the_database_refuses_a_factor_that_cannot_be(change, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        SafetyFactorFactory(**change)


@pytest.mark.parametrize("examples", ["codeine", [1], [""], {"a": 1}])
def test_examples_are_a_list_of_words(examples):
    factor = SafetyFactorFactory.build(examples=examples)

    with pytest.raises(ValidationError, match="list of names in quotes"):
        factor.clean()


def test_the_core_s_floor_is_the_shipped_severity(content):
    severities = dict(
        SafetyFactor.objects.filter(key__in=ALWAYS_AVOID).values_list("key", "severity")
    )

    assert set(severities) == ALWAYS_AVOID
    assert set(severities.values()) == {Severity.AVOID.value}


def test_all_conditions_and_medicines_are_shipped(content):
    kinds = list(SafetyFactor.objects.values_list("kind", flat=True))

    assert (kinds.count("condition"), kinds.count("medicine")) == (24, 29)
