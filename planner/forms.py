"""The border between what people type and what the planner's core reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from planner.core import clock
from planner.core.screening import Kind, SafetyFactor
from planner.core.values import (
    LONGEST_NIGHT,
    SHORTEST_NIGHT,
    Activity,
    Answers,
    Caffeine,
    Effort,
    Goal,
    Kratom,
    Product,
    SoreWhen,
    WarningSign,
)
from planner.fields import ClockTimeField, LocalDateTimeField, TimeZoneField
from planner.layout import Folded, Part
from planner.words import (
    ACTIVITIES,
    CAFFEINES,
    EFFORTS,
    GOALS,
    KRATOMS,
    PRODUCTS,
    SORE_WHEN,
    WARNING_SIGNS,
)

# Older soreness is a doctor's matter, and further ahead nobody knows their bedtime.
OLDEST_SESSION = timedelta(days=14)
FURTHEST_SESSION = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class FactorLabel:
    """A safety factor in the form: its label, and the names people know it by."""

    label: str
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return self.label


def one_of(choices: Mapping[Any, str], label: str, **kwargs: Any) -> forms.ChoiceField:
    """A question with one answer, drawn as tiles."""
    field = forms.ChoiceField(
        choices=[(value.value, words) for value, words in choices.items()],
        label=label,
        widget=forms.RadioSelect,
        **kwargs,
    )
    field.error_messages["invalid_choice"] = "Choose one of the answers shown."
    return field


def several_of(choices: Mapping[Any, str], label: str, **kwargs: Any) -> forms.MultipleChoiceField:
    """A question with any number of answers, drawn as tiles."""
    field = forms.MultipleChoiceField(
        choices=[(value.value, words) for value, words in choices.items()],
        label=label,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        **kwargs,
    )
    field.error_messages["invalid_choice"] = "Choose among the answers shown."
    return field


class PlannerForm(forms.Form):
    """The planner's questions. Valid answers leave it through to_answers().

    The factors are those that it asks about, in this order.
    """

    use_required_attribute = False

    activity = one_of(
        ACTIVITIES,
        "What did you do?",
        help_text="It stands in your plan, for whoever you show it to.",
        error_messages={"required": "Choose what you did."},
    )
    effort = one_of(
        EFFORTS,
        "How hard was it?",
        help_text="Harder work makes for more soreness, and close to bed it may cost you sleep.",
        error_messages={"required": "Choose how hard it was."},
    )
    unaccustomed = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        label="Was it new, or much harder than usual?",
        help_text="Muscles are sorest after work they do not know.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose yes or no: was it new or much harder than usual?",
            "invalid_choice": "Choose one of the answers shown.",
        },
    )
    finished_at = LocalDateTimeField(
        label="When does it end, or when did it?",
        help_text="Past or still to come. The course of soreness is counted from here.",
        example="2026-11-24 18:00",
        error_messages={"required": "Write the day and the time when the session ends."},
    )
    soreness = forms.ChoiceField(
        choices=[(str(degree), str(degree)) for degree in range(11)],
        label="How sore are you now?",
        help_text="0 is not at all, 10 is the worst ever.",
        widget=forms.RadioSelect(attrs={"class": "degrees"}),
        error_messages={
            "required": "Choose a number from 0 to 10 for how sore you are.",
            "invalid_choice": "Choose one of the answers shown.",
        },
    )
    sore_when = several_of(
        SORE_WHEN,
        "When are you sore?",
        help_text="Tick all that fit. The planner reads it where it speaks of kratom.",
    )
    goal = one_of(
        GOALS,
        "What matters most?",
        help_text="It stands in your plan, for whoever you show it to.",
        error_messages={"required": "Choose what matters most to you."},
    )
    warning_signs = several_of(
        WARNING_SIGNS,
        "Is any of this true for you now?",
        help_text=(
            "These can be something other than soreness. They change the plan first of all. "
            "Tick all that fit, or none."
        ),
    )
    bedtime = ClockTimeField(
        label="Bedtime",
        help_text=(
            "For the night after the session, or the next one if it is over. 22:45, 2245 and "
            "10:45pm all work."
        ),
        example="22:45",
        error_messages={"required": "Write the time when you want to be in bed."},
    )
    wake_time = ClockTimeField(
        label="Wake time",
        help_text="When you get up after that. Your night is counted from both.",
        example="06:30",
        error_messages={"required": "Write the time when you get up."},
    )
    time_zone = TimeZoneField(
        label="Time zone",
        help_text=(
            "Taken from your device where that works; check it. So that a night when the clocks "
            "change is counted right."
        ),
        error_messages={
            "required": "Choose your time zone.",
            "invalid_choice": "We do not know this time zone. Choose one from the list.",
        },
    )
    caffeine = one_of(
        CAFFEINES,
        "Caffeine today",
        help_text=(
            "The strongest you have had or will have. Coffee and pre-workout drinks need "
            "different gaps before bed."
        ),
        error_messages={"required": "Choose your strongest caffeine of the day, or none."},
    )
    kratom = one_of(
        KRATOMS,
        "Do you want to know about kratom?",
        help_text="If you say yes, we check for risks first. We never give an amount.",
        error_messages={"required": "Choose whether you want to know about kratom."},
    )
    product = one_of(
        PRODUCTS,
        "Which product?",
        help_text="Extracts and 7-hydroxy products carry other risks than plain leaf.",
        required=False,
    )
    conditions = several_of(
        {},
        "Do any of these fit you?",
        help_text=(
            "Each can make kratom dangerous. Tick all that fit. With nothing ticked we take it "
            "that none fits, and that you are 21 or older."
        ),
    )
    medicines = several_of(
        {},
        "Do you take any of these?",
        help_text=(
            "Each can clash with kratom. Look for your medicine in the small print; one can stand "
            "in more than one group. If yours is not listed, that does not make it safe: ask a "
            "pharmacist."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        factors: Iterable[SafetyFactor],
        asked_at: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.asked_at = asked_at
        asked_in = {Kind.CONDITION: "conditions", Kind.MEDICINE: "medicines"}
        choices: dict[str, list[tuple[str, FactorLabel]]] = {name: [] for name in asked_in.values()}
        for factor in factors:
            label = FactorLabel(factor.label, factor.examples)
            choices[asked_in[factor.kind]].append((factor.key, label))
        # At once: Django looks through all choices of a question each time they are set.
        for name, offered in choices.items():
            self.fields[name].choices = offered

    @classmethod
    def typed(cls, data: QueryDict, *, factors: Iterable[SafetyFactor]) -> Self:
        """The form with what somebody typed, asked again without judging it."""
        form = cls(factors=factors)
        form.initial = {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in form.fields.items()
        }
        return form

    @property
    def helper(self) -> FormHelper:
        """The order of the questions, for crispy-forms."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True  # the planner changes nothing: docs/decisions
        helper.layout = Layout(
            Part(
                "1. The session",
                "One session, done or still to come.",
                "activity",
                "effort",
                "unaccustomed",
                "finished_at",
                "soreness",
                "sore_when",
                "goal",
                "warning_signs",
            ),
            Part(
                "2. The coming night",
                "Day sleepers: give your own times.",
                "bedtime",
                "wake_time",
                "time_zone",
                "caffeine",
            ),
            Part(
                "3. Kratom",
                "Your plan is complete without it.",
                "kratom",
                Folded("product", "conditions", "medicines"),
            ),
        )
        return helper

    def clean_sore_when(self) -> list[str]:
        """Refuses “not yet” beside a time of day."""
        sore_when: list[str] = self.cleaned_data["sore_when"]
        if SoreWhen.NONE_YET in sore_when and len(sore_when) > 1:
            raise forms.ValidationError("“Not yet” cannot go with another answer. Untick one.")
        return sore_when

    def clean(self) -> dict[str, Any]:
        """Checks what only several answers together can show, then builds the answers."""
        given = super().clean()
        asks = given.get("kratom", Kratom.NO) != Kratom.NO
        if asks and not given.get("product") and "product" not in self.errors:
            self.add_error("product", "Choose the product, or “Not sure”.")
        if not asks:
            # Folded away, and not read.
            for name in ("product", "conditions", "medicines"):
                self.errors.pop(name, None)
        moments = self._moments(given)
        if moments is not None and not self.errors:
            self._answers = self._answers_from(given, *moments)
        return given

    def to_answers(self) -> Answers:
        """The answers, with every moment in UTC. Raises AttributeError unless the form is valid."""
        return self._answers

    def _moments(self, given: dict[str, Any]) -> tuple[datetime, datetime, datetime] | None:
        """End of the session, bedtime and wake time; None, with errors added, if one fails."""
        if not {"finished_at", "time_zone", "bedtime", "wake_time"} <= given.keys():
            return None
        zone, ends = given["time_zone"], given["finished_at"]
        # By what the clocks show, as the ends of the calendar have no moment in UTC.
        today = self.asked_at.astimezone(zone).replace(tzinfo=None)
        if not -OLDEST_SESSION <= ends - today <= FURTHEST_SESSION:
            self.add_error(
                "finished_at",
                "Write a day within two weeks of today. If you are still sore after longer than "
                "that, see a doctor.",
            )
            return None
        try:
            finished_at = clock.local_moment(ends.time(), ends.date(), zone)
        except clock.SkippedTimeError as skipped:
            self.add_error("finished_at", _skipped(skipped))
            return None
        night = given["bedtime"], given["wake_time"]
        try:
            bedtime, wake_time = clock.coming_night(*night, max(self.asked_at, finished_at), zone)
        except clock.SkippedTimeError as skipped:
            field = "bedtime" if skipped.clock == given["bedtime"] else "wake_time"
            self.add_error(field, _skipped(skipped))
            return None
        if not SHORTEST_NIGHT <= wake_time - bedtime <= LONGEST_NIGHT:
            self.add_error("bedtime", _odd_night(given, wake_time - bedtime))
            return None
        up_at = clock.up_after(finished_at, *night, zone)
        # Only a night that has not ended yet is worth a question.
        if up_at is not None and up_at > self.asked_at:
            self.add_error("bedtime", _session_at_night(given))
            return None
        return finished_at, bedtime, wake_time

    def _answers_from(
        self, given: dict[str, Any], finished_at: datetime, bedtime: datetime, wake_time: datetime
    ) -> Answers:
        kratom = Kratom(given["kratom"])
        asks = kratom is not Kratom.NO
        return Answers(
            asked_at=self.asked_at,
            zone=given["time_zone"],
            activity=Activity(given["activity"]),
            effort=Effort(given["effort"]),
            unaccustomed=given["unaccustomed"] == "yes",
            finished_at=finished_at,
            soreness=int(given["soreness"]),
            sore_when=frozenset(map(SoreWhen, given["sore_when"])),
            goal=Goal(given["goal"]),
            warning_signs=frozenset(map(WarningSign, given["warning_signs"])),
            bedtime=bedtime,
            wake_time=wake_time,
            caffeine=Caffeine(given["caffeine"]),
            kratom=kratom,
            product=Product(given["product"]) if asks else None,
            conditions=frozenset(given["conditions"]) if asks else frozenset(),
            medicines=frozenset(given["medicines"]) if asks else frozenset(),
        )


def _skipped(skipped: clock.SkippedTimeError) -> str:
    return (
        f"{skipped.clock:%H:%M} does not exist on {skipped.day:%-d %B %Y} in {skipped.zone.key}: "
        "the clocks go forward over it. Write an earlier or a later time."
    )


def _session_at_night(given: dict[str, Any]) -> str:
    return (
        f"The session ends at {given['finished_at']:%H:%M}, inside the night you give "
        f"({given['bedtime']:%H:%M} to {given['wake_time']:%H:%M}). "
        "Write the bedtime that you will have after it."
    )


def _odd_night(given: dict[str, Any], length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    minutes_too = f" {minutes} min" if minutes else ""
    return (
        f"From {given['bedtime']:%H:%M} to {given['wake_time']:%H:%M} is {hours} h{minutes_too}. "
        "A night here is 1 to 16 hours long. Write evening times in full, such as 22:30 or 10:30pm."
    )
