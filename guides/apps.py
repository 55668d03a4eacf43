"""The guides as a Django app."""

from django.apps import AppConfig
from django.core.checks import register


class GuidesConfig(AppConfig):
    """What is known: guides, the claims they rest on, and the sources behind those."""

    name = "guides"

    def ready(self) -> None:
        from guides import checks

        register(checks.addresses_are_addresses)
        register(checks.readers_find_us, deploy=True)
