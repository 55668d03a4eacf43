"""The boxes in which Markdown is written, over which script puts buttons."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.widgets import Script
from django.urls import reverse_lazy


class MarkdownTextarea(AdminTextareaWidget):
    """A box for Markdown that may hold cards, or, such as a list of points, may not."""

    def __init__(self, *, cards: bool = True) -> None:
        super().__init__(
            {
                "class": "vLargeTextField markdown",
                # Where script looks for what can be mentioned, and what it offers.
                "data-mentions": reverse_lazy("admin:guides_guide_mentions"),
                "data-offers": "source claim link popular term" if cards else "source link term",
            }
        )

    @property
    def media(self) -> forms.Media:
        """What the buttons and the preview beside the form need."""
        return forms.Media(
            css={"all": ["css/editing.css"]},
            js=[
                Script("js/mentioning.js", type="module"),
                Script("js/beside.js", type="module"),
                Script("js/unsaved.js", type="module"),
            ],
        )
