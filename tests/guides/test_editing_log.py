"""What the log says of an edit: who, which row, which fields, and not a word of the text."""

import logging

import pytest
from django.urls import reverse

from guides.models import Guide
from tests.factories import SectionFactory, SourceFactory
from tests.guides.editing import edit, unseen_page
from tests.guides.test_admin import section_field
from tests.guides.test_admin_use import delete_page, delete_selected
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture):
    """What was written about edits since the start of the test."""
    caplog.set_level(logging.INFO, "handbook.editing")
    return lambda: [
        record.getMessage() for record in caplog.records if record.name == "handbook.editing"
    ]


def test_a_change_names_the_row_and_the_fields_and_no_text(editor, rows, lines):
    edit(editor, unseen_page(rows["guide"]), title="Sore muscles", summary="A new summary.")

    assert lines() == ["editor changed guide soreness: title, summary"]


def test_a_change_to_a_section_names_its_fields_behind_it(editor, rows, lines):
    changed = {section_field("heading"): "A heading", section_field("body"): "A text."}

    edit(editor, unseen_page(rows["guide"]), **changed)

    assert lines() == ["editor changed guide soreness: section (heading, body)"]


def test_a_section_that_goes_is_told_without_its_heading(editor, rows, lines):
    SectionFactory(guide=rows["guide"], slug="second", position=1000, heading="A heading")

    edit(editor, unseen_page(rows["guide"]), **{"sections-1-DELETE": "on"})

    assert lines() == ["editor changed guide soreness: section deleted"]


def test_a_form_that_nobody_touched_is_not_a_change(editor, rows, lines):
    edit(editor, unseen_page(rows["guide"]))

    assert lines() == []


def test_a_refused_change_is_not_one(editor, rows, lines):
    edit(editor, unseen_page(rows["guide"]), title="")

    assert lines() == []


def test_an_addition_names_the_new_row(editor, lines):
    add = reverse("admin:guides_term_add")

    edit(editor, add, key="doms", name="DOMS", meaning="Soreness that comes late.")

    assert lines() == ["editor added term doms"]


def test_a_deletion_names_each_row_that_goes(editor, rows, lines):
    unseen_page(rows["guide"])

    editor.post(delete_page(rows["guide"]), {"post": "yes"})
    delete_selected(editor, rows["popularclaim"])

    assert not Guide.objects.exists()
    assert lines() == ["editor deleted guide soreness", "editor deleted popular claim saying"]


def test_safety_factors_are_told_of_in_the_same_way(editor, lines):
    factor = SafetyFactorFactory()
    factor.sources.add(SourceFactory())
    path = reverse("admin:planner_safetyfactor_change", args=[factor.pk])

    edit(editor, path, why="For another reason.")

    assert lines() == [f"editor changed safety factor {factor.key}: why"]
