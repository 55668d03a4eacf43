"""Where the first sentence of a text ends."""

import pytest

from guides.models import Claim
from guides.sentences import parted


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("It fades.", "It fades.", ""),
        ("It peaks. Then it fades.", "It peaks.", "Then it fades."),
        ("It takes 8.8 hours. Or more.", "It takes 8.8 hours.", "Or more."),
        ("Does it? “Yes.”", "Does it?", "“Yes.”"),
        ("As Dr. Example says, no. So it is.", "As Dr. Example says, no.", "So it is."),
        ("Of M. Speciosa trees. Some.", "Of M. Speciosa trees.", "Some."),
        ("  Spaces.\n\nAround.  ", "Spaces.", "Around."),
        ("  It fades. So what?  ", "It fades.", "So what?"),
        ("About 1.5 h passes. 7-hydroxy follows.", "About 1.5 h passes.", "7-hydroxy follows."),
        ("St. John's wort raises it. Ask.", "St. John's wort raises it.", "Ask."),
        ("Dr. Who et al. Said so. Twice.", "Dr. Who et al. Said so.", "Twice."),
        ("Some, e.g. Those, do. Ask.", "Some, e.g. Those, do.", "Ask."),
        ("Leaf of M. Speciosa helps? No.", "Leaf of M. Speciosa helps?", "No."),
        ("No end at all", "No end at all", ""),
        ("", "", ""),
    ],
)
def test_a_text_is_parted_after_its_first_sentence(text, first, rest):
    assert parted(text) == (first, rest)


@pytest.mark.django_db
def test_no_word_of_a_shipped_statement_is_lost(content):
    for claim in Claim.objects.all():
        first, rest = parted(claim.statement)

        assert first.endswith((".", "?"))
        assert f"{first} {rest}".split() == claim.statement.split()
