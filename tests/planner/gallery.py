"""The gallery: people with their answers, and the whole plan of each as text for domain readers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
import yaml
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags

from guides.choices import Certainty, Verdict
from guides.models import Claim
from planner.core.plan import Plan, build_plan
from planner.core.screening import Outcome, gravity
from planner.core.suggestions import Suggestion, Sum
from planner.core.values import Basis, Statement
from planner.evidence import knowledge
from planner.forms import PlannerForm
from planner.models import SafetyFactor
from planner.plain_words import plain_words, words_of
from planner.templatetags import plan_parts
from planner.templatetags.plan_words import (
    NO_BREAK,
    day_part,
    in_words,
    length,
    plan_title,
    rule_in_words,
    step,
)
from planner.timetable import Day, Line, by_day
from tests.planner.typed import as_posted

PEOPLE = sorted((Path(__file__).parent / "people").glob("*.md"))
FILE = re.compile(r"(?P<head>---\n(?P<told>.*?)^---\n)(?P<golden>.*)", re.M | re.S)
LONG_AGO = date(2020, 1, 1)
WITHHELD = {
    "missing": "is not published",
    "overdue": "is overdue for review",
    "no_hours": "has no hours that can be used",
}
OUTCOMES = {
    Outcome.NOT_ASKED: "Kratom was not asked about.",
    Outcome.LET_THROUGH: "Kratom was asked about, and screening lets through.",
    Outcome.ASK_FIRST: "Kratom was asked about, and screening says to ask first.",
    Outcome.STOPPED: "Kratom was asked about, and screening stops it.",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the gallery: who they are, what they typed, and the text on which we agreed."""

    path: Path
    head: str
    told: dict[str, Any]
    golden: str

    @property
    def answers(self) -> dict[str, Any]:
        """What they typed, by the name of the form's field."""
        return self.told["answers"]

    @property
    def asked_at(self) -> datetime:
        """When they asked, in UTC."""
        local = datetime.fromisoformat(self.told["asked_at"])
        return local.replace(tzinfo=ZoneInfo(self.answers["time_zone"])).astimezone(UTC)


def read(path: Path) -> Person:
    """A person from their file. Every answer stays the text that was typed."""
    match = FILE.fullmatch(path.read_text(encoding="utf-8"))
    assert match, f"{path.name} has no front matter"
    told = yaml.load(match["told"], Loader=yaml.BaseLoader)
    return Person(path, match["head"], told, match["golden"])


def tell(person: Person) -> str:
    """Their plan as text, from the evidence in the database, or what the form asks again."""
    Claim.objects.filter(key__in=person.told.get("without", [])).update(is_published=False)
    Claim.objects.filter(key__in=person.told.get("overdue", [])).update(reviewed_on=LONG_AGO)
    SafetyFactor.objects.filter(key__in=person.told.get("without_factors", [])).delete()
    with time_machine.travel(person.asked_at, tick=False):
        now = timezone.now()
        known = knowledge(now.date())
        form = PlannerForm(as_posted(person.answers), factors=known.factors, asked_at=now)
        if not form.is_valid():
            return _text(_asked_again(form))
        answers = form.to_answers()
        plan = build_plan(answers, known.evidence, known.factors)
        with timezone.override(answers.zone):
            return _text(_told(plan))


def _text(lines: Iterable[str]) -> str:
    """Lines as a file's text; spaces that hold words together are only for pages."""
    return "\n".join(["", *lines, ""]).replace(NO_BREAK, " ")


def _asked_again(form: PlannerForm) -> Iterator[str]:
    yield "# The form asks again"
    yield ""
    for name, errors in form.errors.items():
        for error in errors:
            yield f"- **{form[name].label}** ({form[name].data}): {error}"


def _told(plan: Plan) -> Iterator[str]:
    yield f"# {plan_title(plan)}"
    yield ""
    yield from _given(plan)
    yield from _care(plan)
    if plan.is_emergency:
        return
    yield from _doubts(plan)
    yield from _screening(plan)
    if plan.outlook:
        yield from _section("How sore, and for how long")
        for suggestion in plan.outlook:
            window = suggestion.printed
            course = f"{day_part(window.opens)}, to {day_part(window.closes)}"
            yield f"- {plain_words(suggestion, plan.answers).text}: {course} {_mark(suggestion)}"
            yield f"  - {_sums(suggestion)}"
    if plan.running:
        yield from _section("From now until you sleep")
        yield from _days(by_day(plan.running), plan)
    if plan.tonight:
        yield from _section("Line by line")
        yield from _days(by_day(plan.tonight), plan)
    if plan.later:
        yield from _section("The days after")
        yield from _days(by_day(plan.later, plan.tonight), plan)
    if plan.watch:
        yield from _section("When to see a doctor")
        for suggestion in plan.watch:
            yield f"- {plain_words(suggestion, plan.answers).text} {_mark(suggestion)}"
            if suggestion.receipt.opens:
                yield f"  - {_sums(suggestion)}"
    if plan.kratom:
        yield from _kratom(plan)
    if plan.withheld:
        yield from _section("Left out")
        for line in plan.withheld:
            rule = rule_in_words(line.rule).capitalize()
            yield f"- {rule}: its claim {line.claim} {WITHHELD[line.reason]}. " + (
                f"`withheld/{line.reason}`"
            )


def _given(plan: Plan) -> Iterator[str]:
    answers = plan.answers
    yield f"Asked on {_day(answers.asked_at)} at {_at(answers.asked_at, 'H:i')}." + (
        f" The session {'ends' if answers.is_to_come else 'ended'} on {_day(answers.finished_at)}"
        f" at {_at(answers.finished_at, 'H:i')}. Bed {_at(answers.bedtime)}, up"
        f" {_at(answers.wake_time)}: {length(answers.wake_time - answers.bedtime)}."
        f" Times in {answers.zone.key}."
    )
    turned = _clocks_turned(plan)
    if turned:
        yield ""
        way = "forward" if turned > timedelta(0) else "back"
        yield f"The clocks go {way} by {length(turned)} in this time. `clocks/{way}`"
    yield ""
    outcome = plan.screening.outcome
    yield f"{OUTCOMES[outcome]} `screening/{outcome}`"


def _clocks_turned(plan: Plan) -> timedelta:
    """By how much the clocks go forward between the first moment that matters and the last."""
    answers = plan.answers
    windows = [suggestion.printed for suggestion in plan.timetable]
    moments = [answers.asked_at, answers.finished_at, answers.wake_time]
    moments += [moment for window in windows for moment in (window.opens, window.closes)]
    first, last = (turn(moments).astimezone(answers.zone) for turn in (min, max))
    return last.utcoffset() - first.utcoffset()


def _care(plan: Plan) -> Iterator[str]:
    for suggestion in plan.care:
        words = words_of(
            plan_parts.suggestion_words(
                suggestion, plan.answers, is_above_a_plan=not plan.is_emergency
            )
        )
        yield from _section(f"{words.title} {_mark(suggestion)}")
        yield from (f"- {line}" for line in words.text.splitlines())


def _doubts(plan: Plan) -> Iterator[str]:
    if not plan.doubts:
        return
    title, *lines = _lines("planner/_doubts.html", plan=plan)
    yield from _section(title)
    for line, doubt in zip_longest(lines, plan.doubts):
        yield f"- {line}{f' `doubt/{doubt}`' if doubt else ''}"


def _screening(plan: Plan) -> Iterator[str]:
    screening, answers = plan.screening, plan.answers
    lines = _lines("planner/_screening.html", screening=screening, answers=answers)
    if not lines:
        return
    severities = {factor.label: gravity(factor).replace("-", "_") for factor in screening.flagged}
    title, *lines = lines
    yield from _section(" ".join([title, *(f"`stop/{stop}`" for stop in screening.stops)]))
    for line in lines:
        # What somebody wrote may stand behind the label.
        severity = severities.get(line.partition(" (you wrote ")[0])
        yield f"- **{line}** `severity/{severity}`" if severity else f"- {line}"


def _days(days: Iterable[Day], plan: Plan) -> Iterator[str]:
    for day in days:
        yield ""
        yield f"### {day.on:%A %-d %B}"
        yield ""
        for line in day.lines:
            yield from _line(line, plan)


def _line(line: Line, plan: Plan) -> Iterator[str]:
    when = " ".join(_said(plan_parts.when(line)))
    kind = _words("planner/_kind.html", lane=line.lane)
    page = _said(plan_parts.lines([line], plan.answers))
    for told in line.told:
        suggestion, claim = told.suggestion, told.suggestion.receipt.claims[0]
        words = plain_words(suggestion, plan.answers, is_repeat=told.is_repeat)
        yield f"- **{when}**, {kind.lower()}: **{words.title}** {_mark(suggestion)}"
        yield from (f"  - {text}" for text in words.text.splitlines())
        yield from (f"  - {text}" for text in page if text.startswith("This time has passed"))
        if suggestion.clash:
            yield f"  - {_words('planner/_clash.html', clash=suggestion.clash)}"
        if not told.is_repeat:
            yield f"  - {_known(claim)}."
        yield f"  - {_sums(suggestion)}"


def _kratom(plan: Plan) -> Iterator[str]:
    yield from _section("You asked about kratom")
    yield ""
    # What stands around the suggestions: all that comes before the first day of the cut-offs.
    around = replace(plan, kratom=plan.kratom_cutoffs)
    days = by_day(plan.kratom_cutoffs)
    first_day = f"{days[0].on:%A %-d %B}" if days else ""
    lines = _lines("planner/_kratom.html", plan=around)
    yield from (f"- {line}" for line in takewhile(lambda line: line != first_day, lines))
    for suggestion in plan.kratom_compared:
        yield from _compared(suggestion, plan)
    yield from _days(days, plan)
    for suggestion in plan.kratom_words:
        words = plain_words(suggestion, plan.answers)
        yield ""
        yield f"### {words.title or 'The time that people describe'} {_mark(suggestion)}"
        yield ""
        yield from (f"- {text}" for text in words.text.splitlines())
        if suggestion.receipt.opens:
            yield f"- {_sums(suggestion)}"


def _compared(suggestion: Suggestion, plan: Plan) -> Iterator[str]:
    """What stands side by side: below the caption and the heads, rows of three cells."""
    _, *cells = plain_words(suggestion, plan.answers).text.splitlines()
    yield ""
    yield f"### What would change {_mark(suggestion)}"
    yield ""
    yield from _row("", *cells[:2])
    yield from _row("---", "---", "---")
    for row in zip(*[iter(cells[2:])] * 3, strict=True):
        yield from _row(*row)


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"


def _known(claim: Statement) -> str:
    """How well a line is known, as the page says it in shapes and colours."""
    certainty = f"{Certainty(claim.certainty).label.lower()} certainty"
    known = f"{Verdict(claim.verdict).label}, {certainty}"
    if claim.basis is Basis.CAUTION:
        return f"{in_words(claim.basis)}; the evidence for it: {known.lower()}"
    return f"{known}; {in_words(claim.basis).lower()}" if claim.basis else known


def _sums(suggestion: Suggestion) -> str:
    """How the times of a suggestion were reckoned, in clock times."""
    receipt, printed = suggestion.receipt, suggestion.printed
    parts = []
    if receipt.opens and receipt.closes and printed:
        parts.append(f"From: {_sum(receipt.opens, printed.opens)}")
        parts.append(f"To: {_sum(receipt.closes, printed.closes)}")
    if receipt.offer:
        parts.append(f"Offered: {_sum(receipt.offer, suggestion.offered)}")
    if receipt.share and receipt.share != 1:
        parts.append(f"Share of the claim's range: {receipt.share}")
    return ". ".join(parts) + "."


def _sum(part: Sum, printed: datetime | None) -> str:
    start = in_words(part.start).lower()
    if part.step:
        said = f"{start}, {_at(part.at, 'H:i')} {step(part.step)} = {_at(part.exact)}"
    else:
        said = f"{start}, {_at(part.at)}"
    if part.limit and part.limit_at:
        said += f", held at: {in_words(part.limit).lower()}, {_at(part.limit_at)}"
    if printed and printed != part.result:
        said += f", printed {_at(printed, 'H:i')}"
    return said


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    if not title.startswith(("Line by line", "The days after", "You asked")):
        yield ""


def _mark(suggestion: Suggestion) -> str:
    """A rule and its wording, as explain_rules finds them in these files."""
    return f"`{'/'.join(filter(None, (suggestion.rule, suggestion.variant)))}`"


def _lines(template: str, **context: Any) -> list[str]:
    """The words of a template, a line for each block."""
    return _said(render_to_string(template, context))


def _said(html: str) -> list[str]:
    """The words of a piece of a page, a line for each block."""
    html = re.sub(r"\s+", " ", html)
    text = re.sub(r"</(?:p|li|h\d|dt|dd|div|td|th|summary)>", "\n", html)
    lines = (" ".join(unescape(strip_tags(line)).split()) for line in text.splitlines())
    return [line.replace(" (new tab)", "") for line in lines if line]


def _words(template: str, **context: Any) -> str:
    return " ".join(_lines(template, **context))


def _at(moment: datetime, form: str = "D H:i") -> str:
    local = timezone.localtime(moment)
    return local.strftime({"D H:i": "%a %H:%M", "H:i": "%H:%M"}[form])


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%A %-d %B %Y}"
