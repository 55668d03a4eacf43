"""The planner as a Django app."""

from django.apps import AppConfig


class PlannerConfig(AppConfig):
    """Adds safety factors to what is loaded and searched, and names the rules that use a claim."""

    name = "planner"

    def ready(self) -> None:
        from guides.loading import add_kind
        from guides.search.entries import ADDED
        from guides.uses import RELYING
        from planner.content import SAFETY_FACTORS
        from planner.models import SafetyFactor
        from planner.search import SEARCHED
        from planner.uses import rules_that_read

        add_kind(SAFETY_FACTORS)
        RELYING.append(rules_that_read)
        ADDED[SafetyFactor] = SEARCHED
