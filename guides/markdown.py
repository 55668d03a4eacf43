"""Markdown to what a page shows: the one pipeline, for pages, forms, and the reading grade.

The texts are CommonMark with tables, and four directives of ours: citations, `[@source-key]` or
`[@one; @two]`; words of the glossary, `[words](term:key)`; words that say what a claim says,
`[words](claim:key)`, which lead to its page; and cards, which stand between `::: claim key` (or
`::: popular key`, `::: drawing name`, `::: care today Title`, `::: do Title`, `::: dont Title`) and
`:::`. Nothing here asks the database or the clock. What an editor wrote is marked as safe by this
module alone, after cleaning it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from guides.choices import Certainty
from guides.citations import Citations, Cites
from guides.drawings import DRAWINGS, SorenessBands
from guides.joining import JoiningRenderer

if TYPE_CHECKING:
    from guides.models import Claim, PopularClaim

CARE_WEIGHTS = ("emergency", "today", "doctor")

CITATION = re.compile(r"\[@[\w-]+(?:; ?@[\w-]+)*\]")
# Links with a scheme of our own lead to a row by its key, and are tokens of their own.
SCHEMES = ("term", "claim")
CARD_OPEN, CARD_CLOSE = "container_card_open", "container_card_close"

SOURCE_MISSING = "<sup>[source missing]</sup>"
CARD_MISSING = mark_safe(  # our own words, so nothing to clean
    "<p>A statement that stood here is under review and is not shown.</p>"
)


# --- What a text becomes ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prose:
    """Ordinary text, as clean HTML."""

    kind: ClassVar[str] = "prose"
    html: SafeString


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim, drawn by a template. Only a guide's first mention of a claim has an anchor."""

    kind: ClassVar[str] = "claim"
    claim: "Claim"
    cites: Cites
    anchor: str
    overdue_since: date | None = None


@dataclass(frozen=True, slots=True)
class PopularCard:
    """What people say beside what studies show, drawn by a template."""

    kind: ClassVar[str] = "popular"
    popular: "PopularClaim"
    certainty: Certainty
    cites: Cites
    overdue_since: date | None = None


@dataclass(frozen=True, slots=True)
class DrawingCard:
    """What some claims say, drawn by a template; as sure as the least sure of them."""

    kind: ClassVar[str] = "drawing"
    name: str
    # By what the drawing has each of them say.
    claims: Mapping[str, "Claim"]
    certainty: Certainty
    cites: Cites
    # None where it draws no numbers.
    bands: SorenessBands | None
    overdue_since: date | None = None

    @property
    def template(self) -> str:
        """Its words and its shapes."""
        return f"guides/drawings/{self.name}.html"


@dataclass(frozen=True, slots=True)
class CareCard:
    """When to get help, and how fast: the weight is one of CARE_WEIGHTS."""

    kind: ClassVar[str] = "care"
    weight: str
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class AdviceCard:
    """A list of what to do, or of what to leave alone."""

    kind: ClassVar[str] = "advice"
    is_do: bool
    title: str
    html: SafeString


Part = Prose | ClaimCard | PopularCard | DrawingCard | CareCard | AdviceCard


def render(text: str, citations: Citations) -> list[Part]:
    """The parts of a text, in order. Never raises: what a text mentions may have been deleted."""
    return [_part(card, tokens, citations) for card, tokens in _pieces(_read(text))]


def _part(card: Token | None, tokens: Sequence[Token], citations: Citations) -> Part:
    match card_words(card) if card else None:
        case "claim", key:
            if claim := citations.claims.get(key):
                anchor = citations.claim_anchor(key)
                cites = citations.cite(claim.sources)
                return ClaimCard(claim.statement, cites, anchor, claim.overdue_since)
            return Prose(CARD_MISSING)
        case "popular", key:
            if popular := citations.popular.get(key):
                cites = citations.cite(popular.sources)
                return PopularCard(
                    popular.statement, popular.certainty, cites, popular.overdue_since
                )
            return Prose(CARD_MISSING)
        case "drawing", name:
            return _drawing(name, citations) or Prose(CARD_MISSING)
        case "care", words if words.partition(" ")[0] in CARE_WEIGHTS:
            weight, _, title = words.partition(" ")
            return CareCard(weight, title.strip(), _html(tokens, citations))
        case ("do" | "dont") as advice, title:
            return AdviceCard(advice == "do", title, _html(tokens, citations))
    return Prose(_html(tokens, citations))


def _drawing(name: str, citations: Citations) -> DrawingCard | None:
    """A drawing; None if one of its claims is gone, or no longer bears it out."""
    drawing = DRAWINGS.get(name)
    known = {key: claim.statement for key, claim in citations.claims.items()}
    claims = drawing.claims_by_what_they_say(known) if drawing else None
    if not drawing or not claims or not drawing.is_borne_out_by(claims):
        return None
    behind = [citations.claims[key] for key in drawing.claims]
    sources = {source.key: source for claim in behind for source in claim.sources}
    return DrawingCard(
        name=name,
        claims=claims,
        certainty=Certainty.least_sure(claim.certainty for claim in behind),
        cites=citations.cite(sources.values()),
        bands=drawing.bands(claims) if drawing.bands else None,
        overdue_since=min(
            (claim.overdue_since for claim in behind if claim.overdue_since), default=None
        ),
    )


def _html(tokens: Sequence[Token], citations: Citations) -> SafeString:
    html = READER.renderer.render(tokens, READER.options, {"citations": citations})
    return mark_safe(_clean(html))  # cleaned: the one place where an editor's words become safe


# Remembered, as most pages draw most of their parts as they did before; a part that an editor
# changed is another text.
@lru_cache(maxsize=1024)
def _clean(html: str) -> str:
    return CLEANER.clean(html)


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, list[Token]]]:
    """The top level of a text: each card with what is inside, and between them prose (None)."""
    card: Token | None = None
    run: list[Token] = []
    for token in tokens:
        if token.level == 0 and token.type in (CARD_OPEN, CARD_CLOSE):
            if card or run:
                yield card, run
            card, run = (token if token.type == CARD_OPEN else None), []
        else:
            run.append(token)
    if run:
        yield None, run


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
        for token in _read(text):
            yield from (child for child in token.children or () if child.type == kind)


def _linked(scheme: str, texts: Sequence[str]) -> frozenset[str]:
    return frozenset(child.meta["key"] for child in _inline(f"{scheme}_open", texts))


def _on_cards(wanted: str, texts: Sequence[str]) -> frozenset[str]:
    cards = [
        card_words(token)
        for text in texts
        for token in _read(text)
        if token.type == CARD_OPEN and not token.level
    ]
    return frozenset(key for kind, key in cards if kind == wanted)


def plain_text(text: str) -> str:
    """The words of a text, a line for each block, without those that claims bring."""
    return "\n".join(words for token in _read(text) if (words := _words(token)))


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


# --- How it is read --------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _read(text: str) -> Sequence[Token]:
    """A text as tokens. Remembered, as a page first asks what it mentions and then draws it."""
    return READER.parse(text)


def make_reader(*, html: bool) -> MarkdownIt:
    """The parser of our Markdown. With `html` it keeps raw HTML apart, without it quotes it."""
    options = {"html": html, "typographer": True}
    reader = MarkdownIt("commonmark", options, renderer_cls=JoiningRenderer)
    reader.enable(["table", "replacements", "smartquotes"])
    reader.inline.ruler.before("link", "citation", _citation)
    reader.add_render_rule("citation", _draw_citation)
    reader.core.ruler.after("inline", "schemes", _schemes)
    reader.add_render_rule("term_open", _draw_term_open)
    reader.add_render_rule("term_close", _draw_term_close)
    reader.add_render_rule("claim_open", _draw_claim_open)
    reader.add_render_rule("claim_close", _draw_claim_close)
    container_plugin(
        reader,
        "card",
        validate=lambda words, colons: bool(words.strip()),
        # Templates draw the cards; of one inside a list or a quotation the text alone is left.
        render=lambda *arguments: "",
    )
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


def _draw_citation(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    citations: Citations = env["citations"]
    keys = tokens[index].meta["keys"]
    known = [citations.sources[key] for key in keys if key in citations.sources]
    cites = citations.cite(known)
    links = " ".join(
        f'<a href="{address}"><span class="unseen">source </span>{number}</a>'
        for number, address in cites.lines
    )
    drawn = f'<sup class="cite" id="{cites.anchor}">{links}</sup>' if links else ""
    return drawn + SOURCE_MISSING * (len(keys) - len(known))


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


def _draw_term_open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    anchor = env["citations"].explain(tokens[index].meta["key"])
    # A button opens a native popover, without script; of a term that is gone the words are left.
    return f'<button type="button" class="term" popovertarget="{anchor}">' if anchor else ""


def _draw_term_close(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return "</button>" if env["citations"].explain(tokens[index].meta["key"]) else ""


def _draw_claim_open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    citations: Citations = env["citations"]
    key = tokens[index].meta["key"]
    # Of a claim that is gone or not published the words are left.
    if key not in citations.claims:
        return ""
    anchor = citations.claim_anchor(key)
    place = f' id="{anchor}"' if anchor else ""
    return f'<a{place} href="{citations.claims[key].statement.get_absolute_url()}">'


def _draw_claim_close(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return "</a>" if tokens[index].meta["key"] in env["citations"].claims else ""


READER = make_reader(html=False)

CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre"),
        *("code", "em", "strong", "a", "sup", "span", "button"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    # "*" empty: nothing is allowed everywhere.
    attributes={
        "*": set(),
        "a": {"href", "id"},
        "sup": {"id"},
        "button": {"type", "popovertarget"},
        "ol": {"start"},
    },
    allowed_classes={"sup": {"cite"}, "span": {"joined", "unseen"}, "button": {"term"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
