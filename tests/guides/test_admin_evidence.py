"""Editing the evidence over HTTP: claims, sources, and the words of the glossary."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from guides.admin.evidence import TermAdmin
from guides.models import Claim, Revision
from tests.factories import SectionFactory, SourceFactory, TermFactory
from tests.guides.editing import TOLD, Fields, change_page, edit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "field", "term", "found"),
    [("claim", "sources", "tria", "trial"), ("popularclaim", "claims", "pea", "peak")],
)
def test_sources_and_claims_are_found_by_a_few_letters(editor, rows, model, field, term, found):
    query = {"app_label": "guides", "model_name": model, "field_name": field, "term": term}

    results = editor.get(reverse("admin:autocomplete"), query).json()["results"]

    assert len(results) == 1
    assert found in results[0]["text"]


def test_an_edit_of_a_claim_s_hours_shows_on_the_guide_at_the_next_request(editor, rows):
    Claim.objects.update(basis="evidence", counted_from="session-end")
    assert "24 to 72 hours after" in editor.get("/guides/soreness/").content.decode()

    edit(editor, change_page(rows["claim"]), low="12", high="48")

    assert "12 to 48 hours after" in editor.get("/guides/soreness/").content.decode()


def test_hours_under_their_floor_are_refused_in_words(editor, rows):
    response = edit(editor, change_page(rows["claim"]), low="5")

    assert "under its floor" in response.content.decode()
    assert Claim.objects.get().low == 24


@pytest.mark.parametrize(("field", "value"), [("floor", "1"), ("ceiling", "99"), ("key", "other")])
def test_what_others_rely_on_cannot_be_changed(editor, rows, field, value):
    before = getattr(Claim.objects.get(), field)

    edit(editor, change_page(rows["claim"]), **{field: value})

    assert getattr(Claim.objects.get(), field) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [("unit", "minutes"), ("counted_from", "wake-time"), ("basis", "")],
)
def test_how_the_number_of_a_claim_that_rules_read_is_counted_cannot_be_changed(
    editor, rows, field, value
):
    Claim.objects.update(basis="evidence", counted_from="session-end")

    edit(editor, change_page(rows["claim"]), **{field: value})

    claim = Claim.objects.get()
    assert (claim.unit, claim.counted_from, claim.basis) == ("hours", "session-end", "evidence")


def test_the_number_of_another_claim_can_be_counted_anew(editor, rows):
    edit(editor, change_page(rows["claim"]), unit="hours of rest")

    assert Claim.objects.get().unit == "hours of rest"


@pytest.mark.parametrize("doi", ["https://doi.org/10.1000/xyz", "hello", "10.1000"])
def test_a_doi_stands_alone(editor, rows, doi):
    response = edit(editor, change_page(rows["source"]), doi=doi)

    assert response.context["adminform"].errors["doi"] == ["Write the DOI alone: 10.1000/xyz."]


def test_a_new_claim_is_given_its_key_and_floor(editor, rows):
    edit(
        editor, reverse("admin:guides_claim_add"), key="onset", topic="soreness",
        statement="It starts.", low="12", high="24", floor="6", verdict="supported",
        certainty="high", sources=[rows["source"].pk], reviewed_on="2026-01-15",
    )  # fmt: skip

    assert Claim.objects.get(key="onset").floor == 6


def test_a_claim_needs_a_source(editor, rows):
    response = edit(editor, change_page(rows["claim"]), sources=[])

    assert "sources" in response.context["adminform"].errors


def test_a_source_that_nobody_saw_cannot_carry_a_claim_alone(editor, rows):
    unseen = SourceFactory(seen=False)
    path = change_page(rows["claim"])

    refused = edit(editor, path, sources=[unseen.pk])
    accepted = edit(editor, path, sources=[unseen.pk, rows["source"].pk])

    assert "A claim needs at least one source that we have seen." in refused.text
    assert accepted.status_code == 302
    assert rows["claim"].sources.count() == 2


def test_a_source_stays_seen_while_it_carries_a_claim_alone(editor, rows):
    rows["claim"].sources.add(SourceFactory(seen=False))

    refused = edit(editor, change_page(rows["source"]), seen=[])

    rows["source"].refresh_from_db()
    assert rows["source"].seen
    assert refused.context["adminform"].errors["seen"] == [
        "A claim needs at least one source that we have seen. Without: peak."
    ]


def test_a_source_beside_another_that_was_seen_may_turn_out_not_to_have_been(editor, rows):
    rows["claim"].sources.add(SourceFactory())

    accepted = edit(editor, change_page(rows["source"]), seen=[])

    rows["source"].refresh_from_db()
    assert accepted.status_code == 302
    assert not rows["source"].seen


def test_a_word_of_the_glossary_is_edited_with_its_other_names_one_a_line(editor):
    term = TermFactory(also=["t1/2"])

    response = edit(editor, change_page(term), also="t1/2\r\n\r\n half life \r\n")

    assert response.status_code == 302, response.context["errors"]
    term.refresh_from_db()
    assert term.also == ["t1/2", "half life"]


def test_an_editor_sees_which_guides_explain_a_word(editor, rows):
    SectionFactory(guide=rows["guide"], body="Its [half-life](term:half-life).")

    page = editor.get(change_page(rows["term"])).text

    assert f'<li><a href="{change_page(rows["guide"])}">' in page


def test_a_new_number_of_a_claim_asks_to_look_at_what_rests_on_it(editor, rows):
    page = edit(editor, change_page(rows["claim"]), low="12").wsgi_request

    assert any("Read again what rests on this claim" in str(m) for m in get_messages(page))


def test_a_new_source_is_no_news_for_readers(editor):
    path = reverse("admin:guides_source_add")
    mine = {"key": "new", "title": "A trial", "authors": "Roe J", "kind": "review", "seen": "on",
            "change": "", "sentence": ""}  # fmt: skip

    response = edit(editor, path, **mine)

    assert response.status_code == 302, response.context["errors"]
    assert not Revision.objects.told().exists()


def test_a_source_on_which_something_rests_is_news_for_readers(editor, rows):
    response = edit(editor, change_page(rows["source"]), title="Another", change="", sentence="")

    assert "Readers see this change" in response.text


def test_a_claim_that_nobody_sees_has_no_link_to_a_page(editor, rows):
    Claim.objects.update(is_published=False)

    assert "viewsitelink" not in editor.get(change_page(rows["claim"])).text


@pytest.mark.parametrize("told", [{"change": ""}, {"sentence": " "}])
def test_readers_are_told_when_a_claim_is_taken_from_view(editor, rows, told):
    fields = Fields(editor.get(change_page(rows["claim"])).text).values
    del fields["is_published"]

    response = editor.post(change_page(rows["claim"]), {**fields, **TOLD, **told})

    assert "Readers see this change" in response.text
    assert Claim.objects.get().is_published


def test_readers_are_told_of_a_new_word(editor):
    mine = {"key": "nap", "name": "Nap", "meaning": "A short sleep.", "change": ""}

    response = edit(editor, reverse("admin:guides_term_add"), **mine)

    assert "Choose what kind it is" in response.text


def test_what_somebody_began_to_use_is_not_deleted_after_all(editor, rows, monkeypatch):
    asked = []
    ask = TermAdmin.get_deleted_objects

    def used_by_the_second_time(self, rows, request):
        *found, protected = ask(self, rows, request)
        asked.append(rows)
        return *found, [*protected, *(["a guide"] if len(asked) > 1 else [])]

    monkeypatch.setattr(TermAdmin, "get_deleted_objects", used_by_the_second_time)
    chosen = {"action": "delete_selected", "_selected_action": [rows["term"].pk], "post": "yes"}

    response = editor.post(reverse("admin:guides_term_changelist"), chosen, follow=True)

    assert "Nothing was deleted" in response.text
    assert type(rows["term"]).objects.exists()
