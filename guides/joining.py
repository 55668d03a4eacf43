"""How a text is drawn so that no line begins with the comma after a term."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

if TYPE_CHECKING:
    from guides.models import Term

# What stands right beside a term, read away from it: the rest of its word, a comma, a bracket.
BESIDE = re.compile(r"\w*[^\w\s]*")


class JoiningRenderer(RendererHTML):
    """Draws a term in one piece with what stands right beside it.

    Its button is a box to browsers, and they let a line end on either side of a box: the next one
    would begin with the comma.
    """

    def renderInline(self, tokens: Sequence[Token], options: Any, env: Any) -> str:
        """The HTML of what stands in a block; markdown-it calls it by this name."""
        return super().renderInline(_joined(tokens, env["citations"].terms), options, env)


class _Unit(NamedTuple):
    """A token, or all from one that opens to the one that closes it."""

    tokens: list[Token]
    # Whether it is a term that is drawn, or begins or ends with one.
    is_box: bool = False


def _joined(tokens: Sequence[Token], terms: Mapping[str, "Term"]) -> list[Token]:
    """What stands in a block, with tokens around each term and what is right beside it."""
    # Whatever is open: the block itself, then what opens in what.
    opened: list[Token] = []
    inside: list[list[_Unit]] = [[]]
    for token in tokens:
        if token.nesting > 0:
            opened.append(token)
            inside.append([])
        elif token.nesting < 0:
            first, units = opened.pop(), inside.pop()
            is_term = first.type == "term_open" and first.meta["key"] in terms
            is_box = is_term or any(unit.is_box for unit in (*units[:1], *units[-1:]))
            inside[-1].append(_Unit([first, *_in_order(units), token], is_box))
        else:
            inside[-1].append(_Unit([token]))
    return _in_order(inside[0])


def _in_order(units: list[_Unit]) -> list[Token]:
    """The tokens of what stands side by side."""
    drawn: list[Token] = []
    waiting = units[::-1]
    while waiting:
        unit = waiting.pop()
        if not unit.is_box:
            drawn += unit.tokens
            continue
        before = _taken_off(drawn)
        after = _taken_from(waiting)
        if before or after:
            opens = Token("joined_open", "span", 1, attrs={"class": "joined"})
            drawn += [opens, *before, *unit.tokens, *after, Token("joined_close", "span", -1)]
        else:
            drawn += unit.tokens
    return drawn


def _taken_off(drawn: list[Token]) -> list[Token]:
    """What stands right before a box, taken off the end of what is drawn before it."""
    if not drawn or drawn[-1].type != "text":
        return []
    words = drawn.pop().content
    place = len(words) - BESIDE.match(words[::-1]).end()
    drawn += _text(words[:place])
    return _text(words[place:])


def _taken_from(waiting: list[_Unit]) -> list[Token]:
    """What stands right after a box, taken from what comes next: that is the last of it."""
    if not waiting or waiting[-1].tokens[0].type not in ("text", "citation"):
        return []
    (following,) = waiting.pop().tokens
    if following.type == "citation":
        return [following]
    place = BESIDE.match(following.content).end()
    waiting += [_Unit([token]) for token in _text(following.content[place:])]
    return _text(following.content[:place])


def _text(words: str) -> list[Token]:
    return [Token("text", "", 0, content=words)] if words else []
