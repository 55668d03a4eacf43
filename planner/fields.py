"""Form fields that read answers the way people type them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

_CLOCK = re.compile(
    r"""(?P<hour>\d{1,2})
        (?: [:.,;h\s]? (?P<minute>\d{2}) )?
        \s* (?P<half> [ap]\.?m\.? )?""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMED = {"midnight": time(0), "noon": time(12), "midday": time(12)}


def read_clock(typed: str) -> time:
    """The time of day that somebody typed: 22:30, 2230, 22.30, 10:30pm, 10.30 pm, 10 pm.

    Raises ValueError when it is no time. Without am or pm it is read by the 24-hour clock.
    """
    words = typed.strip().lower()
    if words in _NAMED:
        return _NAMED[words]
    match = _CLOCK.fullmatch(words)
    if match is None:
        raise ValueError(f"{typed!r} is not a time of day")
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        is_evening = match["half"].startswith("p")
        # “22:30pm” says it twice.
        if not (1 <= hour <= 12 or (is_evening and 12 < hour < 24)):
            raise ValueError(f"{typed!r} is not a time of day")
        hour = hour % 12 + (12 if is_evening else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute)


class ClockTimeField(forms.CharField):
    """A time of day, typed in any usual way."""

    widget = forms.TextInput(attrs={"class": "entry--time"})
    default_error_messages = {
        "no_time": "“%(typed)s” is not clear to us. Write a time such as %(example)s."
    }

    def __init__(self, *, example: str, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.example = example

    def clean(self, value: Any) -> time:
        """Raises ValidationError with an example of what works."""
        typed = super().clean(value)
        try:
            return read_clock(typed)
        except ValueError:
            raise ValidationError(
                self.error_messages["no_time"],
                code="no_time",
                params={"typed": typed, "example": self.example},
            ) from None


@dataclass(frozen=True, slots=True)
class RelativeMoment:
    """A moment told from today: so many days on, at a time of day or at the present one."""

    days: int
    clock: time | None

    def on(self, now: datetime) -> datetime:
        """The moment, told at `now`; both are naive, on the visitor's own clock."""
        day = now.date() + timedelta(days=self.days)
        return datetime.combine(day, self.clock or now.time().replace(second=0, microsecond=0))


@dataclass(frozen=True, slots=True)
class Preset:
    """A usual answer that script offers as a button."""

    label: str
    moment: RelativeMoment


_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_JUST_NOW = frozenset({"now", "just now", "just finished"})


class LocalDateTimeField(forms.CharField):
    """A date and time on the visitor's own clock, as a datetime-local control sends it.

    Browsers without such a control show a text field, so “now” and “yesterday 6pm” work too.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
    default_error_messages = {
        "no_moment": "“%(typed)s” is not clear to us. Write a date and a time such as %(example)s."
    }

    def __init__(self, *, example: str, presets: tuple[Preset, ...] = (), **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.example, self.presets = example, presets

    def clean(self, value: Any) -> datetime | RelativeMoment:
        """A naive datetime, or a moment told from today: zone and today are other answers.

        Raises ValidationError.
        """
        typed = super().clean(value)
        words = " ".join(typed.lower().split())
        if words in _JUST_NOW:
            return RelativeMoment(days=0, clock=None)
        day, _, clock = re.sub(r"(?<=\d)T(?=\d)|,", " ", typed, flags=re.I).partition(" ")
        clock = re.sub(r"^at\s+", "", clock.strip(), flags=re.I)
        # Beside a date these are the end of the day to some and its beginning to others.
        if clock.startswith("24") or clock.lower() == "midnight":
            clock = ""
        # Some browsers send seconds, which nobody typed.
        clock = re.sub(r"^(\d\d:\d\d):\d\d(\.\d+)?$", r"\1", clock)
        try:
            if day.lower() in _DAYS:
                at = read_clock(clock)
                if day.lower() == "tonight" and at.hour < 12:
                    # After midnight it is tomorrow to the calendar, and today to whoever says so.
                    raise ValueError(f"{typed!r} may be either day")
                return RelativeMoment(days=_DAYS[day.lower()], clock=at)
            return datetime.combine(date.fromisoformat(day), read_clock(clock))
        except ValueError:
            raise ValidationError(
                self.error_messages["no_moment"],
                code="no_moment",
                params={"typed": typed, "example": self.example},
            ) from None


@cache
def zones_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """The time zones that countries use today, by continent, as grouped choices."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text()
    names = sorted(line.split("\t")[2] for line in table.splitlines() if line[:1] not in "#")
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in names:
        region, _, place = name.partition("/")
        regions.setdefault(region, []).append((name, place.replace("_", " ")))
    return [*regions.items(), ("No place", [("UTC", "UTC")])]


@cache
def _zones_by_any_name() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text().split())


class TimeZoneSelect(forms.Select):
    """A list of time zones, with an older name too if that is what was chosen."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> Any:
        """The groups of the list, and the chosen zone alone where the list lacks it."""
        groups = super().optgroups(name, value, attrs)
        is_listed = any(option["selected"] for _, options, _ in groups for option in options)
        if not is_listed and value[0] in _zones_by_any_name():
            index = len(groups)
            option = self.create_option(name, value[0], value[0], True, index, attrs=attrs)
            groups.append((None, [option], index))
        return groups


class TimeZoneField(forms.ChoiceField):
    """An IANA time zone. A browser may also send an older name of one, which no list shows."""

    widget = TimeZoneSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._all, **kwargs)

    def valid_value(self, value: str) -> bool:
        """Whether the zone is known, under any of its names."""
        return value in _zones_by_any_name()

    def clean(self, value: Any) -> ZoneInfo:
        """The zone itself. Raises ValidationError."""
        return ZoneInfo(super().clean(value))

    @staticmethod
    def _all() -> Iterator[tuple[str, Any]]:
        yield "", "Choose a time zone"
        yield from zones_by_region()


@dataclass(frozen=True, slots=True)
class FactorLabel:
    """A safety factor in the form: its label, and the names people know it by."""

    label: str
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return self.label


def one_of(choices: Mapping[Any, str], label: str, **kwargs: Any) -> forms.ChoiceField:
    """A question with one answer, drawn as tiles unless another widget is given."""
    kwargs.setdefault("widget", forms.RadioSelect)
    field = forms.ChoiceField(
        choices=[(str(value), words) for value, words in choices.items()],
        label=label,
        **kwargs,
    )
    field.error_messages["invalid_choice"] = "Choose one of the answers shown."
    return field


def several_of(choices: Mapping[Any, str], label: str, **kwargs: Any) -> forms.MultipleChoiceField:
    """A question with any number of answers, drawn as tiles."""
    field = forms.MultipleChoiceField(
        choices=[(str(value), words) for value, words in choices.items()],
        label=label,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        **kwargs,
    )
    field.error_messages["invalid_choice"] = "Choose among the answers shown."
    return field
