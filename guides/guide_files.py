"""Guides as content files: YAML front matter, then sections under “## Heading {#anchor}”."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import frontmatter
import yaml
from django.core.exceptions import ValidationError
from django.db.models import Model

from guides import house_yaml
from guides.kinds import ContentError, Kind, Record, read_as_it_is
from guides.models import Guide, Section

# The head between its lines of dashes, and the sections after them.
FILE = re.compile(r"-{3,}[ \t]*\r?\n(?P<head>.*?)^-{3,}[ \t]*\r?$(?P<sections>.*)", re.M | re.S)
SECTIONS = re.compile(r"^(?=## )", re.M)
HEADING = re.compile(r"## (?P<heading>.+?) +\{#(?P<slug>[\w-]+)\}")

# Fields of the head that hold sentences, and those that stand last in it.
SENTENCES = ("summary", "key_points")
LAST = ("reviewed_on", "review_months", "published_at")
# What the head held before sign-offs named the reviewer.
FORMERLY = {"clinical_reviewer": ""}


@dataclass(frozen=True)
class GuideKind(Kind):
    """The guides, each in a Markdown file of its own."""

    model: type[Model] = Guide
    file: str = "guides"
    key_field: str = "slug"
    formerly: Mapping[str, Any] = field(default_factory=lambda: FORMERLY)

    def records(self) -> Iterator[tuple[str, Record]]:
        """Each guide: its file's name, its front matter, and its sections as a list."""
        for path in sorted((self.folder / self.file).glob("*.md")):
            name = f"{self.file}/{path.name}"
            try:
                post = frontmatter.loads(path.read_text(encoding="utf-8"))
            except (ValueError, yaml.YAMLError) as error:
                raise ContentError(f"{name}: {error}") from error
            if not isinstance(post.metadata.get(self.key_field), str):
                raise ContentError(f"{name}: the front matter has no {self.key_field}.")
            yield name, {**post.metadata, "sections": list(_sections(name, post.content))}

    def rows(self) -> dict[str, Model]:
        """Every guide of the database with its sections, by slug."""
        guides = Guide.objects.originals().prefetch_related("sections")
        return {guide.slug: guide for guide in guides}

    def texts(self, records: Mapping[str, Record]) -> dict[str, str]:
        """The files of these guides, by name; what says the same already stays as it is.

        Raises ContentError where the files of now cannot be read.
        """
        held = self.held()
        names = {raw[self.key_field]: name for name, raw in self.records()}
        texts = {}
        for slug, record in records.items():
            name = names.get(slug, f"{self.file}/{slug}.md")
            old = read_as_it_is(self.folder / name) if slug in names else ""
            before = held.get(slug)
            texts[name] = old if before == record else _rewritten(old, before or {}, record)
        return texts

    def unlike(self, row: Model, record: Record | None) -> list[str]:
        """The fields of a guide, and its sections, that a record does not hold as they are."""
        sections = self.record_of(row)["sections"]
        held = record["sections"] if record else []
        unlike = {s["slug"]: s for s in [*sections, *held] if s not in sections or s not in held}
        return [*super().unlike(row, record), *(f"section {slug}" for slug in unlike)]

    def record_of(self, row: Model) -> Record:
        """A guide as its file would hold it."""
        sections = [
            {"slug": section.slug, "heading": section.heading, "body": section.body}
            for section in row.sections.all()
        ]
        return {**super().record_of(row), "sections": sections}

    def as_record(self, values: Record) -> Record:
        """The values of a guide's own fields as a file holds them, its key points one by one."""
        points = [line.removeprefix("- ") for line in values["key_points"].split("\n")]
        return {**super().as_record(values), "key_points": points}

    def checked(self, record: Record) -> Record:
        """A guide from a file in the very form of record_of. Raises ValidationError by field."""
        sections = record["sections"]
        fields = {name: value for name, value in record.items() if name != "sections"}
        return {**super().checked(fields), "sections": sections}

    def write(self, record: Record, row: Model | None) -> None:
        """Change a guide and its sections, or make them. Raises ValidationError by field."""
        guide = row or Guide()
        super().write(record, guide)
        kept = {section.slug: section for section in guide.sections.all()}
        for position, fields in enumerate(record["sections"], start=1):
            section = kept.pop(fields["slug"], None) or Section(guide=guide, slug=fields["slug"])
            section.position = position
            section.heading, section.body = fields["heading"], fields["body"]
            try:
                section.full_clean()
            except ValidationError as error:
                raise ValidationError({f"section {section.slug}": error.messages}) from error
            section.save()
        for section in kept.values():
            section.delete()

    def _names(self) -> list[str]:
        return [*(name for name in super()._names() if name not in LAST), *LAST]

    def _value(self, name: str, record: Record) -> Any:
        if name == "key_points" and isinstance(record.get(name), list):
            return "\n".join(f"- {point}" for point in record[name])
        return super()._value(name, record)


def _rewritten(old: str, before: Record, record: Record) -> str:
    """A guide's file as it was, but for the fields and the sections that it held otherwise."""
    cut = FILE.match(old)
    start, fields = house_yaml.fields(cut["head"] if cut else "")
    _, *chunks = SECTIONS.split(cut["sections"] if cut else "")
    sections_before = before.get("sections", [])
    told = {s["slug"]: text for s, text in zip(sections_before, chunks, strict=False)}

    names = [name for name in dict.fromkeys([*fields, *record]) if name in record]
    head = [
        fields[name]
        if name in fields and before.get(name) == record[name]
        else house_yaml.replaced(fields.get(name, ""), _field(name, record[name]))
        for name in names
        if name != "sections"
    ]
    sections = [
        told[section["slug"]] if section in sections_before else _section(record["slug"], section)
        for section in record["sections"]
    ]
    return house_yaml.joined(f"---\n{start}{''.join(head)}---", *sections)


def _field(name: str, value: Any) -> str:
    """A field of a guide's head; sentences are quoted, so that their marks mean nothing to YAML."""
    match value:
        case str() if name in SENTENCES:
            value = house_yaml.Quoted(value)
        case list():
            value = [house_yaml.Quoted(item) for item in value]
    return house_yaml.written({name: value}, house_yaml.Head)


def _section(guide: str, section: Record) -> str:
    """A section as its file has it. Raises ContentError if it would read as something else."""
    text = "## {heading} {{#{slug}}}\n\n{body}\n".format(**section)
    try:
        if list(_sections("", text)) == [section]:
            return text
    except ContentError:
        pass
    raise ContentError(
        f"guides, {guide}: a file cannot hold section {section['slug']} as it is. Look for lines "
        "that start with “## ”, and for spaces at either end of its text or heading."
    )


def _sections(file: str, text: str) -> Iterator[Record]:
    """The sections of a guide's text; nothing may stand before the first. Raises ContentError."""
    before, *sections = SECTIONS.split(text)
    if before.strip():
        raise ContentError(f"{file}: the text starts before the first “## Heading {{#anchor}}”.")
    for section in sections:
        first, _, body = section.partition("\n")
        heading = HEADING.fullmatch(first.strip())
        if not heading:
            raise ContentError(f"{file}: write “## Heading {{#anchor}}” instead of “{first}”.")
        yield {**heading.groupdict(), "body": body.strip()}
