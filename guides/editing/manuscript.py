"""A guide as its form sends it: incomplete or wrong, and not to be saved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.http import QueryDict

from guides.models import Guide, Section
from guides.reviewing import LONGEST_MONTHS, not_in_the_future

# Which guide it is, as the Preview button says; none while it is new.
PREVIEW_OF = "preview_of"

# A field of a section, as the admin names it. What it has of a section to be is not numbered.
OF_A_SECTION = re.compile(r"sections-([0-9]{1,6})-\w+")
DAY = forms.DateField(required=False, validators=[not_in_the_future])
MONTHS = forms.IntegerField(min_value=1, max_value=LONGEST_MONTHS)


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a guide, the heading and the anchor that it has, and its field in the form."""

    heading: str
    anchor: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A guide and its sections in reading order, with the field that holds each section's text."""

    guide: Guide
    sections: Sequence[Section]
    fields: Sequence[str]

    @classmethod
    def of(cls, posted: QueryDict) -> Self:
        """What a form holds. Never raises: a value that cannot be used is taken for none."""
        found = {match[1] for name in posted if (match := OF_A_SECTION.fullmatch(name))}
        typed = [
            (_section(posted, f"sections-{number}"), f"sections-{number}-body")
            for number in sorted(found, key=int)
            if not posted.get(f"sections-{number}-DELETE")
        ]
        written = [(section, field) for section, field in typed if section.heading or section.body]
        # Those of one position stay in the order of the form, in which a new one is the last.
        written.sort(key=lambda one: one[0].position)
        return cls(_guide(posted), [one[0] for one in written], [one[1] for one in written])

    @property
    def parts(self) -> list[Part]:
        """Its texts that are Markdown, in reading order: the key points, and each section."""
        return [
            Part("Key points", "points", "key_points", self.guide.key_points),
            *(
                Part(section.heading or f"Section {number}", section.slug, field, section.body)
                for number, (section, field) in enumerate(
                    zip(self.sections, self.fields, strict=True), start=1
                )
            ),
        ]


def _guide(posted: QueryDict) -> Guide:
    """The guide itself, with its neighbours if the database has it."""
    saved = forms.ModelChoiceField(Guide.objects.with_neighbours(), required=False)
    guide = _usable(saved, posted.get(PREVIEW_OF)) or Guide()
    for name in ("title", "summary", "key_points", "author"):
        setattr(guide, name, _text(posted, name))
    guide.reviewed_on = _usable(DAY, posted.get("reviewed_on"))
    months = Guide._meta.get_field("review_months").default
    guide.review_months = _usable(MONTHS, posted.get("review_months")) or months
    return guide


def _section(posted: QueryDict, prefix: str) -> Section:
    return Section(
        heading=_text(posted, f"{prefix}-heading"),
        slug=_text(posted, f"{prefix}-slug"),
        body=_text(posted, f"{prefix}-body"),
        # One whose position cannot be used comes last.
        position=_position(posted.get(f"{prefix}-position")),
    )


def _position(typed: str | None) -> float:
    place = _usable(forms.IntegerField(), typed)
    return float("inf") if place is None else place


def _text(posted: QueryDict, name: str) -> str:
    """A text as the form would save it, with plain line ends."""
    return posted.get(name, "").strip().replace("\r\n", "\n")


def _usable(field: forms.Field, typed: str | None) -> Any:
    """What a form's field takes a value for; None if it would refuse it."""
    try:
        return field.clean(typed)
    except forms.ValidationError:
        return None
