"""From Markdown to what a page shows: cleaned prose, and cards as values, which templates draw.

Nothing here asks the database or the clock. What an editor wrote is marked as safe by this module
alone, after cleaning it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from guides.choices import Certainty
from guides.citations import Citations, Cites
from guides.drawings import DRAWINGS, SorenessBands
from guides.joining import JoiningRenderer
from guides.markdown import CARD_CLOSE, CARD_OPEN, CARE_WEIGHTS, READER, card_words, read

if TYPE_CHECKING:
    from guides.models import Claim, PopularClaim

SOURCE_MISSING = "<sup>[source missing]</sup>"
CARD_MISSING = mark_safe(  # our own words, so nothing to clean
    "<p>A statement that stood here is under review and is not shown.</p>"
)


# --- The parts of a text ---------------------------------------------------------------------


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
    return [_part(card, tokens, citations) for card, tokens in _pieces(read(text))]


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
    html = RENDERER.render(tokens, READER.options, {"citations": citations})
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


# --- What stands inside a part ---------------------------------------------------------------


class PartRenderer(JoiningRenderer):
    """Draws what stands inside a part; markdown-it calls each method for the tokens of its name."""

    def citation(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
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

    def term_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        anchor = env["citations"].explain(tokens[index].meta["key"])
        # A button opens a native popover, without script. Of a term that is gone words are left.
        return f'<button type="button" class="term" popovertarget="{anchor}">' if anchor else ""

    def term_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "</button>" if env["citations"].explain(tokens[index].meta["key"]) else ""

    def claim_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        citations: Citations = env["citations"]
        key = tokens[index].meta["key"]
        # Of a claim that is gone or not published the words are left.
        if key not in citations.claims:
            return ""
        anchor = citations.claim_anchor(key)
        place = f' id="{anchor}"' if anchor else ""
        return f'<a{place} href="{citations.claims[key].statement.get_absolute_url()}">'

    def claim_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "</a>" if tokens[index].meta["key"] in env["citations"].claims else ""

    def container_card_open(self, *arguments: Any) -> str:
        # Templates draw the cards; of one inside a list or a quotation the text alone is left.
        return ""

    container_card_close = container_card_open


RENDERER = PartRenderer()

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
