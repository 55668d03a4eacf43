"""What editors changed, made and deleted is left to them when the files are loaded again."""

import pytest
from django.core.management import call_command

from guides.models import Claim, Guide, Notice, Section
from tests.factories import ClaimFactory
from tests.guides.loading import CLAIM, GUIDE, load

pytestmark = pytest.mark.django_db


def test_an_editor_s_change_is_kept_when_the_file_changes(files):
    load()
    Claim.objects.update(high=60)
    files.write(claims=[{**CLAIM, "statement": "It peaks late."}])

    printed = load()

    claim = Claim.objects.get()
    assert (claim.high, claim.statement) == (60, "It peaks.")
    assert "1 kept as edited" in printed
    assert "claims: peak" in printed


def test_what_an_editor_and_the_file_both_changed_is_named_even_at_a_quiet_start(files, capsys):
    load()
    Claim.objects.update(high=60)
    unchanged = load()
    files.write(claims=[{**CLAIM, "statement": "It peaks later."}])

    call_command("load_content", "--quiet")

    assert "newer text" not in unchanged
    assert (
        "kept as edited, though the file has a newer text, claims: peak" in capsys.readouterr().out
    )


def test_a_named_reviewer_is_no_change_to_the_text(files):
    load()
    Guide.objects.update(clinical_reviewer="Jane Roe, pharmacist")
    files.write(guide=GUIDE.replace("Time.", "Time, and warmth."))

    load()

    assert Guide.objects.get().sections.get(slug="help").body == "Time, and warmth."
    assert Guide.objects.get().clinical_reviewer == "Jane Roe, pharmacist"


def test_an_editor_s_change_of_links_is_kept(files):
    load()
    Claim.objects.get().sources.clear()

    load()

    assert not Claim.objects.get().sources.exists()


def test_an_editor_s_change_of_one_section_keeps_the_whole_guide(files):
    load()
    Section.objects.filter(slug="help").update(body="Rest.")
    files.write(guide=GUIDE.replace("Soreness.[@", "Ache.[@"))

    load()

    assert [s.body[:5] for s in Section.objects.all()] == ["Soren", "Rest."]


def test_an_unpublished_claim_stays_unpublished(files):
    load()
    Claim.objects.update(is_published=False)
    files.write(claims=[{**CLAIM, "high": 48}])

    load()

    assert not Claim.objects.get().is_published


def test_a_row_that_an_editor_deleted_stays_deleted(files):
    load()
    Notice.objects.all().delete()
    Guide.objects.all().delete()

    printed = load()

    assert not Notice.objects.exists()
    assert not Guide.objects.exists()
    assert "2 left deleted" in printed


def test_an_editor_s_own_row_with_the_same_key_is_kept(files):
    ClaimFactory(key="peak", statement="Mine.")

    load()
    load()

    assert Claim.objects.get().statement == "Mine."
