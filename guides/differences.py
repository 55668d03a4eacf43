"""What differs between two records of one row, in words that people read.

Records are those of `Kind.record_of`, or the same as JSON keeps them. Texts are compared sentence
by sentence, and word by word where those differ; other values are shown as pages show them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst

from guides.dates import day_in_words, moment_in_words
from guides.kinds import Kind, Record

WORD = re.compile(r"\w+")
# Words, spaces, and each mark by itself: together they are the text again.
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Sentences, and lines that end otherwise: together they are the text again too.
SENTENCE = re.compile(r"[^\n]*?[.!?]\s|[^\n]*\n|[^\n]+")

# Words that are left on either side of what was cut out of an unchanged run.
CONTEXT = 8
CUT = "…"
# Where less than this share of the words stayed, word by word only confuses.
LEAST_KEPT = 1 / 3

# A sentence of so many words that comparing each with each takes too long is shown whole.
MOST_COMPARED = 4_000_000

EMPTY = "empty"


class Change(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, or an item of a list, and what became of it."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, or one section, that differs."""

    # The field's name; of a section “section” and its anchor.
    name: str
    # The same in words, such as “Evidence checked on”.
    label: str
    pieces: tuple[Piece, ...] = ()
    # What happened to it as a whole, such as “moved from place 2 to place 4”.
    notes: tuple[str, ...] = ()
    # Its pieces are items, and not runs of one text.
    is_list: bool = False


def differences(before: Record, after: Record, kind: Kind) -> list[Difference]:
    """What differs between two records of a kind, field by field; of equal ones nothing.

    Long runs of words that stayed are cut, and the place marked.
    """
    names = [name for name in dict.fromkeys([*before, *after]) if name != "sections"]
    fields = (_field_difference(name, before, after, kind.model) for name in names)
    sections = _section_differences(before.get("sections", []), after.get("sections", []))
    return [difference for difference in (*fields, *sections) if difference]


def changed_fields(before: Record, after: Record, kind: Kind) -> list[str]:
    """The labels of what differs, for a summary in one line."""
    return [difference.label for difference in differences(before, after, kind)]


# --- Texts -----------------------------------------------------------------------------------

# What stands at one place of the earlier and of the later text; the same twice where it stayed.
Stretch = tuple[str, str]


def compare_texts(before: str, after: str) -> list[Piece]:
    """Two texts as runs of words: the same and the removed are the earlier text, nothing cut."""
    return list(_pieces(_joined(_stretches(before, after))))


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """The same runs, but of long ones that stayed only the words beside what changed."""
    last = len(pieces) - 1
    return [
        Piece(piece.change, _cut(piece.text, at_start=place == 0, at_end=place == last))
        if piece.change is Change.SAME
        else piece
        for place, piece in enumerate(pieces)
    ]


def _stretches(before: str, after: str) -> Iterator[Stretch]:
    """Sentence by sentence first: one that stayed costs little, and holds its neighbours apart."""
    earlier, later = SENTENCE.findall(before), SENTENCE.findall(after)
    # An empty line is like any other, and would pair paragraphs that have nothing in common.
    matcher = SequenceMatcher(str.isspace, earlier, later)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        old, new = earlier[i:i_end], later[j:j_end]
        if tag == "equal":
            yield "".join(old), "".join(new)
        elif len(old) == len(new):
            # As many as before: most likely each was edited by itself.
            for one, other in zip(old, new, strict=True):
                yield from _word_by_word(one, other)
        else:
            yield from _word_by_word("".join(old), "".join(new))


def _word_by_word(before: str, after: str) -> list[Stretch]:
    earlier, later = TOKEN.findall(before), TOKEN.findall(after)
    if len(earlier) * len(later) > MOST_COMPARED:
        return [(before, after)]
    # Left to itself it looks past the words that come again and again in a long text: that keeps
    # it quick, and no “the” holds apart what was written anew.
    opcodes = SequenceMatcher(str.isspace, earlier, later).get_opcodes()
    kept = sum(
        _words_in("".join(earlier[i:end])) for tag, i, end, _, _ in opcodes if tag == "equal"
    )
    if kept < LEAST_KEPT * min(_words_in(before), _words_in(after)):
        return [(before, after)]
    return [
        ("".join(earlier[i:i_end]), "".join(later[j:j_end])) for _, i, i_end, j, j_end in opcodes
    ]


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Changes side by side as one, and with them a lone word or a space between two."""
    joined: list[Stretch] = []
    # What stayed since the last change, and may yet be too little to stand by itself.
    waiting = ""
    for old, new in stretches:
        if old == new:
            waiting += old
            continue
        if joined and (not waiting or _is_little(waiting)):
            earlier, later = joined.pop()
            joined.append((earlier + waiting + old, later + waiting + new))
        else:
            joined += [(waiting, waiting)] * bool(waiting) + [(old, new)]
        waiting = ""
    return joined + [(waiting, waiting)] * bool(waiting)


def _is_little(text: str) -> bool:
    return "\n" not in text and _words_in(text) <= 1


def _pieces(stretches: Iterable[Stretch]) -> Iterator[Piece]:
    for old, new in stretches:
        if old == new:
            yield Piece(Change.SAME, old)
            continue
        if old:
            yield Piece(Change.REMOVED, old)
        if new:
            yield Piece(Change.ADDED, new)


def _cut(text: str, *, at_start: bool, at_end: bool) -> str:
    """A run that stayed, without its middle; at an end of the text there is but one neighbour."""
    words = list(WORD.finditer(text))
    ahead, behind = 0 if at_start else CONTEXT, 0 if at_end else CONTEXT
    if len(words) <= ahead + behind + CONTEXT:
        return text
    start = text[: words[ahead - 1].end()] + " " if ahead else ""
    end = " " + text[words[-behind].start() :] if behind else ""
    return f"{start}{CUT}{end}"


def _words_in(text: str) -> int:
    return len(WORD.findall(text))


# --- Fields ----------------------------------------------------------------------------------


def _field_difference(
    name: str, before: Record, after: Record, model: type[models.Model]
) -> Difference | None:
    field = _field(name, model)
    old, new = _value(name, before, field), _value(name, after, field)
    if old == new:
        return None
    label = capfirst(str(field.verbose_name)) if field else capfirst(name.replace("_", " "))
    if isinstance(old, list) or isinstance(new, list):
        items = tuple(_items(old or [], new or []))
        return Difference(name, label, items, is_list=True)
    if isinstance(old, str) and isinstance(new, str) and not getattr(field, "choices", None):
        notes = ("it was empty",) if not old else ("it is empty now",) if not new else ()
        return Difference(name, label, tuple(shortened(compare_texts(old, new))), notes)
    pieces = (
        Piece(Change.REMOVED, _in_words(old, field)),
        Piece(Change.ADDED, _in_words(new, field)),
    )
    return Difference(name, label, pieces)


def _field(name: str, model: type[models.Model]) -> models.Field | None:
    """The field of a name; None where a record is older than its end."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _value(name: str, record: Record, field: models.Field | None) -> Any:
    """What a record holds for a field, as the field's own type; texts in lines as one text."""
    if field is None:
        return record.get(name)
    if field.many_to_many or isinstance(field, models.JSONField):
        return record.get(name, [])
    # A record leaves out what has its default.
    value = record[name] if name in record else field.get_default()
    if isinstance(value, list):
        value = "\n".join(value)
    return field.to_python(str(value) if isinstance(value, float) else value)


def _items(before: list[Any], after: list[Any]) -> Iterator[Piece]:
    """What went from a list, and what came, in its order."""
    earlier, later = [str(item) for item in before], [str(item) for item in after]
    for tag, i, i_end, j, j_end in SequenceMatcher(None, earlier, later, False).get_opcodes():
        if tag != "equal":
            yield from (Piece(Change.REMOVED, item) for item in earlier[i:i_end])
            yield from (Piece(Change.ADDED, item) for item in later[j:j_end])


def _in_words(value: Any, field: models.Field | None) -> str:
    """A value as people read it."""
    match value:
        case None | "":
            return EMPTY
        case bool():
            return "yes" if value else "no"
        case datetime():
            return moment_in_words(value)
        case date():
            return day_in_words(value)
    return str(dict(getattr(field, "flatchoices", ())).get(value, value))


# --- Sections --------------------------------------------------------------------------------


def _section_differences(before: list[Record], after: list[Record]) -> Iterator[Difference]:
    """The sections that differ in the order of the later record; those that went come last."""
    pairs = _paired(before, after)
    moved = _moved([pair for pair in pairs if pair is not None])
    for place, (now, was) in enumerate(zip(after, pairs, strict=True)):
        if was is None:
            yield _whole_section(now, Change.ADDED)
            continue
        old = before[was]
        notes = []
        if old["heading"] != now["heading"]:
            notes.append(f"renamed from “{old['heading']}”")
        if old["slug"] != now["slug"]:
            notes.append(f"anchor changed from “{old['slug']}” to “{now['slug']}”")
        if was in moved:
            notes.append(f"moved from place {was + 1} to place {place + 1}")
        same_text = old["body"] == now["body"]
        pieces = () if same_text else tuple(shortened(compare_texts(old["body"], now["body"])))
        if notes or pieces:
            yield Difference(_section_name(now), _section_label(now), pieces, tuple(notes))
    for place, gone in enumerate(before):
        if place not in pairs:
            yield _whole_section(gone, Change.REMOVED)


def _paired(before: list[Record], after: list[Record]) -> list[int | None]:
    """For each later section the place of the earlier one that it was: by anchor, or by heading."""
    pairs: list[int | None] = [None] * len(after)
    for trait in ("slug", "heading"):
        left = {old[trait]: place for place, old in enumerate(before) if place not in pairs}
        for place, now in enumerate(after):
            if pairs[place] is None:
                pairs[place] = left.pop(now[trait], None)
    return pairs


def _moved(places: list[int]) -> set[int]:
    """The earlier places of the sections that left their order, as few as one can name."""
    matcher = SequenceMatcher(None, sorted(places), places, False)
    kept = {
        places[block.b + step]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
    return set(places) - kept


def _whole_section(section: Record, change: Change) -> Difference:
    pieces = (Piece(change, section["body"]),) if section["body"] else ()
    return Difference(_section_name(section), _section_label(section), pieces, (str(change),))


def _section_name(section: Record) -> str:
    return f"section {section['slug']}"


def _section_label(section: Record) -> str:
    return f"Section “{section['heading']}”"
