"""Fields of the editors' forms."""

from typing import Any

from django import forms


class TextField(forms.CharField):
    """Long text with line ends as files have them; browsers send others.

    So a text that nobody touched stays the same to the letter.
    """

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        return super().to_python(value).replace("\r\n", "\n")


class NamesField(forms.CharField):
    """A list of names, typed one a line."""

    widget = forms.Textarea(attrs={"rows": 8})

    def prepare_value(self, value: Any) -> Any:
        """A list as the lines of the box; what was typed as it was typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The names, without empty lines. Raises ValidationError."""
        return [name for line in super().clean(value).splitlines() if (name := line.strip())]

    def has_changed(self, initial: list[str] | None, data: str) -> bool:
        """Whether the names are others, or stand in another order."""
        return self.clean(data) != (initial or [])
