"""The words of a suggestion without markup, for places that know none: calendars and plain text.

They come from the same templates as the page, so that advice is written once.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from planner.core.suggestions import Suggestion
from planner.core.values import Answers
from planner.templatetags.plan_parts import suggestion_words

HEADINGS = frozenset({"h2", "h3", "h4"})
# What ends a line of text.
BLOCKS = HEADINGS | {"p", "li", "tr", "blockquote", "caption", "div", "th", "td"}
# Words for those who cannot see a drawing stay; drawings go.
LEFT_OUT = frozenset({"svg"})


@dataclass(frozen=True, slots=True)
class PlainWords:
    """A title, empty where there is none, and the text below it, a line for each paragraph."""

    title: str
    text: str


def plain_words(suggestion: Suggestion, answers: Answers, *, is_repeat: bool = False) -> PlainWords:
    """What a plan says in one suggestion, in the time zone that is active.

    A repeat says only what an earlier line of its rule did not.
    """
    return words_of(suggestion_words(suggestion, answers, is_repeat=is_repeat))


def words_of(html: str) -> PlainWords:
    """What a piece of a page says, without its markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return PlainWords(title=reader.title, text="\n".join(reader.lines))


@dataclass
class _Reader(HTMLParser):
    """Splits a piece of a page into its first heading and its lines."""

    title: str = ""
    lines: list[str] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _left_out: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LEFT_OUT:
            self._left_out += 1
        if tag in BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in LEFT_OUT:
            self._left_out -= 1
        if tag in BLOCKS:
            self._end_line(is_title=tag in HEADINGS)

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self._words.append(data)

    def close(self) -> None:
        super().close()
        self._end_line()

    def _end_line(self, *, is_title: bool = False) -> None:
        line = re.sub(r"\s+", " ", "".join(self._words)).strip()
        self._words.clear()
        if not line:
            return
        if is_title and not self.title:
            self.title = line
        else:
            self.lines.append(line)
