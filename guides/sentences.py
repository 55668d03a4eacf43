"""Sentences of plain text."""

import re

# A full stop inside a number has no space behind it.
END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(])")

# What a full stop does not end: a title, a saint, a word cut short, an initial.
CUT_SHORT = re.compile(r"(?:^|[\s(“])(?:[A-Z]|[Dd]r|[Mm]rs?|[Ss]t|[Vv]s|[Cc]a|al|e\.g|i\.e)\.$")


def parted(text: str) -> tuple[str, str]:
    """The first sentence of a text as it would stand alone, and the rest, which may be empty."""
    text = text.strip()
    for gap in END.finditer(text):
        first, rest = text[: gap.start()], text[gap.end() :]
        if not CUT_SHORT.search(first):
            return first, rest
    return text, ""


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    return parted(text)[0]
