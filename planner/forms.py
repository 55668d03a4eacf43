"""The border between what people type and what the planner's core reads."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from planner.core.evidence import Evidence
from planner.core.rules.care import THOUGHTS_OF_SUICIDE, before_any_plan
from planner.core.screening import Kind, SafetyFactor
from planner.core.suggestions import Suggestion
from planner.core.values import (
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
from planner.fields import (
    ClockTimeField,
    FactorLabel,
    LocalDateTimeField,
    Preset,
    RelativeMoment,
    TimeZoneField,
    one_of,
    several_of,
)
from planner.layout import Folded, Part, Said
from planner.medicines import look_up
from planner.moments import Moments, UnusableTimeError, session_and_night
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


class PlannerForm(forms.Form):
    """The planner's questions. Valid answers leave it through to_answers().

    The factors are those that it asks about, in this order.
    """

    use_required_attribute = False

    activity = one_of(
        ACTIVITIES,
        "What did you do?",
        help_text="Some of what helps after one kind of training is wrong after another.",
        error_messages={"required": "Choose what you did."},
    )
    effort = one_of(
        EFFORTS,
        "How hard was it?",
        help_text="Harder work makes for more soreness, and close to bed it may cost you sleep.",
        error_messages={"required": "Choose how hard it was."},
    )
    unaccustomed = one_of(
        {"yes": "Yes", "no": "No"},
        "Was it new, or much harder than usual?",
        help_text="Muscles are sorest after work they do not know.",
        error_messages={"required": "Choose yes or no: was it new or much harder than usual?"},
    )
    finished_at = LocalDateTimeField(
        label="When does it end, or when did it?",
        help_text="Past or still to come. The course of soreness is counted from here.",
        presets=(
            Preset("Just finished", RelativeMoment(days=0, clock=None)),
            Preset("This evening", RelativeMoment(days=0, clock=time(18))),
            Preset("Yesterday evening", RelativeMoment(days=-1, clock=time(18))),
        ),
        example="2026-11-24 18:00",
        error_messages={"required": "Write the day and the time when the session ends."},
    )
    soreness = one_of(
        {degree: str(degree) for degree in range(11)},
        "How sore are you now?",
        help_text="0 is not at all, 10 is the worst ever.",
        widget=forms.RadioSelect(attrs={"class": "degrees"}),
        error_messages={"required": "Choose a number from 0 to 10 for how sore you are."},
    )
    sore_when = several_of(
        SORE_WHEN,
        "When are you sore?",
        help_text="Tick all that fit. It says when easy movement may help most.",
    )
    goal = one_of(
        GOALS,
        "What matters most?",
        help_text="Cold baths and late protein fit some of these and not others.",
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
            "When you next go to sleep after the session. Most times of the plan are counted back "
            "from it. 22:45, 2245 and 10:45pm all work."
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
            "Each can clash with kratom. Tick the groups that fit; a medicine can stand in more "
            "than one. If yours is not listed, that does not make it safe: ask a pharmacist."
        ),
    )

    other_medicines = forms.CharField(
        label="What do you take?",
        help_text=(
            "Medicines, supplements, anything else: generic or brand names, with commas between. "
            "We look for them in the list below. A name that is not in it is never taken for "
            "safe; it goes on the sheet for your pharmacist."
        ),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "entry--long", "autocomplete": "off"}),
        error_messages={"max_length": "Write at most 300 letters. Name the rest to a pharmacist."},
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
        self.factors = tuple(factors)
        asked_in = {Kind.CONDITION: "conditions", Kind.MEDICINE: "medicines"}
        choices: dict[str, list[tuple[str, FactorLabel]]] = {name: [] for name in asked_in.values()}
        for factor in self.factors:
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
                Said("planner/_stop_here.html"),
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
                Folded(
                    "product",
                    "conditions",
                    Said("planner/_talk_to_somebody.html"),
                    "other_medicines",
                    "medicines",
                ),
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
            # Folded away, and not read; but whoever ticked thoughts of suicide is heard.
            conditions = {THOUGHTS_OF_SUICIDE} & set(given.get("conditions", ()))
            for name in ("product", "conditions", "other_medicines", "medicines"):
                self.errors.pop(name, None)
                given[name] = "" if name in ("product", "other_medicines") else []
            given["conditions"] += conditions
        ends = given.get("finished_at")
        if isinstance(ends, RelativeMoment) and "time_zone" in given:
            given["finished_at"] = self._fixed(ends, given["time_zone"])
        moments = self._moments(given)
        if moments is not None and not self.errors:
            self._answers = self._answers_from(given, moments)
        return given

    @property
    def answered(self) -> int:
        """How many answers came with this form, each tick of a question with several counted."""
        given = (self[name].data for name in self.fields)
        return sum(len(value) if isinstance(value, list) else bool(value) for value in given)

    def typed_answers(self) -> Iterator[tuple[str, str]]:
        """Each answer as it was typed, under the name of its question."""
        for name in self.fields:
            given = self[name].data
            for value in given if isinstance(given, list) else [given]:
                if value:
                    yield name, value

    def before_any_plan(self, evidence: Evidence) -> list[Suggestion]:
        """The care cards that cannot wait until the rest of the form is good."""
        signs = map(WarningSign, self.cleaned_data.get("warning_signs", ()))
        conditions = self.cleaned_data.get("conditions", ())
        return list(before_any_plan(frozenset(signs), frozenset(conditions), evidence))

    def to_answers(self) -> Answers:
        """The answers, with every moment in UTC. Raises AttributeError unless the form is valid."""
        return self._answers

    def _moments(self, given: dict[str, Any]) -> Moments | None:
        """The moments of the times given; None if one is missing or, with an error, unusable."""
        if not {"finished_at", "time_zone", "bedtime", "wake_time"} <= given.keys():
            return None
        try:
            return session_and_night(
                given["finished_at"],
                given["bedtime"],
                given["wake_time"],
                zone=given["time_zone"],
                asked_at=self.asked_at,
            )
        except UnusableTimeError as unusable:
            self.add_error(unusable.question, str(unusable))
            return None

    def _answers_from(self, given: dict[str, Any], moments: Moments) -> Answers:
        found = look_up(given["other_medicines"], self.factors)
        return Answers(
            asked_at=self.asked_at,
            zone=given["time_zone"],
            activity=Activity(given["activity"]),
            effort=Effort(given["effort"]),
            unaccustomed=given["unaccustomed"] == "yes",
            finished_at=moments.finished_at,
            soreness=int(given["soreness"]),
            sore_when=frozenset(map(SoreWhen, given["sore_when"])),
            goal=Goal(given["goal"]),
            warning_signs=frozenset(map(WarningSign, given["warning_signs"])),
            bedtime=moments.bedtime,
            wake_time=moments.wake_time,
            caffeine=Caffeine(given["caffeine"]),
            kratom=Kratom(given["kratom"]),
            product=Product(given["product"]) if given["product"] else None,
            conditions=frozenset(given["conditions"]),
            medicines=frozenset(given["medicines"]) | found.keys,
            typed_medicines=found.named,
            unlisted_medicines=found.unlisted,
            close_names=found.close,
        )

    def _fixed(self, ends: RelativeMoment, zone: ZoneInfo) -> datetime:
        """A moment such as “now” on the visitor's clock; the form then carries it as a date."""
        moment = ends.on(self.asked_at.astimezone(zone).replace(tzinfo=None))
        self.data = self.data.copy()
        self.data["finished_at"] = moment.isoformat(timespec="minutes")
        return moment
