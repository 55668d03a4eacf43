"""The gallery of people: their plans as golden files, and what it has to show."""

from difflib import unified_diff

import pytest
from hypothesis import given

from planner.core.doubts import Doubt
from planner.core.evidence import Reason
from planner.core.rules import RULES
from planner.core.rules.care import Urgency
from planner.core.screening import Outcome, Severity, Stop
from planner.core.values import (
    Activity,
    Caffeine,
    Effort,
    Goal,
    Kratom,
    Product,
    SoreWhen,
    WarningSign,
)
from planner.explaining import marks
from tests.planner.gallery import PEOPLE, read, tell
from tests.planner.people import everybody, plan_for

GALLERY = [read(path) for path in PEOPLE]
SHOWN = set().union(*(marks(person.golden) for person in GALLERY))


@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.stem)
def test_somebody_in_the_gallery_gets_this_plan(path, content, request):
    person = read(path)

    told = tell(person)

    if request.config.getoption("write_people"):
        path.write_text(person.head + told, encoding="utf-8")
    elif told != person.golden:
        lines = (text.splitlines() for text in (person.golden, told))
        diff = "\n".join(unified_diff(*lines, "in the gallery", "now", lineterm="", n=1))
        pytest.fail(f"{path.name}\n{diff}\n\nIf this is meant: make people", pytrace=False)


def test_there_are_forty_people_and_more():
    assert len(GALLERY) >= 40


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_somebody_meets_each_rule(rule):
    assert rule.__name__ in {name for name, _ in SHOWN}


@given(everybody())
def test_nobody_meets_a_wording_that_nobody_in_the_gallery_shows(answers):
    plan = plan_for(answers)

    assert {(said.rule, said.variant) for said in plan.suggestions} <= SHOWN


@pytest.mark.parametrize(
    "mark",
    [
        *(("screening", outcome) for outcome in Outcome),
        *(("stop", stop) for stop in Stop),
        *(("doubt", doubt) for doubt in Doubt),
        *(("severity", severity.replace("-", "_")) for severity in Severity),
        *(("urgent_signs", urgency) for urgency in (*Urgency, "crisis")),
        *(("withheld", reason) for reason in (Reason.MISSING, Reason.OVERDUE)),
        ("clocks", "forward"),
        ("clocks", "back"),
    ],
    ids="/".join,
)
def test_somebody_meets_each_outcome_of_screening_doubt_urgency_and_change_of_clocks(mark):
    assert mark in SHOWN


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (question, answer.value)
        for question, answers in {
            "activity": Activity,
            "effort": Effort,
            "sore_when": SoreWhen,
            "goal": Goal,
            "warning_signs": WarningSign,
            "caffeine": Caffeine,
            "kratom": Kratom,
            "product": Product,
        }.items()
        for answer in answers
    ],
)
def test_somebody_gives_each_answer(question, answer):
    given = [person.answers.get(question, []) for person in GALLERY]

    assert any(answer in (one if isinstance(one, list) else [one]) for one in given)


def test_the_clocks_change_in_three_zones():
    zones = {person.answers["time_zone"] for person in GALLERY if "`clocks/" in person.golden}

    assert len(zones) >= 3


def test_impossible_wishes_are_asked_about():
    assert sum("# The form asks again" in person.golden for person in GALLERY) >= 3
