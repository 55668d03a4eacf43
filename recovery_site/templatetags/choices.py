"""The choices of a question, for the flat pack of templates/handbook/.

Written by Python: a planner's form has some five hundred, time zones above all, and a template took
most of what the form costs for them. Escaped by the standard library, as Django's own escape()
looks for lazy text first.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import optgroups
from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

Option = dict[str, Any]


@register.simple_tag
def tiles(field: BoundField) -> SafeString:
    """The choices of a question as tiles; one that is known by several names folds them beside."""
    wrong = ' aria-invalid="true"' if field.errors else ""
    drawn = (_tile(option, wrong) for _, options, _ in optgroups(field) for option in options)
    return mark_safe("\n".join(drawn))  # noqa: S308 -- each part is escaped below


@register.simple_tag
def listed(field: BoundField) -> SafeString:
    """The choices of a question as the lines of a list, in their groups."""
    return mark_safe("\n".join(_groups(field)))  # noqa: S308 -- each part is escaped below


def _tile(option: Option, wrong: str) -> str:
    label = escape(str(option["label"]))
    # Of several ticks each is invalid; of a single answer the whole question is.
    told = wrong if option["type"] == "checkbox" else ""
    tile = (
        f'<label class="tile"><input type="{option["type"]}" name="{escape(option["name"])}" '
        f'value="{escape(str(option["value"]))}" id="{escape(option["attrs"].get("id", ""))}"'
        f"{' checked' if option['selected'] else ''}{told}><span>{label}</span></label>"
    )
    examples = getattr(option["label"], "examples", ())
    if not examples:
        return tile
    return (
        f'<div class="named">{tile}<details class="named__names"><summary>Names'
        f'<span class="unseen">: {label}</span></summary>'
        f"<p>{escape(', '.join(examples))}</p></details></div>"
    )


def _groups(field: BoundField) -> Iterator[str]:
    for name, options, _ in optgroups(field):
        lines = "".join(map(_line, options))
        yield f'<optgroup label="{escape(str(name))}">{lines}</optgroup>' if name else lines


def _line(option: Option) -> str:
    selected = " selected" if option["selected"] else ""
    label = escape(str(option["label"]))
    return f'<option value="{escape(str(option["value"]))}"{selected}>{label}</option>'
