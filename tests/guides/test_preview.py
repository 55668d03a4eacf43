"""The page of a guide that somebody is writing, before it is saved."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides import loading
from guides.models import Claim, Guide, Section
from tests.factories import SectionFactory
from tests.guides.editing import change_page
from tests.guides.writing import PREVIEW, article, preview, report

pytestmark = pytest.mark.django_db

SHIPPED = ["muscle-soreness", "kratom-alkaloids", "sleep-and-recovery"]


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_preview_of_a_guide_is_its_page(editor, content, slug):
    guide = Guide.objects.get(slug=slug)

    page = preview(editor, guide)

    assert "To mend" not in page.text
    assert "Numbers that no claim holds" not in page.text
    # The page with the sources on it, to the letter.
    assert article(page.text) == article(editor.get(f"/guides/{slug}/print/").text)


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_guide_itself_differs_only_in_where_its_sources_stand(editor, content, slug):
    guide = Guide.objects.get(slug=slug)
    references = r'<section class="section" aria-labelledby="references">.*?</section>'

    shown, read = (
        re.sub(references, "", article(page.text), flags=re.DOTALL)
        for page in (preview(editor, guide), editor.get(f"/guides/{slug}/"))
    )

    assert shown == read.replace(f"/guides/{slug}/sources/#", "#")


def test_it_says_that_it_is_a_preview_and_that_nothing_is_saved(editor, rows):
    page = preview(editor, rows["guide"]).text

    before = page[: page.index('<article class="guide">')]
    assert "This is a preview" in before
    assert "Nothing is saved" in before
    assert '<meta name="robots" content="noindex">' in page
    assert "/admin/" not in page


def test_what_is_typed_is_shown_and_not_saved(editor, rows):
    kinds = {kind.model: kind for kind in loading.KINDS}
    before = kinds[Guide].record_of(rows["guide"])

    page = preview(
        editor, rows["guide"], title="Another title",
        **{"sections-0-body": "Another text.[@trial]"},
    ).text  # fmt: skip

    assert "<h1>Another title</h1>" in page
    assert "<p>Another text.<sup" in page
    rows["guide"].refresh_from_db()
    assert kinds[Guide].record_of(rows["guide"]) == before


def test_it_reads_alone(editor, rows):
    guide = rows["guide"]
    preview(editor, guide)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        editor.post(PREVIEW, {"preview_of": guide.pk, "title": "Words", "key_points": "- [@trial]"})

    assert {query["sql"].partition(" ")[0] for query in asked} == {"SELECT"}


def test_nobody_keeps_it(editor, rows):
    response = preview(editor, rows["guide"])

    assert "no-store" in response["Cache-Control"]


def test_sections_stand_in_the_order_of_their_positions(editor, rows):
    SectionFactory(guide=rows["guide"], position=5000, heading="The later one")

    page = preview(
        editor, rows["guide"],
        **{"sections-0-position": "9000", "sections-0-heading": "The last one"},
    ).text  # fmt: skip

    headings = re.findall(r"</span> (The [a-z ]+)</h2>", page)
    assert headings == ["The later one", "The last one"]


def test_a_section_to_be_deleted_is_left_out(editor, rows):
    SectionFactory(guide=rows["guide"], position=5000, heading="What stays")

    page = preview(editor, rows["guide"], **{"sections-0-DELETE": "on"}).text

    assert "What stays</h2>" in page
    assert page.count('class="section__title"') == 1


def test_a_new_guide_has_a_preview_before_it_is_saved(editor):
    page = editor.post(PREVIEW, {"preview_of": "", "title": "Heat", "summary": "Warm."})

    assert page.status_code == 200
    assert "<h1>Heat</h1>" in page.text
    assert "not yet" in page.text


def test_a_draft_has_one(editor, rows):
    Guide.objects.update(published_at=None, reviewed_on=None)

    page = preview(editor, rows["guide"])

    assert page.status_code == 200
    assert "<dt>Evidence checked</dt><dd>not yet</dd>" in page.text


def test_an_empty_form_has_one(editor):
    assert editor.post(PREVIEW).status_code == 200


# --- What it says is wrong -------------------------------------------------------------------


def test_a_wrong_key_is_named_with_its_section_and_line(editor, rows):
    body = "Words.[@trial]\r\n\r\nMore.[@nobody]"

    page = preview(
        editor, rows["guide"], **{"sections-0-heading": "What it is", "sections-0-body": body}
    ).text

    assert report(page) == ["What it is, line 3: There is no source “nobody”."]


def test_a_line_of_the_key_points_that_is_no_point_is_named(editor, rows):
    page = preview(editor, rows["guide"], key_points="- Words.\r\nMore.").text

    assert report(page) == ["Key points, line 2: start each point with “- ”, one a line."]


def test_a_number_that_no_claim_holds_is_named(editor, rows):
    body = "Words.[@trial]\r\n\r\nIt lasts 99 days.[@trial]"

    page = preview(
        editor, rows["guide"], **{"sections-0-heading": "What it is", "sections-0-body": body}
    ).text

    assert "Numbers that no claim holds: 1" in page
    assert report(page) == [
        "What it is, line 3: “99” stands in no published claim that rests on trial: "
        "“It lasts 99 days.”"
    ]


def test_a_passage_that_states_a_fact_without_a_source_is_shown(editor, rows):
    body = "It hurts.[@trial]\r\n\r\nRest mends it."

    page = preview(
        editor, rows["guide"], **{"sections-0-heading": "What it is", "sections-0-body": body}
    ).text

    assert "Passages that state a fact without a source: 1" in page
    assert report(page) == ["What it is, line 3: Rest mends it."]


def test_it_says_how_hard_the_guide_reads(editor, rows):
    hard = "Incontrovertible physiological considerations necessitate perspicacious deliberation. "

    page = preview(editor, rows["guide"], summary=hard * 9).text

    assert "(over 8)" in page


def test_a_claim_that_is_not_published_is_shown_as_readers_would_see_it(editor, rows):
    Claim.objects.update(is_published=False)

    page = preview(editor, rows["guide"]).text

    assert "is under review and is not shown" in page


# --- Who gets one, and what is sent ----------------------------------------------------------


def test_a_stranger_is_sent_to_sign_in(client, rows):
    response = client.post(PREVIEW, {"title": "Words"})

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_staff_who_may_not_see_guides_are_turned_away(client, rows):
    client.force_login(User.objects.create_user("clerk", is_staff=True))

    assert client.post(PREVIEW).status_code == 403


def test_staff_who_may_only_look_get_one(client, rows):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_guide"))
    client.force_login(user)

    assert client.post(PREVIEW).status_code == 200


def test_a_form_that_can_only_be_looked_at_has_nothing_to_preview(client, rows):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_guide"))
    client.force_login(user)

    assert PREVIEW not in client.get(change_page(rows["guide"])).text


def test_it_cannot_be_asked_for_by_a_link(editor):
    assert editor.get(PREVIEW).status_code == 405


def test_another_site_cannot_post_to_it(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies

    assert strict.post(PREVIEW, {"title": "Words"}).status_code == 403


@pytest.mark.parametrize("model", ["guide", "claim"])
def test_only_the_form_of_a_guide_has_the_button(editor, rows, model):
    Guide.objects.update(published_at=None)

    page = editor.get(change_page(rows[model])).text

    assert (f'formaction="{PREVIEW}"' in page) == (model == "guide")


def test_the_form_of_a_new_guide_has_it_too(editor):
    assert f'formaction="{PREVIEW}"' in editor.get(reverse("admin:guides_guide_add")).text


MARKUP = ("[@", "trial", "]", "; @", "::: ", "claim ", "peak", "popular saying", "care today X",
          "\n", "\n\n", ":::", "- ", "|", "](term:", "half-life)", "](claim:", "<b>", "![", "99 ",
          "`", "#", "> ", "&", "\x85", "９", "9" * 5000, "é", "’")  # fmt: skip
garbage = st.text(max_size=30) | st.lists(st.sampled_from(MARKUP), max_size=12).map("".join)
numbers = st.sampled_from(["", "-1", "0", "1", "1e9", "9" * 5000, "99999999999999999999", "x", "½"])
days = st.sampled_from(["", "2026-02-31", "0001-01-01", "9999-12-31", "2026-01-15", "x"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "preview_of": numbers, "reviewed_on": days, "review_months": numbers,
            "title": garbage, "summary": garbage, "key_points": garbage, "author": garbage,
            "sections-0-heading": garbage, "sections-0-slug": garbage, "sections-0-body": garbage,
            "sections-0-position": numbers, "sections-1-body": garbage,
            "sections-1-position": numbers, "sections-TOTAL_FORMS": numbers,
            "sections-9999999999-body": garbage, "sections-__prefix__-body": garbage,
        },
    )
)  # fmt: skip
def test_whatever_is_sent_it_is_never_our_fault(editor, rows, sent):
    # A NUL is refused with 400, as everywhere.
    plain = {name: value.replace("\0", "") for name, value in sent.items()}

    response = editor.post(PREVIEW, plain)

    assert response.status_code == 200
    assert Section.objects.count() == 1
