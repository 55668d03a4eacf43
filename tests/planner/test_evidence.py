"""Claims in the database and lengths in the core agree."""

import pytest

from guides.models import Claim
from planner.core.evidence import NEEDED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("needed", NEEDED, ids=lambda needed: needed.claim)
def test_the_core_s_floor_and_ceiling_are_those_of_the_shipped_claim(content, needed):
    claim = Claim.objects.get(key=needed.claim)

    limits = [
        None if limit is None else needed.unit.length(limit)
        for limit in (claim.floor, claim.ceiling)
    ]
    assert limits == [needed.at_least, needed.at_most]


def test_every_number_that_rules_read_says_what_it_rests_on(content):
    for needed in NEEDED:
        assert Claim.objects.get(key=needed.claim).basis
