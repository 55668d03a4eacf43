"""The planner as a Django app."""

from django.apps import AppConfig


class PlannerConfig(AppConfig):
    """Adds the safety factors to what load_content loads, and names the rules that use a claim."""

    name = "planner"

    def ready(self) -> None:
        from guides.loading import add_kind
        from guides.uses import RELYING
        from planner.content import SAFETY_FACTORS
        from planner.uses import rules_that_read

        add_kind(SAFETY_FACTORS)
        RELYING.append(rules_that_read)
