"""Which of the planner's rules rest on a claim, for its page and for its editors."""

from collections.abc import Iterator

from django.db import models
from django.urls import reverse

from guides.models import Claim
from guides.uses import Use
from planner.core.rules import RESTS_ON, RULES
from planner.evidence import REVIEW_GRACE

# Words of safety: they are said however long ago their claims were checked.
NEVER_WITHHELD = {"urgent_signs", "see_a_doctor_after", "kratom_hazards"}

# What each rule says of itself, by its name.
ABOUT = {rule.__name__: (rule.__doc__ or "").partition("\n")[0] for rule in RULES}


def rules_that_read(row: models.Model) -> Iterator[Use]:
    """The rules that rest on a claim; on other rows none does."""
    if not isinstance(row, Claim):
        return
    for rule, claims in RESTS_ON.items():
        if row.key in claims:
            words = f"the planner’s rule “{rule.replace('_', ' ')}”"
            grace = None if rule in NEVER_WITHHELD else REVIEW_GRACE
            yield Use(words, reverse("planner:plan"), grace, ABOUT[rule])
