"""What check_content finds of numbers and statements that nothing supports, and of sources."""

import pytest

from guides.checking.sources import unfound_sources, unseen_sources, unused_sources
from guides.checking.support import uncited_sections, unsupported_numbers
from guides.models import Claim, Guide, Section, Source
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    SourceFactory,
    TermFactory,
)
from tests.guides.checking import found, write
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.usefixtures("a_sound_guide")


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


def test_telephone_numbers_are_those_of_their_claims_or_of_a_notice():
    ClaimFactory(key="emergency-numbers", statement="Call 999.")
    ClaimFactory(key="crisis-lines", statement="Call 988.")

    write("Call 999, 911, 988 or 111.")

    [message] = found(unsupported_numbers)
    assert "“111”" in message


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
