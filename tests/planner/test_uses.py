"""What rests on a claim in the planner, and until when."""

from hypothesis import given

from guides.models import Claim
from planner.core.evidence import CLAIMS, Evidence
from planner.core.rules import RULES
from planner.evidence import REVIEW_GRACE
from planner.uses import NEVER_WITHHELD, rules_that_read
from tests.planner.people import everybody, plan_for, shipped_statements


@given(everybody())
def test_only_words_of_safety_are_said_once_every_check_is_too_long_past(answers):
    nothing = Evidence(shipped_statements().values(), overdue=CLAIMS)

    plan = plan_for(answers, nothing)

    assert {said.rule for said in plan.suggestions} <= NEVER_WITHHELD
    assert {gap.rule for gap in plan.withheld}.isdisjoint(NEVER_WITHHELD)


def test_the_words_of_safety_are_those_of_rules():
    assert {rule.__name__ for rule in RULES} >= NEVER_WITHHELD


def test_a_rule_rests_on_a_claim_until_the_grace_after_its_review_and_words_of_safety_longer():
    uses = {use.words: use.grace for use in rules_that_read(Claim(key="driving-impairment"))}

    assert uses == {
        "the planner’s rule “kratom changes”": REVIEW_GRACE,
        "the planner’s rule “kratom hazards”": None,
    }
