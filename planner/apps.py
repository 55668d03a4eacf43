"""The planner as a Django app."""

from django.apps import AppConfig


class PlannerConfig(AppConfig):
    """Adds the safety factors to what load_content loads."""

    name = "planner"

    def ready(self) -> None:
        from guides.loading import add_kind
        from planner.content import SAFETY_FACTORS

        add_kind(SAFETY_FACTORS)
