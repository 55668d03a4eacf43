"""The least valid safety factor."""

from datetime import date

import factory

from planner.models import FactorKind, FactorSeverity, SafetyFactor


class SafetyFactorFactory(factory.django.DjangoModelFactory[SafetyFactor]):
    """A condition that asks for caution."""

    class Meta:
        model = SafetyFactor

    key = factory.Sequence(lambda number: f"factor-{number}")
    kind = FactorKind.CONDITION
    label = "A condition"
    severity = FactorSeverity.CAUTION
    why = "A reason."
    reviewed_on = date(2026, 11, 22)
