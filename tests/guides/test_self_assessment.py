"""Our own marks for guides: each in both directions, on guides made for it."""

from datetime import date

import pytest
import yaml

from guides.about import PAGES
from guides.evidence import citations_for
from guides.kinds import CONTENT
from guides.models import Guide
from guides.self_assessment import (
    PROJECT,
    QUESTIONS,
    Assessment,
    Judged,
    Met,
    assess,
    judgements,
)
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

# The guides of the factory were checked on 15 January 2026, for a year.
IN_TIME = date(2027, 1, 15)
TOO_LATE = date(2027, 1, 16)

COUNTED = {4, 5, 7, 8, 12, 15}
JUDGED = Judged(
    on=date(2026, 2, 1),
    marks={number: (5, "So we think.") for number in QUESTIONS.keys() - COUNTED},
)


def assessed(guide: Guide, judged: Judged | None = JUDGED, on: date = IN_TIME) -> Assessment:
    sections = guide.sections.all()
    citations = citations_for(guide.key_points, *(section.body for section in sections))
    return assess(guide, citations, judged, on)


def points(assessment: Assessment, number: int) -> int | None:
    return assessment.marks[number - 1].points


def met(assessment: Assessment, name: str) -> Met:
    [found] = [benchmark.met for benchmark in assessment.benchmarks if benchmark.name == name]
    return found


def guide_with(*bodies: str, **sections: str) -> Guide:
    """A guide with these sections; by keyword with their anchors, whose dashes are lines."""
    guide = GuideFactory()
    for body in bodies:
        SectionFactory(guide=guide, body=body)
    for slug, body in sections.items():
        SectionFactory(guide=guide, slug=slug.replace("_", "-"), body=body)
    return guide


# --- DISCERN ---------------------------------------------------------------------------------


def test_there_are_fifteen_questions_and_one_for_the_whole():
    assessment = assessed(guide_with())

    assert [mark.number for mark in assessment.marks] == list(range(1, 16))
    assert assessment.overall.number == 16


def test_what_is_counted_and_what_is_judged_is_said_of_each_mark():
    assessment = assessed(guide_with())

    assert {mark.number for mark in assessment.marks if mark.is_computed} == COUNTED


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([], 1),
        (["Bare."], 1),
        (["[Bare](claim:peak)."], 1),
        (["Backed.[@trial]", "Bare.", "Bare."], 2),
        (["Backed.[@trial]", "Backed.[@trial]", "Bare."], 3),
        (["Backed.[@trial]", "::: claim peak\n:::", "::: popular saying\n:::"], 5),
    ],
)
def test_sources_are_clear_as_far_as_the_parts_name_them(bodies, expected):
    claim = ClaimFactory(key="peak", sources=[SourceFactory(key="trial", read="whole")])
    PopularClaimFactory(key="saying", claims=[claim])

    assert points(assessed(guide_with(*bodies)), 4) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"seen": True, "read": "abstract"}, 5),
        ({"seen": True, "read": "second-hand"}, 4),
        ({"seen": False}, 4),
    ],
)
def test_sources_that_we_did_not_read_ourselves_cost_a_point(source, expected):
    SourceFactory(key="trial", **source)

    assert points(assessed(guide_with("Backed.[@trial]")), 4) == expected


@pytest.mark.parametrize(("dated", "expected"), [(20, 5), (19, 5), (18, 4), (15, 4), (14, 3)])
def test_dates_are_clear_as_far_as_sources_name_their_year(dated, expected):
    keys = [f"source-{number}" for number in range(20)]
    for number, key in enumerate(keys):
        SourceFactory(key=key, year=2020 if number < dated else None)

    guide = guide_with("".join(f"[@{key}]" for key in keys))

    assert points(assessed(guide), 5) == expected


def test_a_guide_past_its_check_has_no_clear_dates():
    SourceFactory(key="trial", year=2020)
    guide = guide_with("Backed.[@trial]")

    assert points(assessed(guide, on=IN_TIME), 5) == 5
    assert points(assessed(guide, on=TOO_LATE), 5) == 2


def test_a_guide_that_was_never_checked_has_no_dates():
    guide = GuideFactory(reviewed_on=None, published_at=None)

    assert points(assessed(guide), 5) == 1


def test_support_is_named_by_a_part_by_cards_and_by_links():
    SourceFactory(key="trial", doi="10.1000/xyz")
    care = "::: care today Swollen\nBe seen.\n:::"

    assert points(assessed(guide_with("Words.")), 7) == 1
    assert points(assessed(guide_with(ask_a_professional="A doctor.")), 7) == 2
    assert points(assessed(guide_with(care)), 7) == 2
    assert points(assessed(guide_with("Backed.[@trial]")), 7) == 2
    assert points(assessed(guide_with(care, ask_a_professional="A doctor.[@trial]")), 7) == 4


def test_links_count_as_support_only_if_nearly_every_source_has_one():
    SourceFactory(key="placed", url="https://example.org/")
    SourceFactory(key="nowhere")

    assert points(assessed(guide_with("Backed.[@placed; @nowhere]")), 7) == 1


def test_uncertainty_is_told_by_a_part_and_by_cards():
    ClaimFactory(key="peak", verdict="supported", certainty="high")
    ClaimFactory(key="doubt", verdict="mixed", certainty="moderate")
    ClaimFactory(key="guess", verdict="supported", certainty="very-low")
    ClaimFactory(key="aside", verdict="unstudied", certainty="very-low")
    cards = "::: claim peak\n:::\n\n::: claim doubt\n:::\n\n::: claim guess\n:::"
    cards += "\n\n[Words](claim:aside)."

    assert points(assessed(guide_with("Words.")), 8) == 1
    assert points(assessed(guide_with(cards)), 8) == 2
    assert points(assessed(guide_with(what_is_not_known="Much.")), 8) == 3
    both = assessed(guide_with(cards, what_is_not_known="Much."))
    assert points(both, 8) == 4
    assert "3 claim cards say how sure we are; 2 say: not very." in both.marks[7].reason


def test_doing_nothing_is_told_by_a_part_with_sources():
    SourceFactory(key="trial")

    assert points(assessed(guide_with("Words.")), 12) == 1
    assert points(assessed(guide_with(if_you_do_nothing="It fades.")), 12) == 3
    assert points(assessed(guide_with(if_you_do_nothing="It fades.[@trial]")), 12) == 4


@pytest.mark.parametrize(
    ("body", "expected"),
    [("A friend.", 2), ("A doctor.", 3), ("A pharmacist.", 3), ("A **doctor** or Pharmacist.", 4)],
)
def test_deciding_is_helped_by_whom_the_part_names(body, expected):
    assert points(assessed(guide_with("A doctor and a pharmacist.")), 15) == 1
    assert points(assessed(guide_with(ask_a_professional=body)), 15) == expected


def test_what_nobody_judged_yet_says_so_and_is_not_in_the_sum():
    assessment = assessed(guide_with(), judged=None)

    unjudged = [mark for mark in assessment.marks if mark.points is None]
    assert {mark.number for mark in unjudged} == QUESTIONS.keys() - COUNTED
    assert {mark.reason for mark in unjudged} == {"Not yet judged."}
    assert (assessment.answered, assessment.most) == (6, 30)
    assert assessment.total == sum(mark.points or 0 for mark in assessment.marks) == 8
    assert assessment.overall.points is None


def test_the_sum_is_of_all_questions_once_they_are_answered():
    assessment = assessed(guide_with())

    assert (assessment.answered, assessment.most) == (15, 75)
    assert assessment.total == 9 * 5 + 8


def test_the_whole_is_middling_at_most_while_no_clinician_has_reviewed_it():
    SourceFactory(key="trial", year=2020, read="whole", doi="10.1000/xyz")
    guide = guide_with(
        ask_a_professional="A doctor or a pharmacist.[@trial]", if_you_do_nothing="Fades.[@trial]"
    )

    assert assessed(guide).overall.points == 3
    guide.clinical_reviewer = "Dr Example"
    assert assessed(guide).overall.points == 4


def test_judgements_from_before_the_last_check_are_said_to_be_old():
    before, after = GuideFactory(reviewed_on=JUDGED.on), GuideFactory(reviewed_on=date(2026, 2, 2))

    assert not assessed(before).is_stale
    assert assessed(after).is_stale
    assert not assessed(after, judged=None).is_stale


# --- JAMA ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "reviewer", "expected"),
    [(PROJECT, "", Met.NO), ("A. Writer", "", Met.PARTLY), (PROJECT, "Dr Example", Met.YES)],
)
def test_authorship_is_met_only_when_a_clinician_is_named(author, reviewer, expected):
    guide = GuideFactory(author=author, clinical_reviewer=reviewer)

    assert met(assessed(guide), "Authorship") is expected


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([], Met.NO),
        (["Bare.", "Bare.", "Backed.[@trial]"], Met.NO),
        (["Bare.", "Backed.[@trial]"], Met.PARTLY),
        (["Backed.[@trial]"], Met.YES),
    ],
)
def test_attribution_is_met_when_every_part_names_its_sources(bodies, expected):
    SourceFactory(key="trial")

    assert met(assessed(guide_with(*bodies)), "Attribution") is expected


def test_disclosure_is_no_more_than_partly_met():
    assert met(assessed(guide_with()), "Disclosure") is Met.PARTLY


@pytest.mark.parametrize(("on", "expected"), [(IN_TIME, Met.YES), (TOO_LATE, Met.PARTLY)])
def test_currency_is_met_while_the_check_is_in_time(on, expected):
    assert met(assessed(guide_with(), on=on), "Currency") is expected


def test_a_guide_without_a_check_is_not_current():
    guide = GuideFactory(reviewed_on=None, published_at=None)

    assert met(assessed(guide), "Currency") is Met.NO


def test_only_what_is_met_in_full_is_counted():
    SourceFactory(key="trial")
    assessment = assessed(guide_with("Backed.[@trial]"))

    # Attribution and currency; disclosure is met in part.
    assert assessment.benchmarks_met == 2


# --- What we judged --------------------------------------------------------------------------


def test_every_shipped_guide_is_judged_in_full(content):
    assert judgements().keys() == set(Guide.objects.values_list("slug", flat=True))
    for slug, judged in judgements().items():
        assert judged.marks.keys() == QUESTIONS.keys() - COUNTED, slug


def test_every_judgement_is_one_to_five_points_with_a_reason():
    for judged in judgements().values():
        for number, (mark, reason) in judged.marks.items():
            assert mark in range(1, 6), number
            assert reason.endswith("."), number


def test_no_shipped_guide_was_checked_after_it_was_judged(content):
    for guide in Guide.objects.all():
        assert guide.reviewed_on <= judgements()[guide.slug].on


def test_the_page_has_a_day_no_older_than_its_judgements():
    file = yaml.safe_load((CONTENT / "self-assessment.yaml").read_text())

    assert PAGES["self-assessment"].changed_on >= max(row["judged_on"] for row in file.values())
