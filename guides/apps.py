"""The guides as a Django app."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """What is known: guides, the claims they rest on, and the sources behind those."""

    name = "guides"
