"""Editing over HTTP, as an editor's browser does it."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from guides import loading
from guides.checking.trust import SECTIONS
from guides.models import Guide, Notice, Section
from tests.factories import SectionFactory, SourceFactory
from tests.guides.editing import TOLD, Fields, change_page, draft_page, edit, unseen_page

pytestmark = pytest.mark.django_db

MODELS = ["guide", "claim", "popularclaim", "source", "notice", "term"]


def section_field(name: str) -> str:
    return f"sections-0-{name}"


@pytest.mark.parametrize("model", MODELS)
def test_every_list_search_and_form_opens(editor, rows, model):
    paths = [
        reverse(f"admin:guides_{model}_changelist"),
        reverse(f"admin:guides_{model}_changelist") + "?q=o",
        reverse(f"admin:guides_{model}_add"),
        change_page(rows[model]),
    ]

    assert [editor.get(path).status_code for path in paths] == [200] * 4


@pytest.mark.parametrize("model", [model for model in MODELS if model != "term"])
def test_every_filter_opens(editor, rows, model):
    path = reverse(f"admin:guides_{model}_changelist")
    filters = editor.get(path).context["cl"].filter_specs
    choices = [choice["query_string"] for spec in filters for choice in spec.choices(
        editor.get(path).context["cl"]
    )]  # fmt: skip

    assert choices
    assert {editor.get(path + choice).status_code for choice in choices} == {200}


def test_strangers_are_sent_to_sign_in(client, rows):
    response = client.get(change_page(rows["claim"]))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("model", MODELS)
def test_saving_a_form_that_nobody_touched_changes_nothing(editor, rows, model):
    kind = next(k for k in loading.KINDS if k.model._meta.model_name == model)
    Guide.objects.update(published_at=None)
    rows["guide"].refresh_from_db()
    before = kind.record_of(rows[model])

    response = edit(editor, change_page(rows[model]))

    assert response.status_code == 302
    assert kind.record_of(type(rows[model]).objects.get()) == before


def test_an_unknown_citation_is_refused_with_its_line_beside_the_text(editor, rows):
    response = edit(
        editor,
        unseen_page(rows["guide"]),
        **{section_field("body"): "One.\r\n\r\nTwo.[@nobody]"},
    )

    (formset,) = response.context["inline_admin_formsets"]
    assert formset.formset.errors[0] == {"body": ["Line 3: There is no source “nobody”."]}
    assert "There is no source" in response.content.decode()
    assert "nobody" not in Section.objects.get().body


def test_an_unknown_citation_in_the_key_points_is_refused_too(editor, rows):
    response = edit(editor, unseen_page(rows["guide"]), key_points="- One.\r\n- Two.[@nobody]")

    errors = response.context["adminform"].errors
    assert errors == {"key_points": ["Line 2: There is no source “nobody”."]}


def test_a_guide_with_a_section_can_be_written_and_nobody_sees_it_yet(editor):
    SourceFactory(key="trial")

    edit(
        editor,
        reverse("admin:guides_guide_add"),
        **{
            "title": "Heat", "slug": "heat", "topic": "recovery", "summary": "Warm.",
            "key_points": "- It eases.[@trial]", "position": 4, "author": "Us",
            "reviewed_on": "2026-01-15", "review_months": 6,
            "sections-TOTAL_FORMS": 1, section_field("position"): 1,
            section_field("heading"): "What", section_field("slug"): "what",
            section_field("body"): "A pack.[@trial]\r\n\r\nMore.",
        },
    )  # fmt: skip

    assert Section.objects.get(guide__slug="heat").body == "A pack.[@trial]\n\nMore."
    assert editor.get("/guides/heat/").status_code == 404


def test_two_sections_with_one_anchor_are_refused(editor, rows):
    SectionFactory(guide=rows["guide"], slug="help")

    response = edit(editor, unseen_page(rows["guide"]), **{section_field("slug"): "help"})

    assert response.status_code == 200
    assert sorted(section.slug for section in Section.objects.all()) == ["help", "what"]


def test_two_sections_can_swap_their_anchors(editor, rows):
    SectionFactory(guide=rows["guide"], slug="second", position=1000)
    swapped = {section_field("slug"): "second", "sections-1-slug": "what"}

    response = edit(editor, unseen_page(rows["guide"]), **swapped)

    assert response.status_code == 302
    assert [section.slug for section in rows["guide"].sections.all()] == ["second", "what"]


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("model", ["guide", "claim", "popularclaim", "source", "term"])
def test_a_row_that_nobody_touched_keeps_the_moment_of_its_last_change(editor, rows, model):
    before = rows[model].changed_at

    with time_machine.travel(before + MINUTE, tick=False):
        edit(editor, unseen_page(rows[model]) if model == "guide" else change_page(rows[model]))

    rows[model].refresh_from_db()
    assert rows[model].changed_at == before


def test_a_change_to_a_section_alone_is_a_change_to_its_guide(editor, rows):
    at = rows["guide"].changed_at + MINUTE

    with time_machine.travel(at, tick=False):
        edit(editor, unseen_page(rows["guide"]), **{"sections-0-heading": "Another heading"})

    rows["guide"].refresh_from_db()
    assert rows["guide"].changed_at == at


def test_a_consult_notice_has_to_name_a_professional(editor, rows):
    response = edit(editor, change_page(rows["notice"]), headline="Ask a friend.")

    assert "has to name a doctor or a pharmacist" in response.content.decode()
    assert Notice.objects.get().headline == "Ask a doctor."


def test_a_draft_has_no_link_to_a_page_that_is_not_there(editor, rows):
    html = editor.get(unseen_page(rows["guide"])).text

    assert "viewsitelink" not in html


@pytest.mark.parametrize("slug", ["muscle-soreness", "kratom-alkaloids", "sleep-and-recovery"])
def test_a_shipped_guide_with_a_draft_saved_untouched_still_follows_its_file(editor, content, slug):
    response = edit(editor, draft_page(editor, Guide.objects.get(slug=slug)))

    assert response.status_code == 302
    assert [tally.kept for tally in loading.load() if tally.kept] == []


def test_what_is_wrong_is_listed_at_the_top_with_the_way_to_it(editor, rows):
    sent = {section_field("body"): "One.\r\n\r\nTwo.[@nobody]", "title": ""}

    page = unescape(edit(editor, unseen_page(rows["guide"]), **sent).text)

    assert "2 things to correct" in page
    assert '<a href="#id_title">Title</a>: This field is required.' in page
    assert (
        '<a href="#id_sections-0-body">Section “A section”, body</a>: Line 3: There is no source'
        in page
    )


def test_a_new_guide_begins_with_the_sections_that_every_guide_has(editor):
    fields = Fields(editor.get(reverse("admin:guides_guide_add")).text).values

    assert [fields[f"sections-{place}-slug"] for place in range(3)] == [[slug] for slug in SECTIONS]


def test_sections_that_were_left_empty_are_none(editor):
    path = reverse("admin:guides_guide_add")
    mine = {"title": "Heat", "slug": "heat", "topic": "recovery", "summary": "Warm.",
            "key_points": "- It eases.", "position": 4, "author": "Us"}  # fmt: skip

    response = edit(editor, path, **mine)

    assert response.status_code == 302, response.context["errors"]
    assert not Section.objects.exists()


def test_what_was_typed_for_a_row_that_a_colleague_deleted_is_shown(editor, rows):
    path = change_page(rows["term"])
    fields = Fields(editor.get(path).text).values
    rows["term"].delete()

    response = editor.post(path, {**fields, **TOLD, "meaning": "Typed for nothing?"})

    assert response.status_code == 404
    assert "Typed for nothing?" in response.text
