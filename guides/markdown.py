"""Our Markdown as it is read: its tokens, and what a text says and mentions.

The texts are CommonMark with tables, and four directives of ours: citations, `[@source-key]` or
`[@one; @two]`; words of the glossary, `[words](term:key)`; words that say what a claim says,
`[words](claim:key)`, which lead to its page; and cards, which stand between `::: claim key` (or
`::: popular key`, `::: drawing name`, `::: care today Title`, `::: do Title`, `::: dont Title`) and
`:::`. What a page shows of them is drawn in `rendering.py`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from guides.drawings import DRAWINGS

CARE_WEIGHTS = ("emergency", "today", "doctor")

CITATION = re.compile(r"\[@[\w-]+(?:; ?@[\w-]+)*\]")
# Links with a scheme of our own lead to a row by its key, and are tokens of their own.
SCHEMES = ("term", "claim")
CARD_OPEN, CARD_CLOSE = "container_card_open", "container_card_close"


# --- How a text is read ----------------------------------------------------------------------


@lru_cache(maxsize=1024)
def read(text: str) -> Sequence[Token]:
    """A text as tokens. Remembered, as a page first asks what it mentions and then draws it."""
    return READER.parse(text)


def make_reader(*, html: bool) -> MarkdownIt:
    """The parser of our Markdown. With `html` it keeps raw HTML apart, without it quotes it."""
    options = {"html": html, "typographer": True}
    reader = MarkdownIt("commonmark", options)
    reader.enable(["table", "replacements", "smartquotes"])
    reader.inline.ruler.before("link", "citation", _citation)
    reader.core.ruler.after("inline", "schemes", _schemes)
    container_plugin(reader, "card", validate=lambda words, colons: bool(words.strip()))
    # Its rules and tables of letters are made when they are first needed, and used before they are
    # whole by a second thread, which reads the text wrongly, or fails. Here is only one.
    reader.parse("[link](https://handbook.example.org) <https://handbook.example.org>")
    return reader


def _citation(state: StateInline, silent: bool) -> bool:
    """A rule for markdown-it: take a citation at this place, if there is one."""
    found = CITATION.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"keys": re.findall(r"@([\w-]+)", found.group())}
    state.pos = found.end()
    return True


def _schemes(state: StateCore) -> None:
    """A rule for markdown-it: links to `term:key` or `claim:key` become term or claim tokens."""
    for block in state.tokens:
        scheme = key = ""
        for token in block.children or ():
            if token.type == "link_open":
                scheme, _, key = str(token.attrGet("href")).partition(":")
            if scheme in SCHEMES and token.type in ("link_open", "link_close"):
                token.type = token.type.replace("link", scheme)
                token.meta = {"key": key}


READER = make_reader(html=False)


def card_words(card: Token) -> tuple[str, str]:
    """The kind of a card, and the rest of its first line."""
    kind, _, rest = card.info.strip().partition(" ")
    return kind, rest.strip()


# --- What a text says ------------------------------------------------------------------------


class Keys(NamedTuple):
    """Keys of sources, claims, popular claims and terms."""

    sources: frozenset[str]
    claims: frozenset[str]
    popular: frozenset[str]
    terms: frozenset[str]


def mentioned(*texts: str) -> Keys:
    """What the texts cite, what they show as cards or lead to, and the words that they explain."""
    return Keys(
        sources=frozenset(
            key for child in _inline("citation", texts) for key in child.meta["keys"]
        ),
        claims=claims_on_cards(*texts) | _linked("claim", texts),
        popular=_on_cards("popular", texts),
        terms=_linked("term", texts),
    )


def claims_on_cards(*texts: str) -> frozenset[str]:
    """The claims that the texts show with sources and certainty, and do not only lead to.

    They stand on a card of their own, or behind a drawing.
    """
    behind = frozenset(key for name in drawings_in(*texts) for key in DRAWINGS[name].claims)
    return _on_cards("claim", texts) | behind


def drawings_in(*texts: str) -> frozenset[str]:
    """The names of the drawings that the texts show, as far as there are such drawings."""
    return _on_cards("drawing", texts) & DRAWINGS.keys()


def claims_with_a_place(text: str) -> frozenset[str]:
    """The claims to which a link from outside can lead: those with a card, or that it leads to."""
    return _on_cards("claim", [text]) | _linked("claim", [text])


def _inline(kind: str, texts: Sequence[str]) -> Iterator[Token]:
    """What stands inside the lines of some texts, of one kind."""
    for text in texts:
        for token in read(text):
            yield from (child for child in token.children or () if child.type == kind)


def _linked(scheme: str, texts: Sequence[str]) -> frozenset[str]:
    return frozenset(child.meta["key"] for child in _inline(f"{scheme}_open", texts))


def _on_cards(wanted: str, texts: Sequence[str]) -> frozenset[str]:
    cards = [
        card_words(token)
        for text in texts
        for token in read(text)
        if token.type == CARD_OPEN and not token.level
    ]
    return frozenset(key for kind, key in cards if kind == wanted)


def plain_text(text: str) -> str:
    """The words of a text, a line for each block, without those that claims bring."""
    return "\n".join(words for token in read(text) if (words := _words(token)))


def _words(token: Token) -> str:
    if token.type == CARD_OPEN:
        kind, rest = card_words(token)
        match kind:
            case "care":
                return rest.partition(" ")[2]
            case "do" | "dont":
                return rest
        return ""
    breaks = ("softbreak", "hardbreak")
    return "".join(
        " " if child.type in breaks else child.content for child in token.children or ()
    ).strip()
