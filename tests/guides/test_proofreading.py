"""What a text may not hold, and where it holds it."""

import pytest

from guides.drawings import DRAWINGS
from guides.markdown import Keys
from guides.proofreading import problems

DRAWN = DRAWINGS["receptors"].claims
KNOWN = Keys(
    frozenset({"a"}), frozenset({"peak", *DRAWN}), frozenset({"saying"}), frozenset({"word"})
)

SOUND = """Words.[@a; @a]

::: claim peak
:::

### Heat

::: popular saying
:::

::: drawing receptors
:::

::: care today Dark urine

Get care.[@a]

:::

::: do Tonight
- Rest, as a [word](term:word) and [a claim](claim:peak) say.
:::

A < b & c, <https://example.org>, [a link](https://example.org), `<code>`.
"""

WRONG = [
    ("One.\nTwo.[@nobody]", 2, "no source “nobody”"),
    ("One.[@a; @nobody]", 1, "no source “nobody”"),
    ("| a |\n|---|\n| [@nobody] |", 3, "no source “nobody”"),
    ("- one\n- two\n  three.[@nobody]", 3, "no source “nobody”"),
    ("::: care today Now\n\nCare.[@nobody]\n\n:::", 3, "no source “nobody”"),
    ("Words.\n\n::: claim nothing\n:::", 3, "no claim “nothing”"),
    ("::: popular nothing\n:::", 1, "no popular claim “nothing”"),
    ("::: warning x\n:::", 1, "no card “warning”"),
    ("Words.\n\n::: drawing x\n:::", 3, "no drawing “x”; there are soreness-course, receptors."),
    ("::: drawing\n:::", 1, "no drawing “”"),
    ("Words.\n\n::: drawing soreness-course\n:::", 3, "no claim “doms-onset”, on which this"),
    ("::: drawing receptors\nWords.\n:::", 1, "its own words"),
    ("::: care soon Now\nCare.\n:::", 1, "A care card starts like"),
    ("::: care today\nCare.\n:::", 1, "A care card starts like"),
    ("One.\n[Two](term:nothing).", 2, "no term “nothing”"),
    ("One.\n[Two](claim:nothing).", 2, "no claim “nothing”"),
    ("::: care today Now\n\n- [One](claim:nothing)\n\n:::", 3, "no claim “nothing”"),
    ("::: do\n- Rest.\n:::", 1, "“::: do Title”"),
    ("::: dont\n- Run.\n:::", 1, "“::: dont Title”"),
    ("Words.\n\n::: claim peak\n", 3, "not closed"),
    ("::: claim peak\nWords.\n:::", 1, "its own words"),
    ("- item\n\n  ::: claim peak\n  :::", 3, "may not stand inside"),
    ("Words.\n\n:::", 3, "closes no card"),
    ("Words <b>bold</b>", 1, "HTML is not used here: <b>"),
    ("Words.\n\n<div>\nx\n</div>", 3, "HTML is not used here: <div>"),
    ("![x](https://example.org/x.png)", 1, "Pictures"),
    ("## Heading", 1, "start with ###"),
    ("One.\nTwo.[@ a]", 2, "A citation is written"),
]


def test_a_sound_text_has_no_problems():
    assert problems(SOUND, KNOWN) == []


@pytest.mark.parametrize(("text", "line", "message"), WRONG)
def test_what_is_wrong_is_named_with_its_line(text, line, message):
    found = problems(text, KNOWN)

    assert (found[0].line, message in found[0].message) == (line, True), found


def test_every_problem_of_a_text_is_named_at_once():
    found = problems("[@x]\n\n[@y]\n\n::: claim z\n:::", KNOWN)

    assert [problem.line for problem in found] == [1, 3, 5]
