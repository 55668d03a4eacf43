"""Where the first sentence of a text ends."""

import pytest

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
        ("No end at all", "No end at all", ""),
        ("", "", ""),
    ],
)
def test_a_text_is_parted_after_its_first_sentence(text, first, rest):
    assert parted(text) == (first, rest)
