"""What a safety factor must be."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from guides import choices
from planner.core import values
from planner.core.screening import FLOOR, Severity
from planner.models import FactorSeverity, SafetyFactor
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

    with pytest.raises(ValidationError, match="a list of names"):
        factor.clean()


def test_a_factor_of_the_floor_cannot_be_made_milder():
    factor = SafetyFactorFactory.build(key="opioids", severity=FactorSeverity.CAUTION)

    with pytest.raises(ValidationError, match="cannot be made milder"):
        factor.clean()


def test_a_factor_may_be_made_graver():
    SafetyFactorFactory.build(key="ssris-snris", severity=FactorSeverity.AVOID).clean()


def test_the_core_s_floor_is_the_shipped_severity(content):
    assert dict(SafetyFactor.objects.values_list("key", "severity")) == FLOOR


def test_the_core_and_the_database_use_the_same_words():
    pairs = [
        (values.Verdict, choices.Verdict),
        (values.Certainty, choices.Certainty),
        (values.Basis, choices.Basis),
        (Severity, FactorSeverity),
    ]

    assert all({v.value for v in core} == set(rows.values) for core, rows in pairs)


def test_all_conditions_and_medicines_are_shipped(content):
    kinds = list(SafetyFactor.objects.values_list("kind", flat=True))

    assert (kinds.count("condition"), kinds.count("medicine")) == (24, 30)
