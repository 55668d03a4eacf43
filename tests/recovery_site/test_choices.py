"""What Python writes of a form's choices: whatever an editor named them, it is text."""

import pytest
from django import forms

from planner.fields import FactorLabel
from recovery_site.templatetags.choices import listed, tiles

ODD, AS_TEXT = "<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"


def question(widget: type[forms.Widget], choices: list) -> forms.BoundField:
    """A question of a form that was not sent."""

    class Asking(forms.Form):
        asked = forms.MultipleChoiceField(choices=choices, widget=widget)

    return Asking()["asked"]


@pytest.mark.parametrize(
    "choice",
    [
        ("key", FactorLabel(ODD, ())),
        ("key", FactorLabel("Plain", (ODD,))),
        (ODD, FactorLabel("Plain", ())),
    ],
    ids=["its label", "its examples", "its value"],
)
def test_a_tile_is_text_whatever_it_says(choice):
    drawn = tiles(question(forms.CheckboxSelectMultiple, [choice]))

    assert AS_TEXT in drawn
    assert "<b>" not in drawn


@pytest.mark.parametrize("choices", [[("key", ODD)], [(ODD, "Plain")], [(ODD, [("key", "Plain")])]])
def test_a_line_of_a_list_is_text_whatever_it_says(choices):
    drawn = listed(question(forms.SelectMultiple, choices))

    assert AS_TEXT in drawn
    assert "<b>" not in drawn


@pytest.mark.parametrize(
    ("widget", "times"), [(forms.CheckboxSelectMultiple, 2), (forms.RadioSelect, 0)]
)
def test_of_several_ticks_each_is_invalid_and_of_one_answer_the_question_is(widget, times):
    class Asking(forms.Form):
        asked = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=widget)

    drawn = tiles(Asking({"asked": "other"})["asked"])

    assert drawn.count('aria-invalid="true"') == times
