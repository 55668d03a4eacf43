"""What check_content finds, and what it lets pass: reading, trust, search, and the command."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from guides.checking import (
    CHECKS,
    Finding,
    ShelvedGuide,
    Weight,
    check_everything,
    figures_of,
    shelf,
)
from guides.checking.figures import GuideFigures, hard_reading, unfit_length
from guides.checking.searching import index_out_of_step
from guides.checking.sources import unseen_sources
from guides.checking.trust import missing_trust, overdue_reviews
from guides.models import Claim, Guide, Notice, PopularClaim, SearchEntry, Section, Source, Term
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    SectionFactory,
    TermFactory,
)
from tests.guides.checking import DAY, found
from tests.guides.commands import run

pytestmark = pytest.mark.usefixtures("a_sound_guide")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_where_nothing_is_wrong_nothing_is_found(check):
    assert found(check) == []


def test_everything_is_what_all_checks_find():
    Guide.objects.update(author="")
    Source.objects.update(doi="")

    assert [str(finding) for finding in check_everything(DAY)] == [
        "guide soreness: it has no author.",
        "source trial: it has neither a DOI nor an address.",
    ]


# --- Reading ---------------------------------------------------------------------------------

HARD = "Extraordinarily complicated physiological considerations necessitate deliberation. "


def test_a_guide_that_is_hard_to_read_is_found():
    Section.objects.filter(slug="what").update(body=f"{HARD * 50}[@trial]")

    [message] = found(hard_reading)
    assert message.startswith("guide soreness: its reading grade is ")
    assert message.endswith(", over 8.")


@pytest.mark.parametrize(
    ("model", "field", "where"),
    [
        (Claim, "statement", "claims, statements"),
        (PopularClaim, "evidence_says", "popular claims, answers"),
        (Term, "meaning", "terms, meanings"),
    ],
)
def test_statements_that_are_hard_all_in_all_are_found(model, field, where):
    model.objects.update(**{field: HARD})

    [message] = found(hard_reading)
    assert message.startswith(f"{where}: their reading grade is ")


@pytest.mark.parametrize(
    ("times", "is_fit"), [(200, False), (320, True), (500, True), (600, False)]
)
def test_a_guide_is_neither_too_short_nor_too_long(times, is_fit):
    Section.objects.filter(slug="what").update(body="Rest is good.[@trial] " * times)

    assert (found(unfit_length) == []) is is_fit


def test_the_figures_of_a_guide_are_those_of_its_own_words():
    guide = GuideFactory(key_points="- It fades.[@trial; @other]")
    body = (
        "### A title\n\nIt is a short one.[@trial] So it is.\n\n::: care today Now\nCall us.\n:::"
    )
    SectionFactory(guide=guide, body=body)

    figures = figures_of(ShelvedGuide.of(guide))

    assert (figures.words, figures.minutes, figures.citations) == (8, 1, 3)
    assert str(GuideFigures(1400, 7, 4.12, 90)) == "1400 words, 7 min, grade 4.1, 90 citations"


# --- Trust -----------------------------------------------------------------------------------


def test_what_is_overdue_is_found_of_every_kind_that_readers_see():
    ClaimFactory(key="hidden", is_published=False)
    GuideFactory(slug="draft", published_at=None)

    messages = [str(finding) for finding in overdue_reviews(shelf(date(2027, 1, 16)))]

    assert sorted(messages) == [
        "claim peak: its review was due on 15 January 2027.",
        "guide soreness: its review was due on 15 January 2027.",
        "notice consult: its review was due on 15 January 2027.",
        "safety factor age: its review was due on 15 January 2027.",
    ]


def test_on_the_day_of_a_review_nothing_is_overdue():
    assert list(overdue_reviews(shelf(date(2027, 1, 15)))) == []


def test_what_readers_need_to_trust_a_guide_is_missed():
    Guide.objects.update(author=" ", key_points="- ")
    Section.objects.exclude(slug="what").delete()
    Section.objects.update(body="It [fades](claim:peak).")

    assert found(missing_trust) == [
        f"guide soreness: it has no {missing}."
        for missing in (
            "author",
            "key points",
            "section “What happens if you do nothing?” with the anchor if-you-do-nothing",
            "section “What is not known?” with the anchor what-is-not-known",
            "section “Who should you ask?” with the anchor ask-a-professional",
            "card that says when to get care, such as “::: care today Title”",
            "references",
        )
    ]  # fmt: skip


def test_a_claim_without_a_source_is_found():
    ClaimFactory(key="bare")

    assert found(missing_trust) == ["claim bare: it has no source."]
    assert found(unseen_sources) == []


def test_a_site_that_sends_nobody_to_a_doctor_is_found():
    Notice.objects.update(is_published=False)

    assert found(missing_trust) == ["notices: none says to ask a doctor or a pharmacist."]


# --- Search ----------------------------------------------------------------------------------


def test_search_that_lags_behind_is_found():
    Claim.objects.update(statement="It never was so bad.")
    TermFactory(key="new")
    SearchEntry.objects.create(
        kind="claim", key="old", address="/", title="Old", text="", visible_from=datetime.now(UTC)
    )

    assert found(index_out_of_step) == [
        "search, claim old: it can be found, but is not to be seen.",
        "search, claim peak: it is found as it was before.",
        "search, term new: it cannot be found.",
    ]


# --- The command -----------------------------------------------------------------------------


def test_the_command_ends_with_the_figures_of_each_guide():
    lines = run("check_content").splitlines()

    assert lines[0].startswith("guide soreness: 9")
    assert lines[1:] == ["Errors: 0. Warnings: 0."]


def test_a_warning_does_not_make_the_command_fail():
    Source.objects.update(doi="")

    printed = run("check_content")

    assert printed.startswith("Warnings:\n  source trial: it has neither")
    assert "Warnings:\n" not in run("check_content", "--errors-only")


def test_an_error_makes_the_command_fail(capsys):
    Guide.objects.update(author="")

    with pytest.raises(CommandError):
        call_command("check_content")

    assert capsys.readouterr().out.startswith("Errors:\n  guide soreness: it has no author.\n")


def test_the_command_can_look_ahead():
    assert "Warnings: 0." in run("check_content", "--on", "2027-01-15")
    assert "its review was due on 15 January 2027" in run("check_content", "--on", "2027-01-16")


def test_a_finding_is_one_line():
    assert str(Finding(Weight.ERROR, "claim peak", "it is wrong.")) == "claim peak: it is wrong."
