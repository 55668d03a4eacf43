"""The databases that we know how to search, by their names."""

from guides.search import postgresql, sqlite
from guides.search.backend import Backend

BACKENDS: dict[str, Backend] = {"sqlite": sqlite, "postgresql": postgresql}
