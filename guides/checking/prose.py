"""A Markdown text as sentences, each with the sources that it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from guides.markdown import CARD_CLOSE, CARD_OPEN, READER, card_words
from guides.sentences import parted

# What holds passages together: a citation in one of them stands for those that have none.
HOLDERS = ("list_item", "tr", CARD_OPEN.removesuffix("_open"))
TITLES = ("heading", "th")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as a reader sees it, the sources cited in it, and what it links to."""

    text: str
    cited: frozenset[str] = frozenset()
    # Addresses.
    links: frozenset[str] = frozenset()
    # Claims, by their keys.
    claims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of a paragraph, a heading or a cell; a card's title is a passage too."""

    sentences: Sequence[Sentence]
    # Where it starts in its text, counted from 1; 0: it has a field of its own.
    line: int = 0
    is_title: bool = False
    in_card: bool = False
    # Cited elsewhere in the same list item, or else in the same card.
    around: frozenset[str] = frozenset()

    @property
    def cited(self) -> frozenset[str]:
        """The sources cited in it."""
        return frozenset().union(*(sentence.cited for sentence in self.sentences))

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(sentence.text for sentence in self.sentences)

    def behind(self, sentence: Sentence) -> frozenset[str]:
        """The sources that one of its sentences rests on: its own, or the nearest."""
        return sentence.cited or self.cited or self.around


def passages(text: str) -> list[Passage]:
    """The passages of a text, in order, without what claims bring."""
    found: list[tuple[Passage, list[set[str]]]] = []
    holders: list[set[str]] = []
    cards = titles = line = 0
    for token in READER.parse(text):
        if token.map:
            line = token.map[0] + 1
        name, _, end = token.type.rpartition("_")
        if end in ("open", "close"):
            step = 1 if end == "open" else -1
            titles += step * (name in TITLES)
            cards += step * (token.type in (CARD_OPEN, CARD_CLOSE))
            if name in HOLDERS:
                holders = [*holders, set()] if end == "open" else holders[:-1]
        if title := _card_title(token):
            found.append((Passage([Sentence(title)], line, is_title=True, in_card=True), holders))
        if token.type == "inline":
            passage = Passage(
                _sentences(token.children or ()), line, is_title=titles > 0, in_card=cards > 0
            )
            found.append((passage, holders))
            for holder in holders:
                holder.update(passage.cited)
    # Only now is it known what the holders hold.
    return [
        replace(
            passage,
            around=next((frozenset(cited) for cited in reversed(around) if cited), frozenset()),
        )
        for passage, around in found
    ]


def plain_passage(text: str) -> Passage:
    """A title, or another text without Markdown that leans on what stands below it."""
    return Passage([Sentence(text[a:b]) for a, b in _spans(text)], is_title=True)


def _card_title(token: Token) -> str:
    if token.type != CARD_OPEN:
        return ""
    kind, rest = card_words(token)
    match kind:
        case "care":
            return rest.partition(" ")[2].strip()
        case "do" | "dont":
            return rest
    return ""


def _sentences(children: Sequence[Token]) -> list[Sentence]:
    text = ""
    cited: list[tuple[int, str]] = []
    links: list[tuple[int, str]] = []
    claims: list[tuple[int, str]] = []
    for child in children:
        match child.type:
            case "citation":
                cited += [(len(text), key) for key in child.meta["keys"]]
            case "link_open":
                links.append((len(text), str(child.attrGet("href"))))
            case "claim_open":
                claims.append((len(text), child.meta["key"]))
            case "softbreak" | "hardbreak":
                text += " "
            case _:
                text += child.content
    spans = list(_spans(text))
    # What is cited behind a full stop belongs to the sentence before it.
    reaches = [*(start for start, _ in spans[1:]), len(text) + 1]
    return [
        Sentence(
            text[start:end],
            *(
                frozenset(what for at, what in found if start <= at < reach)
                for found in (cited, links, claims)
            ),
        )
        for (start, end), reach in zip(spans, reaches, strict=False)
    ]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text starts and ends."""
    end, rest = 0, text.strip()
    while rest:
        sentence, rest = parted(rest)
        start = text.index(sentence, end)
        end = start + len(sentence)
        yield start, end
