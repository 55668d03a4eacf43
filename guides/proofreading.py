"""What is wrong with a Markdown text, line by line, for forms and for the loader."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.token import Token

from guides.drawings import DRAWINGS
from guides.markdown import CARD_OPEN, CARE_WEIGHTS, Keys, card_words, make_reader

# Keeps raw HTML apart, so that it can be pointed at.
READER = make_reader(html=True)

KINDS = ("claim", "popular", "drawing", "care", "do", "dont")
# What was meant for a citation.
NEARLY_CITED = re.compile(r"\[@|\(@[\w-]+\)")
BREAKS = ("softbreak", "hardbreak")


class Problem(NamedTuple):
    """Something that a text may not hold, and its line, counted from 1."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}"


def problems(text: str, known: Keys) -> list[Problem]:
    """All that is wrong with a text, when only the known keys can be mentioned."""
    lines = text.split("\n")
    found = []
    line = 1
    for token in READER.parse(text):
        if token.map:
            line = token.map[0] + 1
        if token.type == CARD_OPEN:
            messages = [*_wrong_card(token, known), *_wrong_end(token, lines)]
        elif token.type == "html_block":
            messages = [f"HTML is not used here: {token.content.split()[0]}"]
        elif token.type == "heading_open" and token.tag in ("h1", "h2"):
            messages = ["Headings inside a section start with ###."]
        else:
            found += _wrong_words(token, line, known)
            continue
        found += [Problem(line, message) for message in messages]
    return found


def loose_lines(text: str) -> list[Problem]:
    """The lines of a list of points that are none."""
    return [
        Problem(number, "start each point with “- ”, one a line.")
        for number, line in enumerate(text.split("\n"), start=1)
        if not line.startswith("- ")
    ]


def _wrong_card(card: Token, known: Keys) -> Iterator[str]:
    if card.level:
        yield "A card may not stand inside a list, a quotation or another card."
    kind, rest = card_words(card)
    match kind:
        case "claim":
            if rest not in known.claims:
                yield f"There is no claim “{rest}”."
        case "popular":
            if rest not in known.popular:
                yield f"There is no popular claim “{rest}”."
        case "drawing":
            if rest not in DRAWINGS:
                yield f"There is no drawing “{rest}”; there are {', '.join(DRAWINGS)}."
            else:
                for key in DRAWINGS[rest].claims:
                    if key not in known.claims:
                        yield f"There is no claim “{key}”, on which this drawing rests."
        case "care":
            weight, _, title = rest.partition(" ")
            if weight not in CARE_WEIGHTS or not title.strip():
                yield "A care card starts like “::: care today Title”, with one of: " + (
                    ", ".join(CARE_WEIGHTS)
                )
        case "do" | "dont":
            if not rest:
                yield f"This card needs a title: “::: {kind} Title”."
        case _:
            yield f"There is no card “{kind}”; there are {', '.join(KINDS)}."


def _wrong_end(card: Token, lines: list[str]) -> Iterator[str]:
    # The map of a closed card ends at the line that closes it.
    first, end = card.map or (0, 0)
    if end >= len(lines) or set(lines[end].strip(" >")) != {":"}:
        yield "This card is not closed with “:::”."
    elif (
        card_words(card)[0] in ("claim", "popular", "drawing")
        and "".join(lines[first + 1 : end]).strip()
    ):
        yield "This card brings its own words; put yours before or after it."


def _wrong_words(block: Token, line: int, known: Keys) -> Iterator[Problem]:
    for child in block.children or ():
        if child.type in BREAKS:
            line += 1
        elif child.type == "html_inline":
            yield Problem(line, f"HTML is not used here: {child.content}")
        elif child.type == "image":
            yield Problem(line, "Pictures are not used here.")
        elif child.type == "citation":
            for key in child.meta["keys"]:
                if key not in known.sources:
                    yield Problem(line, f"There is no source “{key}”.")
        elif child.type == "term_open" and child.meta["key"] not in known.terms:
            yield Problem(line, f"There is no term “{child.meta['key']}”.")
        elif child.type == "claim_open" and child.meta["key"] not in known.claims:
            yield Problem(line, f"There is no claim “{child.meta['key']}”.")
        elif child.type == "text" and NEARLY_CITED.search(child.content):
            yield Problem(line, "A citation is written [@source-key] or [@one; @two].")
        elif child.type == "text" and child.content.startswith(":::"):
            yield Problem(line, "This “:::” closes no card.")
