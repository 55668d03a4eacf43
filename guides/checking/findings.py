"""What is wrong with the content, and how much that weighs."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding weighs: with an error the content should not be shown as it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and where: in the words of the content files."""

    weight: Weight
    where: str
    message: str
    # The place in the editors' form that mends it, by its id; empty where `where` says it all.
    mended_at: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def error(where: str, message: str, mended_at: str = "") -> Finding:
    """Something that has to be mended."""
    return Finding(Weight.ERROR, where, message, mended_at)


def warning(where: str, message: str) -> Finding:
    """Something to look at."""
    return Finding(Weight.WARNING, where, message)
