"""What was typed is named as the form names it; no test here has a database, as it may be away."""

import pytest
from django.contrib import admin

from guides.editing.typed import MOST_LINES, Typed, typed_into
from guides.models import Claim, Guide, Term


def typed(model, *sent) -> list[Typed]:
    """What was typed into the form of a model."""
    return list(typed_into(admin.site.get_model_admin(model), sent))


def test_each_field_has_its_label_in_the_order_of_the_form():
    sent = [
        ("title", "Heat"),
        ("key_points", "- One.\r\n- Two."),
        ("sections-TOTAL_FORMS", "2"),
        ("sections-0-heading", "What helps?"),
        ("sections-0-slug", "what"),
        ("sections-0-body", "Warmth."),
        ("sections-1-heading", "What does not?"),
        ("reviewed_on", "2026-03-02"),
    ]

    assert typed(Guide, *sent) == [
        ("Title", "Heat"),
        ("Key points", "- One.\r\n- Two."),
        ("Section 1: Heading", "What helps?"),
        ("Section 1: Anchor", "what"),
        ("Section 1: Body", "Warmth."),
        ("Section 2: Heading", "What does not?"),
        ("Evidence checked on", "2026-03-02"),
    ]


def test_a_row_that_no_form_has_is_left_out():
    assert typed(Guide, (f"sections-{'9' * 5000}-heading", "Heat"), ("nobody-0-slug", "x")) == []


def test_the_forms_own_labels_win():
    sent = [("also", "DOMS\r\nsoreness"), ("change", "wording"), ("sentence", "It is shorter.")]

    assert typed(Term, *sent) == [
        ("Also called", "DOMS\r\nsoreness"),
        ("Kind of change", "Wording"),
        ("What is different", "It is shorter."),
    ]


def test_a_choice_reads_as_in_the_form_and_chosen_rows_are_counted():
    sent = [("verdict", "weak"), ("is_published", "on"), ("sources", "4"), ("sources", "7")]

    assert typed(Claim, *sent) == [
        ("Verdict", "Weak"),
        ("Is published", "Yes"),
        ("Sources", "2 chosen"),
    ]


def test_a_choice_that_there_is_not_is_given_back_as_it_was_sent():
    assert typed(Claim, ("verdict", "unheard-of")) == [("Verdict", "unheard-of")]


def test_what_nobody_typed_is_left_out():
    sent = [
        ("csrfmiddlewaretoken", "a token"),
        ("state", "a digest"),
        ("goes_into", "3"),
        ("sections-INITIAL_FORMS", "1"),
        ("sections-0-id", "12"),
        ("sections-0-guide", "3"),
        ("sections-__prefix__-heading", "An empty form"),
        ("others-0-heading", "Of nothing that there is"),
        ("summary", ""),
        ("_save", "Save"),
    ]

    assert typed(Guide, *sent) == []


@pytest.mark.parametrize("page", admin.site._registry.values(), ids=str)
def test_it_can_be_told_of_every_form_of_the_admin(page):
    assert list(typed_into(page, [("no-such-field", "Words.")])) == []


def test_a_section_that_was_to_go_says_so():
    assert typed(Guide, ("sections-2-DELETE", "on")) == [("Section 3: Delete", "Yes")]


def test_a_box_is_as_high_as_its_text_up_to_a_limit():
    assert Typed("Title", "Heat").lines == 1
    assert Typed("Body", "One.\r\n\r\n" + "word " * 20).lines == 4
    assert Typed("Body", "Line.\n" * 100).lines == MOST_LINES
