"""YAML as our content files have it: written in one way, and cut so that most of it can be kept."""

import re
from typing import Any

import yaml

# Both are safe; the one in C is there on most machines, and many times faster.
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# YAML takes these for ends of lines, and would lose them anywhere but in double quotes.
ODD_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


class Rows(yaml.SafeDumper):
    """A list of rows, folded at a hundred columns."""


class Head(yaml.SafeDumper):
    """The head of a guide: nothing is folded, lists are set in, and quotes are double."""

    def choose_scalar_style(self) -> str:
        """Double quotes wherever there are any."""
        style = super().choose_scalar_style()
        return '"' if style == "'" else style

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Set in lists too."""
        super().increase_indent(flow, False)


class Quoted(str):
    """A text that is quoted even where it need not be."""

    __slots__ = ()


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if isinstance(text, Quoted) or ODD_LINE_ENDS.search(text) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Rows.add_representer(str, _text)
Head.add_representer(str, _text)
Head.add_representer(Quoted, _text)


def written(value: Any, writer: type[yaml.SafeDumper] = Rows) -> str:
    """A value as the files have it."""
    width = 100 if writer is Rows else float("inf")
    return yaml.dump(value, Dumper=writer, sort_keys=False, allow_unicode=True, width=width)


def items(text: str) -> tuple[str, list[str]]:
    """What stands before the first item of a list, and each item's own text.

    Comments belong to the item below them, empty lines to the one above. No items come back from
    a list whose items do not start lines of their own. Raises YAMLError.
    """
    before, pieces = _cut(text)
    return before, [piece for _, piece in pieces]


def fields(text: str) -> tuple[str, dict[str, str]]:
    """The same for a mapping, by the names of its fields."""
    before, pieces = _cut(text)
    return before, {node[0].value: piece for node, piece in pieces}


def _cut(text: str) -> tuple[str, list[tuple[Any, str]]]:
    root = yaml.compose(text, Loader=SafeLoader)
    if root is None:
        return text, []
    if root.flow_style or not root.value:
        return text[: _line_start(text, root.start_mark.index)], []
    nodes = [node[0] if isinstance(node, tuple) else node for node in root.value]
    first, *others = (_line_start(text, node.start_mark.index) for node in nodes)
    starts = [first, *(_above_comments(text, start) for start in others)]
    ends = [*starts[1:], len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return text[:first], list(zip(root.value, pieces, strict=True))


def replaced(piece: str, item: str) -> str:
    """An item's text with another in its place, between the same comments and empty lines."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", piece)
    first, end = 0, len(lines)
    while first < end and _is_between(lines[first]):
        first += 1
    while end > first and _is_between(lines[end - 1]):
        end -= 1
    return "".join([*lines[:first], item, *lines[end:]])


def joined(*chunks: str) -> str:
    """A whole text of several, with an empty line between each two."""
    return "\n\n".join(stripped for chunk in chunks if (stripped := chunk.rstrip("\n"))) + "\n"


def _is_between(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _above_comments(text: str, start: int) -> int:
    while start:
        line = _line_start(text, start - 1)
        if not text.startswith("#", line):
            break
        start = line
    return start
