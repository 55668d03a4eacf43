"""The planner form's own layout objects, drawn by the flat template pack."""

from typing import Any

from crispy_forms.layout import LayoutObject, TemplateNameMixin
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Folded(LayoutObject, TemplateNameMixin):
    """Questions that show only once somebody asks about kratom; CSS alone folds them."""

    template = "%s/layout/folded.html"

    def __init__(self, *fields: Any) -> None:
        self.fields = list(fields)

    def render(self, form: Any, context: Any, template_pack: str, **kwargs: Any) -> SafeString:
        """The questions, inside this object's frame."""
        drawn = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(
            self.get_template_name(template_pack), {**self.words(), "fields": drawn}
        )

    def words(self) -> dict[str, str]:
        """What the frame says."""
        return {}


class Said(LayoutObject):
    """Words between the questions; CSS may keep them back until an answer needs them."""

    def __init__(self, template: str) -> None:
        self.fields: list[Any] = []
        self.template = template

    def render(self, form: Any, context: Any, template_pack: str, **kwargs: Any) -> SafeString:
        """The words."""
        return render_to_string(self.template)


class Part(Folded):
    """A part of the form: its title and a remark in the margin, its questions beside them."""

    template = "%s/layout/part.html"

    def __init__(self, title: str, hint: str, *fields: Any) -> None:
        super().__init__(*fields)
        self.title, self.hint = title, hint

    def words(self) -> dict[str, str]:
        """The title and the remark."""
        return {"title": self.title, "hint": self.hint}
