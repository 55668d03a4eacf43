"""What check_content finds, and what it lets pass."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from guides.checking import CHECKS, Finding, Weight, check_everything, figures_of, shelf
from guides.checking.figures import GuideFigures, hard_reading, unfit_length
from guides.checking.links import broken_links, missing_rows, withheld_drawings
from guides.checking.searching import index_out_of_step
from guides.checking.sources import unfound_sources, unseen_sources, unused_sources
from guides.checking.support import uncited_sections, unsupported_numbers
from guides.checking.trust import missing_trust, overdue_reviews
from guides.drawings import DRAWINGS
from guides.models import Claim, Guide, Notice, PopularClaim, SearchEntry, Section, Source, Term
from guides.search import index
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    NoticeFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 2, 1)

WHAT = """\
It is worst two to three days later.[@trial] It [fades](term:ache) in a week.

::: claim peak
:::

::: popular saying
:::

::: care emergency Call for help
Call 911 or 112 for:[@trial]

- chest pain
:::

See [below](#ask-a-professional), [the top](/guides/soreness/#points), [all](/evidence/peak/) and
[more](/planner/).

"""


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    """Readers see one guide, in which nothing is wrong."""
    with time_machine.travel(datetime(2026, 2, 1, 13, tzinfo=UTC), tick=False):
        trial = SourceFactory(key="trial", read="whole", doi="10.1000/xyz")
        peak = ClaimFactory(
            key="peak", statement="It is worst 2 to 3 days later.", sources=[trial],
            low=24, high=72, unit="hours",
        )  # fmt: skip
        PopularClaimFactory(key="saying", says="It takes five grams.", claims=[peak])
        TermFactory(key="ache", name="Ache")
        NoticeFactory(
            key="consult", kind="consult", headline="Ask a doctor.", body="Call 911 or 112."
        )
        SafetyFactorFactory(key="age", reviewed_on=date(2026, 1, 15)).sources.add(trial)
        guide = GuideFactory(slug="soreness", key_points="- It fades.[@trial]")
        SectionFactory(guide=guide, slug="what", body=WHAT + "Rest is good.[@trial] " * 320)
        for slug in ("if-you-do-nothing", "what-is-not-known", "ask-a-professional"):
            SectionFactory(guide=guide, slug=slug, body="We do not know.\n\nIt fades.[@trial]")
        index.bring_up_to_date()
        yield


def found(check: Callable) -> list[str]:
    """What a check has to say."""
    return [str(finding) for finding in check(shelf(DAY))]


def write(words: str, **fields: object) -> None:
    """Put words into the section on what is not known, which shows no card."""
    Section.objects.filter(slug="what-is-not-known").update(body=words, **fields)


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


# --- Numbers ---------------------------------------------------------------------------------


def test_a_number_whose_claim_was_edited_away_is_found():
    write("It peaks after 72 hours.[@trial]")
    assert found(unsupported_numbers) == []

    Claim.objects.update(high=60)

    assert found(unsupported_numbers) == [
        "guide soreness, section what-is-not-known: “72” stands in no published claim that rests "
        "on trial: “It peaks after 72 hours.”"
    ]


SUPPORTED = [
    "It peaks after 72 h.[@trial]",
    "It peaks after 24 to 72 hours.[@trial]",
    "It is worst [two to three](/evidence/peak/) days later.",
    "It is worst [two to three](claim:peak) days later.",
    "Some say [five grams](/claims-checked/#saying).",
    "It is bad.[@trial] It peaks after 72 hours.",
    "- It is bad.[@trial]\n\n  It peaks after 72 hours.",
    "| a | b |\n|---|---|\n| 72 hours | [@trial]yes |",
    "::: care today Pain after 72 hours\nIt is worst then.[@trial]\n\n- after 72 hours\n:::",
    "### What comes after 72 hours?\n\nIt fades.[@trial]",
    "In 2025 the second of the three lists was no better.",
    "Call 112.",
    "Ache 40 comes first.",
]


@pytest.mark.parametrize("words", SUPPORTED)
def test_a_number_may_rest_on_what_stands_near(words):
    TermFactory(name="Ache 40")

    write(words)

    assert found(unsupported_numbers) == []


UNSUPPORTED = [
    ("It peaks after 73 hours.[@trial]", "73", "trial"),
    ("It peaks after 72 days.[@trial]", "72", "trial"),
    ("It peaks after 24 to 3 hours.[@trial]", "24 to 3", "trial"),
    ("It peaks after 72 hours.", "72", "no source is cited"),
    ("It is bad.[@trial]\n\nIt peaks after 72 hours.", "72", "no source is cited"),
    ("It fades.[@trial] It peaks after 72 hours.[@other]", "72", "other"),
    ("It fades.[@trial]\n\n- It peaks after 72 hours.", "72", "no source is cited"),
    ("### What comes after 71 hours?\n\nIt fades.[@trial]", "71", "trial"),
    ("It [fades](claim:peak). It peaks after 72 hours.", "72", "no source is cited"),
    ("Call 988.", "988", "no source is cited"),
]


@pytest.mark.parametrize(("words", "number", "behind"), UNSUPPORTED)
def test_a_number_that_nothing_near_supports_is_found(words, number, behind):
    SourceFactory(key="other", read="whole")

    write(words)

    [message] = found(unsupported_numbers)
    assert f"“{number}”" in message
    assert behind in message


def test_a_number_may_stand_in_a_card_of_its_section_alone():
    Section.objects.filter(slug="what").update(body="::: claim peak\n:::\n\nIt takes 72 hours.")
    assert found(unsupported_numbers) == []

    Section.objects.filter(slug="what").update(body="::: popular saying\n:::\n\nTake five grams?")
    assert found(unsupported_numbers) == []

    Section.objects.filter(slug="what").update(body="It takes 72 hours.")
    assert len(found(unsupported_numbers)) == 1


@pytest.mark.parametrize(
    ("field", "where"), [("title", "guide soreness"), ("summary", "guide soreness")]
)
def test_the_opening_leans_on_the_whole_guide(field, where):
    Guide.objects.update(**{field: "It peaks after 72 hours."})
    assert found(unsupported_numbers) == []

    Guide.objects.update(**{field: "It peaks after 71 hours."})
    [message] = found(unsupported_numbers)
    assert message.startswith(f"{where}: “71”")


def test_headings_and_key_points_are_read_too():
    Section.objects.filter(slug="what").update(heading="What comes after 71 hours?")
    Guide.objects.update(key_points="- It fades in 70 days.[@trial]")

    assert [message.partition(" stands")[0] for message in found(unsupported_numbers)] == [
        "guide soreness, key points: “70”",
        "guide soreness, section what: “71”",
    ]


def test_an_unpublished_claim_supports_nothing():
    write("It peaks after 72 hours.[@trial]")

    Claim.objects.update(is_published=False)

    assert any("“72”" in message for message in found(unsupported_numbers))


def test_who_works_for_whom_is_told_by_the_source():
    Source.objects.update(funding="Four authors work for the maker.")

    write("Four of its authors work for the maker.[@trial]")

    assert found(unsupported_numbers) == []


def test_telephone_numbers_are_those_of_their_claim_or_of_a_notice():
    ClaimFactory(key="emergency-numbers", statement="Call 999.")

    write("Call 999, 911 or 988.")

    [message] = found(unsupported_numbers)
    assert "“988”" in message


def test_a_draft_is_not_checked():
    write("It peaks after 73 hours.[@trial]")

    Guide.objects.update(published_at=None)

    assert found(unsupported_numbers) == []


# --- Sources ---------------------------------------------------------------------------------


def test_a_section_without_any_source_is_found():
    write("We do not know.")

    assert found(uncited_sections) == [
        "guide soreness, section what-is-not-known: it cites no source and shows no claim."
    ]


def test_a_link_to_a_claim_stands_for_no_source():
    write("It [fades](claim:peak).")

    assert found(uncited_sections) == [
        "guide soreness, section what-is-not-known: it cites no source and shows no claim."
    ]

    write("It fades.[@trial]\n\nIt is worst [on day two](claim:peak).")

    assert found(uncited_sections) == [
        "guide soreness: passages without a source that do not say that they are ours, 1: "
        "“It is worst on day two.”"
    ]


def test_passages_without_a_source_are_counted():
    write(
        "It fades.[@trial]\n\nIt always hurts.\n\n- It does.\n- We think so.\n- [See](/planner/)\n"
        "- It is so.[@trial]\n\n  It is."
    )

    assert found(uncited_sections) == [
        "guide soreness: passages without a source that do not say that they are ours, 2: "
        "“It always hurts.”; “It does.”"
    ]


def test_passages_beside_a_claim_lean_on_it():
    Section.objects.filter(slug="what").update(body="It always hurts.\n\n::: claim peak\n:::")

    assert found(uncited_sections) == []


def test_a_source_that_nothing_names_is_found():
    SourceFactory(key="idle", read="whole", doi="10.1000/xyz")

    assert found(unused_sources) == ["source idle: nothing rests on it."]


@pytest.mark.parametrize("user", ["claim", "term", "factor", "draft", "advert"])
def test_a_source_has_many_uses(user):
    idle = SourceFactory(key="idle", kind="marketing-article" if user == "advert" else "review")
    match user:
        case "claim":
            ClaimFactory(sources=[idle], is_published=False)
        case "term":
            TermFactory(sources=[idle])
        case "factor":
            SafetyFactorFactory().sources.add(idle)
        case "draft":
            GuideFactory(key_points="- A point.[@idle]", published_at=None)

    assert found(unused_sources) == []


def test_a_source_without_an_address_is_found():
    Source.objects.update(doi="")

    assert found(unfound_sources) == ["source trial: it has neither a DOI nor an address."]


def test_an_advert_needs_no_address():
    Source.objects.update(doi="", kind="marketing-article")

    assert found(unfound_sources) == []


def test_a_seen_source_says_how_much_was_read():
    Source.objects.update(read="")

    assert found(unfound_sources) == [
        "source trial: it was seen, but how much of it was read is not said."
    ]


def test_what_rests_on_unseen_sources_alone_is_found():
    unseen = SourceFactory(key="unseen", seen=False)
    ClaimFactory(key="rumour", sources=[unseen])
    write("It helps.[@unseen] It fades.[@unseen; @trial]")

    assert found(unseen_sources) == [
        "claim rumour: nobody saw what it rests on: unseen.",
        "guide soreness, section what-is-not-known: nobody saw what “It helps.” rests on: unseen.",
    ]


# --- Links and keys --------------------------------------------------------------------------

BROKEN = [
    ("#nowhere", "/guides/soreness/ has no place “nowhere”."),
    ("/guides/soreness/#claim-other", "/guides/soreness/ has no place “claim-other”."),
    ("/guides/other/", "there is no page /guides/other/."),
    ("/guides/other/#what", "there is no page /guides/other/."),
    ("/guides/soreness", "there is no page /guides/soreness."),
    ("/evidence/other/", "there is no page /evidence/other/."),
    ("/glossary/#other", "/glossary/ has no place “other”."),
    ("/claims-checked/#other", "/claims-checked/ has no place “other”."),
    ("/about/nobody/", "there is no page /about/nobody/."),
    ("planner/", "there is no page planner/."),
]
WHOLE = [
    "#claim-peak", "#what", "#references", "/guides/soreness/#what", "/evidence/", "/search/?q=a",
    "/evidence/peak/", "/glossary/#ache", "/claims-checked/#saying", "/about/", "/planner/", "/",
    "https://example.org/#nowhere", "mailto:somebody@example.org",
]  # fmt: skip


@pytest.mark.parametrize(("address", "message"), BROKEN)
def test_a_broken_link_is_found(address, message):
    write(f"We say [more]({address}).")

    assert found(broken_links) == [f"guide soreness, section what-is-not-known: {message}"]


@pytest.mark.parametrize("address", WHOLE)
def test_a_link_to_what_is_there_is_let_pass(address):
    write(f"We say [more]({address}).")

    assert found(broken_links) == []


def test_what_was_deleted_or_taken_back_is_found_where_it_is_mentioned():
    Guide.objects.update(key_points="- It [fades](term:gone).[@nobody]")
    Claim.objects.update(is_published=False)
    write("It is worst [on day two](claim:peak).[@trial]")

    assert found(missing_rows) == [
        "guide soreness, key points: there is no source “nobody”.",
        "guide soreness, key points: there is no term “gone”.",
        "guide soreness, section what: there is no published claim “peak”.",
        "guide soreness, section what: there is no popular claim with a published answer “saying”.",
        "guide soreness, section what-is-not-known: there is no published claim “peak”.",
    ]


RECEPTORS = DRAWINGS["receptors"].claims


def test_a_drawing_that_its_claims_no_longer_bear_out_is_found():
    for key in RECEPTORS:
        ClaimFactory(key=key, sources=[Source.objects.get()])
    write("We draw it.\n\n::: drawing receptors\n:::")
    assert found(withheld_drawings) == []

    Claim.objects.filter(key=RECEPTORS[0]).update(verdict="mixed")

    assert withheld_drawings in CHECKS
    assert found(withheld_drawings) == [
        "guide soreness: the drawing “receptors” is not shown: one of the claims behind it is not "
        f"supported, or has lost a number: {', '.join(RECEPTORS)}."
    ]


def test_a_drawing_without_one_of_its_claims_is_found_once():
    for key in RECEPTORS[1:]:
        ClaimFactory(key=key)
    write("We draw it.\n\n::: drawing receptors\n:::")

    assert found(withheld_drawings) == []
    assert found(missing_rows) == [
        f"guide soreness, section what-is-not-known: there is no published claim “{RECEPTORS[0]}”."
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

    figures = figures_of(guide)

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
            "author", "key points", "section if-you-do-nothing", "section what-is-not-known",
            "section ask-a-professional", "card that says when to get care", "references",
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


def run(*options: str) -> str:
    """Run the command; what it printed."""
    out = StringIO()
    call_command("check_content", *options, stdout=out)
    return out.getvalue()


def test_the_command_ends_with_the_figures_of_each_guide():
    lines = run().splitlines()

    assert lines[0].startswith("guide soreness: 9")
    assert lines[1:] == ["Errors: 0. Warnings: 0."]


def test_a_warning_does_not_make_the_command_fail():
    Source.objects.update(doi="")

    printed = run()

    assert printed.startswith("Warnings:\n  source trial: it has neither")
    assert "Warnings:\n" not in run("--errors-only")


def test_an_error_makes_the_command_fail(capsys):
    Guide.objects.update(author="")

    with pytest.raises(CommandError):
        call_command("check_content")

    assert capsys.readouterr().out.startswith("Errors:\n  guide soreness: it has no author.\n")


def test_the_command_can_look_ahead():
    assert "Warnings: 0." in run("--on", "2027-01-15")
    assert "its review was due on 15 January 2027" in run("--on", "2027-01-16")


def test_a_finding_is_one_line():
    assert str(Finding(Weight.ERROR, "claim peak", "it is wrong.")) == "claim peak: it is wrong."
