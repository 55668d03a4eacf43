"""Guides as content files: YAML front matter, then sections under “## Heading {#anchor}”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frontmatter
import yaml
from django.core.exceptions import ValidationError
from django.db.models import Model

from guides.kinds import ContentError, Kind, Record
from guides.models import Guide, Section

HEADING = re.compile(r"## (?P<heading>.+?) +\{#(?P<slug>[\w-]+)\}")


@dataclass(frozen=True)
class GuideKind(Kind):
    """The guides, each in a Markdown file of its own."""

    model: type[Model] = Guide
    file: str = "guides"
    key_field: str = "slug"

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
        return {guide.slug: guide for guide in Guide.objects.prefetch_related("sections")}

    def record_of(self, row: Model) -> Record:
        """A guide as its file would hold it."""
        sections = [
            {"slug": section.slug, "heading": section.heading, "body": section.body}
            for section in row.sections.all()
        ]
        return {**super().record_of(row), "sections": sections}

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

    def _value(self, name: str, record: Record) -> Any:
        if name == "key_points" and isinstance(record.get(name), list):
            return "\n".join(f"- {point}" for point in record[name])
        return super()._value(name, record)

    def _record(self, values: Record) -> Record:
        points = [line.removeprefix("- ") for line in values["key_points"].split("\n")]
        return {**super()._record(values), "key_points": points}


def _sections(file: str, text: str) -> Iterator[Record]:
    """The sections of a guide's text; nothing may stand before the first. Raises ContentError."""
    before, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    if before.strip():
        raise ContentError(f"{file}: the text starts before the first “## Heading {{#anchor}}”.")
    for section in sections:
        first, _, body = section.partition("\n")
        heading = HEADING.fullmatch(first.strip())
        if not heading:
            raise ContentError(f"{file}: write “## Heading {{#anchor}}” instead of “{first}”.")
        yield {**heading.groupdict(), "body": body.strip()}
