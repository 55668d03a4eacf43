"""How search keeps up with what is loaded, edited and deleted."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.urls import reverse

from guides import publishing
from guides.models import Claim, Guide, PopularClaim, SearchEntry, SearchWord, Section, Term
from guides.search import index, postgresql, search
from tests.factories import (
    PUBLISHED_AT,
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)
from tests.guides.editing import READS_BETTER, change_page, edit, republish

pytestmark = pytest.mark.django_db

NOON = PUBLISHED_AT + timedelta(days=1)
FIRST_MIGRATION = import_module("guides.migrations.0003_search")
MIGRATION = import_module("guides.migrations.0015_what_entries_are_part_of")


def found(query: str) -> list[str]:
    """The addresses that search gives, of the index as it is."""
    return [result.address for result in search(query, NOON).found]


def knows(word: str) -> bool:
    """Whether typing errors can be led back to a word."""
    return SearchWord.objects.filter(word=word).exists()


# --- Loading -----------------------------------------------------------------------------------


def test_loading_content_fills_the_index_and_loading_it_again_changes_nothing():
    call_command("load_content", quiet=True)
    first = [
        list(model.objects.order_by("pk").values_list()) for model in (SearchEntry, SearchWord)
    ]

    call_command("load_content", quiet=True)

    again = [
        list(model.objects.order_by("pk").values_list()) for model in (SearchEntry, SearchWord)
    ]
    assert first == again
    assert all(first)


def test_shipped_content_is_found_in_every_kind(searchable_content):
    kinds = set(SearchEntry.objects.values_list("kind", flat=True))

    assert kinds == {"guide", "section", "claim", "popular-claim", "term", "safety-factor"}
    assert found("DOMS")[0] == "/glossary/#doms"


def test_the_whole_index_follows_whatever_changed_the_rows():
    GuideFactory(slug="soreness", title="Stiffness")
    PopularClaimFactory(says="A miracle.", claims=[ClaimFactory()])
    index.bring_up_to_date()

    Guide.objects.update(title="Cramp")
    PopularClaim.objects.all().delete()
    index.bring_up_to_date()

    assert found("stiffness") == found("miracle") == []
    assert found("cramp") == ["/guides/soreness/"]
    assert not knows("stiffness")


def test_what_nobody_should_see_is_not_let_into_an_entry():
    TermFactory(name="Na\x02p\x03", also=[], meaning="A\x07 short\x1f\ufffe\uffff sleep.")
    index.bring_up_to_date()

    entry = SearchEntry.objects.get()

    assert (entry.title, entry.text) == ("Nap", "A short sleep.")


def test_words_that_are_too_long_too_short_or_numbers_are_no_vocabulary():
    TermFactory(name="A bc", also=["x" * 61, "y" * 60, "2024 7oh the"], meaning="Known by names.")
    index.bring_up_to_date()

    words = set(SearchWord.objects.values_list("word", flat=True))

    assert words == {"y" * 60, "7oh"}


# --- Editing -----------------------------------------------------------------------------------


def test_an_edited_claim_is_found_at_once_and_its_old_words_are_gone(editor):
    claim = ClaimFactory(statement="It peaks.", sources=[SourceFactory()])
    index.bring_up_to_date()

    edit(editor, change_page(claim), statement="It culminates.")

    assert found("peaks") == []
    assert found("culminates") == found("culminate") == [f"/evidence/{claim.key}/"]


def test_a_word_that_leaves_one_entry_and_stands_in_another_is_still_known(editor):
    term = TermFactory(name="Stiffness")
    TermFactory(key="other", name="Morning stiffness")
    index.bring_up_to_date()

    edit(editor, change_page(term), name="Ache")

    assert found("stifness") == ["/glossary/#other"]


def test_a_claim_that_is_taken_off_the_site_takes_what_people_say_with_it(editor):
    claim = ClaimFactory(statement="It peaks.", sources=[SourceFactory()])
    PopularClaimFactory(says="A miracle.", claims=[claim])
    index.bring_up_to_date()

    fields_without_the_tick = {"is_published": []}
    edit(editor, change_page(claim), **fields_without_the_tick)

    assert Claim.objects.get().is_published is False
    assert found("peaks") == found("miracle") == []


def test_an_edited_word_of_the_glossary_is_found_by_its_new_name(editor):
    term = TermFactory(key="doms", name="Soreness", also=["DOMS"])
    index.bring_up_to_date()

    edit(editor, change_page(term), also="Muscle fever\nStiffness")

    assert found("DOMS") == []
    assert found("fever") == ["/glossary/#doms"]
    assert (knows("doms"), knows("fever")) == (False, True)


def test_what_people_say_is_found_once_it_is_answered(editor):
    popular = PopularClaimFactory(key="saying", says="A miracle.")
    claim = ClaimFactory()
    index.bring_up_to_date()

    edit(editor, change_page(popular), claims=[claim.pk])

    assert found("miracle") == ["/claims-checked/#saying"]


@pytest.fixture
def guide() -> Guide:
    guide = GuideFactory(slug="soreness", title="Stiffness")
    SectionFactory(guide=guide, slug="what", heading="Stairs", body="Downhill.")
    SectionFactory(guide=guide, slug="why", heading="Causes", body="Uphill.")
    # Another guide whose address begins alike.
    other = GuideFactory(slug="soreness-again", title="Ache")
    SectionFactory(guide=other, slug="what", heading="Slopes", body="Sideways.")
    index.bring_up_to_date()
    return guide


def test_a_section_that_is_edited_with_its_guide_is_found_by_its_new_words(
    editor, guide, open_gate
):
    republish(editor, guide, **{"sections-0-body": "Backwards."})

    assert found("downhill") == []
    assert found("backwards") == ["/guides/soreness/#what"]
    assert found("uphill") == ["/guides/soreness/#why"]


def test_a_section_that_is_added_to_a_guide_is_found(editor, guide, open_gate):
    new = {
        "sections-TOTAL_FORMS": "3",
        "sections-2-position": "9",
        "sections-2-slug": "more",
        "sections-2-heading": "Escalators",
        "sections-2-body": "Rolling.",
    }

    republish(editor, guide, **new)

    assert found("escalator") == ["/guides/soreness/#more"]


def test_a_section_that_is_taken_out_of_a_guide_is_gone(editor, guide, open_gate):
    republish(editor, guide, **{"sections-0-DELETE": "on"})

    assert Section.objects.filter(guide=guide).count() == 1
    assert found("stairs") == found("downhill") == []
    assert found("uphill") == ["/guides/soreness/#why"]


def test_a_section_whose_anchor_changes_is_found_at_its_new_place(editor, guide, open_gate):
    republish(editor, guide, **{"sections-0-slug": "where"})

    assert found("stairs") == ["/guides/soreness/#where"]


def test_a_guide_that_is_taken_back_is_gone_with_its_sections(guide):
    publishing.take_back(guide, READS_BETTER, None)

    assert Guide.objects.get(slug="soreness").published_at is None
    assert found("stiffness") == found("stairs") == []
    assert found("slopes") == ["/guides/soreness-again/#what"]


def test_a_guide_that_is_deleted_is_gone_with_its_sections(editor, guide):
    publishing.take_back(guide, READS_BETTER, None)

    editor.post(reverse("admin:guides_guide_delete", args=[guide.pk]), {"post": "yes"})

    assert found("stiffness") == found("stairs") == []
    assert found("slopes") == ["/guides/soreness-again/#what"]
    assert not knows("stiffness")


def test_a_guide_whose_address_differs_by_capitals_alone_stays_as_it_is(editor, guide, open_gate):
    other = GuideFactory(slug="Soreness", title="Cramp")
    SectionFactory(guide=other, slug="hills", heading="Hills")
    index.bring_up_to_date()

    republish(editor, guide, title="Tightness")

    assert found("hills") == ["/guides/Soreness/#hills"]


def test_a_guide_that_is_set_for_another_time_keeps_its_words_until_then(guide):
    Guide.objects.filter(pk=guide.pk).update(published_at=datetime(2099, 1, 1, tzinfo=UTC))

    index.refresh(guide)

    assert SearchWord.objects.get(word="stiffness").visible_from.year == 2099
    assert SearchWord.objects.get(word="ache").visible_from == PUBLISHED_AT


def test_what_is_deleted_from_a_list_is_gone(editor):
    terms = [TermFactory(name="Nap"), TermFactory(name="Siesta")]
    index.bring_up_to_date()

    editor.post(
        reverse("admin:guides_term_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [term.pk for term in terms],
            "post": "yes",
        },
    )

    assert not Term.objects.exists()
    assert found("nap") == found("siesta") == []


# --- The database ------------------------------------------------------------------------------


def test_the_migration_can_be_undone_and_done_again_over_what_is_there():
    editor = connection.schema_editor()
    MIGRATION.undo(None, editor)
    TermFactory(key="nap", name="Nap")
    index.bring_up_to_date()

    MIGRATION.prepare(None, editor)

    TermFactory(key="siesta", name="Siesta")
    index.bring_up_to_date()
    assert found("nap") == ["/glossary/#nap"]
    assert found("siesta") == ["/glossary/#siesta"]


def test_a_database_that_the_migration_does_not_know_is_left_as_it_is(django_assert_num_queries):
    editor = SimpleNamespace(connection=SimpleNamespace(vendor="oracle"))

    with django_assert_num_queries(0):
        MIGRATION.prepare(None, editor)
        MIGRATION.undo(None, editor)


def test_texts_are_read_with_the_letters_that_they_were_written_with():
    assert postgresql.PLAIN_FROM == FIRST_MIGRATION.PLAIN_FROM
    assert postgresql.PLAIN_TO == FIRST_MIGRATION.PLAIN_TO
    assert len(FIRST_MIGRATION.PLAIN_FROM) == len(FIRST_MIGRATION.PLAIN_TO)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has extensions")
@pytest.mark.parametrize("name", ["fuzzystrmatch", "there_is_no_such_extension"])
def test_an_account_that_cannot_add_the_extension_is_told_what_to_do(monkeypatch, name):
    # Another one, as ours is there already.
    monkeypatch.setattr(FIRST_MIGRATION, "EXTENSION", f"CREATE EXTENSION IF NOT EXISTS {name}")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE may_do_little")
        cursor.execute("SET LOCAL ROLE may_do_little")

    with pytest.raises(ProgrammingError, match="CREATE EXTENSION pg_trgm;"):
        MIGRATION.prepare(None, connection.schema_editor())
