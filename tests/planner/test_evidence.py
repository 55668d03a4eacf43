"""Claims in the database and lengths in the core agree, and guides hold what plans quote."""

import re
from datetime import date
from functools import cache

import pytest
from django.test import Client

from guides.models import Claim
from planner.core.evidence import CLAIMS, NEEDED, NEEDED_AMOUNTS
from planner.evidence import knowledge

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("needed", NEEDED, ids=lambda needed: needed.claim)
def test_the_core_s_floor_and_ceiling_are_those_of_the_shipped_claim(content, needed):
    claim = Claim.objects.get(key=needed.claim)

    limits = [
        None if limit is None else needed.unit.length(limit)
        for limit in (claim.floor, claim.ceiling)
    ]
    assert limits == [needed.at_least, needed.at_most]


@pytest.mark.parametrize("needed", NEEDED_AMOUNTS, ids=lambda needed: needed.claim)
def test_the_core_s_limits_of_an_amount_are_those_of_the_shipped_claim(content, needed):
    claim = Claim.objects.get(key=needed.claim)

    assert (claim.floor, claim.ceiling) == (needed.at_least, needed.at_most)


def test_every_number_that_rules_read_says_what_it_rests_on(content):
    for needed in (*NEEDED, *NEEDED_AMOUNTS):
        assert Claim.objects.get(key=needed.claim).basis


def test_every_claim_that_rules_read_has_a_passage_in_a_guide(client: Client, content):
    @cache
    def anchors(path: str) -> list[str]:
        return re.findall(r'\bid="([^"]+)"', client.get(path).text)

    statements = {said.claim: said for said in knowledge(DAY).evidence.known(*CLAIMS)}

    assert statements.keys() == CLAIMS
    for claim, said in statements.items():
        path, _, anchor = said.passage.partition("#")
        assert path.startswith("/guides/"), claim
        assert anchors(path).count(anchor) == 1, claim
