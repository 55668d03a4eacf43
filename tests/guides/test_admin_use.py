"""Where a row is used, which the admin shows and which keeps it from being deleted."""

import pytest
from django.test import Client
from django.urls import reverse

from guides.models import Claim, Guide, Source
from planner.models import SafetyFactor
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
)
from tests.guides.editing import change_page
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "users"),
    [
        ("source", ["guide", "claim"]),
        ("claim", ["guide", "popularclaim"]),
        ("popularclaim", ["guide"]),
    ],
)
def test_an_editor_sees_where_a_row_is_used(editor, rows, model, users):
    html = editor.get(change_page(rows[model])).content.decode()

    for user in users:
        assert f'<li><a href="{change_page(rows[user])}">' in html


def test_a_row_that_is_used_nowhere_says_so(editor):
    html = editor.get(change_page(SourceFactory())).content.decode()

    assert "nowhere" in html


def delete_page(row) -> str:
    return reverse(f"admin:guides_{row._meta.model_name}_delete", args=[row.pk])


def delete_selected(editor: Client, *rows):
    """Confirm the deletion of some rows of a list."""
    (path,) = {reverse(f"admin:guides_{row._meta.model_name}_changelist") for row in rows}
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    return editor.post(path, {**chosen, "post": "yes"})


USED = [
    ("source", ["Claim", "Guide", "Safety factor"]),
    ("claim", ["Guide", "Popular claim"]),
    ("popularclaim", ["Guide"]),
]


@pytest.fixture
def factor(rows) -> SafetyFactor:
    """A row of another app that rests on the source."""
    factor = SafetyFactorFactory()
    factor.sources.add(rows["source"])
    return factor


@pytest.mark.parametrize(("model", "users"), USED)
def test_what_is_used_cannot_be_deleted_and_the_page_says_where(editor, rows, factor, model, users):
    answers = [editor.get(delete_page(rows[model])), delete_selected(editor, rows[model])]
    editor.post(delete_page(rows[model]), {"post": "yes"})

    assert type(rows[model]).objects.filter(pk=rows[model].pk).exists()
    for answer in answers:
        protected = answer.context["protected"]
        assert sorted(named.partition(":")[0] for named in protected) == users
        assert all(named in answer.text for named in protected)
    assert f'<a href="{change_page(rows["guide"])}">Soreness</a>' in answers[0].text


@pytest.mark.parametrize(
    "use",
    [
        lambda source: ClaimFactory(sources=[source]),
        lambda source: SafetyFactorFactory().sources.add(source),
        lambda source: GuideFactory(key_points=f"- It fades.[@{source.key}]"),
    ],
    ids=["claim", "safety factor", "guide"],
)
def test_each_use_by_itself_keeps_a_source(editor, use):
    source = SourceFactory()
    use(source)

    editor.post(delete_page(source), {"post": "yes"})

    assert Source.objects.exists()


@pytest.mark.parametrize("field", ["key_points", "section"])
def test_a_link_in_prose_keeps_a_claim(editor, field):
    claim = ClaimFactory(key="peak")
    words = "- It is worst [on day two](claim:peak)."
    guide = GuideFactory(key_points=words) if field == "key_points" else GuideFactory()
    if field == "section":
        SectionFactory(guide=guide, body=words)

    editor.post(delete_page(claim), {"post": "yes"})

    assert Claim.objects.exists()
    assert change_page(guide) in editor.get(change_page(claim)).text


def test_a_used_row_among_others_keeps_them_all(editor, rows):
    unused = SourceFactory()

    delete_selected(editor, unused, rows["source"])

    assert Source.objects.count() == 2


@pytest.mark.parametrize("factory", [SourceFactory, ClaimFactory, PopularClaimFactory])
@pytest.mark.parametrize("how", ["alone", "from the list"])
def test_what_is_used_nowhere_can_be_deleted(editor, factory, how):
    row = factory()

    if how == "alone":
        editor.post(delete_page(row), {"post": "yes"})
    else:
        delete_selected(editor, row)

    assert not type(row).objects.exists()


def test_names_are_shown_as_text_and_never_as_html(editor, rows):
    Guide.objects.update(title="<script>alert(1)</script>")

    pages = [editor.get(page(rows["source"])).text for page in (change_page, delete_page)]

    assert all("&lt;script&gt;alert(1)" in html for html in pages)
    assert not any("<script>alert(1)" in html for html in pages)
