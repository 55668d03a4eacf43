"""The parts that a plan repeats some dozens of times.

What is the same for everybody is drawn by its template once and kept. Of what is not, the words
stand in templates, and a receipt is drawn here: as a template it took a third of the whole page
(docs/decisions/0048).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from html import escape

from django import template
from django.template.backends.django import Template
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from guides.drawn_once import drawn_once
from planner.core.rules.cold_water import cold_water
from planner.core.rules.training import train_again
from planner.core.suggestions import Clash, Concern, Lane, Suggestion, Sum
from planner.core.values import Answers, Basis, Statement
from planner.forms import PlannerForm
from planner.templatetags.plan_words import (
    all_in_words,
    clock,
    clock_beside,
    day_clock,
    in_words,
    iso,
    rule_in_words,
    step,
)
from planner.timetable import Line, Told

register = template.Library()

# --- The same for everybody ------------------------------------------------------------------


# The claims that rules read are fewer than that; an edited one is another value.
@drawn_once(maxsize=256)
def receipt_claim(claim: Statement) -> SafeString:
    """A claim as a receipt shows it."""
    return render_to_string("planner/_receipt_claim.html", {"claim": claim})


@drawn_once(maxsize=256)
def basis(claim: Statement, *, time_is_ours: bool) -> SafeString:
    """How well a line is known, and what its hours rest on."""
    return render_to_string("planner/_basis.html", {"claim": claim, "time_is_ours": time_is_ours})


@drawn_once(maxsize=len(Lane))
def kind(lane: Lane) -> SafeString:
    """The lane of a line: a sign and a word."""
    return render_to_string("planner/_kind.html", {"lane": lane})


@drawn_once(maxsize=2 * len(Lane))
def missed(lane: Lane, *, is_kratom: bool) -> SafeString:
    """What to do when a line was not kept."""
    return render_to_string("planner/_missed.html", {"lane": lane, "is_kratom": is_kratom})


@drawn_once(maxsize=len(Concern) ** 2)
def clash_words(clash: Clash) -> SafeString:
    """Which of two wishes was kept."""
    return render_to_string("planner/_clash.html", {"clash": clash})


@drawn_once(maxsize=1)
def passed_words() -> SafeString:
    """What to do about something to be left alone whose time has passed."""
    return render_to_string("planner/_passed.html")


# --- One visitor's own: never kept -----------------------------------------------------------


@register.simple_tag
def suggestion_words(
    suggestion: Suggestion,
    answers: Answers | None,
    *,
    is_repeat: bool = False,
    is_above_a_plan: bool = False,
) -> SafeString:
    """The words of one suggestion, by its rule; a repeat if an earlier line told them in full.

    A card may speak of the plan below it, if there is one. One that comes before any plan has no
    answers, as the form is not whole.
    """
    return _words_of(suggestion.rule).render(
        {
            "suggestion": suggestion,
            "receipt": suggestion.receipt,
            "window": suggestion.printed,
            "answers": answers,
            "is_repeat": is_repeat,
            "is_above_a_plan": is_above_a_plan,
        }
    )


# Of no visitor: the template alone, which Django would look up for each line.
@drawn_once(maxsize=64)
def _words_of(rule: str) -> Template:
    return get_template(f"planner/suggestions/{rule}.html")


@register.simple_tag
def answers_along(form: PlannerForm) -> SafeString:
    """The answers as they were typed, in hidden inputs."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', form.typed_answers())


# --- Lines -----------------------------------------------------------------------------------

# Escaped by the standard library: Django's own escape() looks for lazy text first, which is most of
# what a line would cost.

# Of these nothing is missed: their words say themselves what to do later.
NEVER_MISSED = {cold_water.__name__, train_again.__name__}


@register.simple_tag
def lines(shown: Iterable[Line], answers: Answers, *, is_kratom: bool = False) -> SafeString:
    """Times of a plan: when, the lane, what to do, how well that is known, and the sums."""
    drawn = "".join(_line(line, answers, is_kratom=is_kratom) for line in shown)
    return mark_safe(drawn)  # noqa: S308 -- each part is escaped, or drawn by a template


def _line(line: Line, answers: Answers, *, is_kratom: bool) -> str:
    last = line.told[-1]
    ends_with = (
        "" if last.suggestion.rule in NEVER_MISSED else missed(line.lane, is_kratom=is_kratom)
    )
    options = "".join(
        _option(told, answers, ends_with if told is last else "") for told in line.told
    )
    return (
        f'<li class="line line--{line.lane}">{when(line)}<div>{kind(line.lane)}{options}</div></li>'
    )


def when(line: Line) -> str:
    """When a line holds."""
    opens, closes = line.window.opens, line.window.closes
    match line.lane:
        case Lane.AVOID:
            until = "until bed"
        case Lane.NOTE:
            until = "session ends"
        case _ if line.told[0].suggestion.rule == train_again.__name__:
            until = "or later"
        case Lane.SLEEP:
            until = f"to {_time(closes, clock(closes))}"
        case _:
            until = f"to {_time(closes, clock_beside(closes, opens))}"
    return f'<p class="line__when">{_time(opens, clock(opens))} <span>{until}</span></p>'


def _time(moment: datetime, reads: str) -> str:
    return f'<time datetime="{iso(moment)}">{reads}</time>'


def _option(told: Told, answers: Answers, ends_with: str) -> str:
    """One suggestion of a line."""
    suggestion, is_repeat = told.suggestion, told.is_repeat
    claim = suggestion.receipt.claims[0]
    # By the time that stands beside it, as in Plan.running.
    has_passed = suggestion.lane is Lane.AVOID and suggestion.placed.opens < answers.asked_at
    known = ""
    # What is known about a margin of our own stands in its receipt: here a verdict would seem to
    # judge the advice.
    if claim.basis is Basis.CAUTION:
        known = '<p class="basis"><span class="small">A margin we chose</span></p>'
    elif not is_repeat:
        known = basis(claim, time_is_ours=suggestion.receipt.time_is_our_reading)
    return (
        f'<div class="line__option{" line__option--again" if is_repeat else ""}">'
        f"{suggestion_words(suggestion, answers, is_repeat=is_repeat)}"
        f"{passed_words() if has_passed else ''}"
        f"{clash_words(suggestion.clash) if suggestion.clash else ''}"
        f'{known}<div class="line__more">{receipt(suggestion, answers, is_repeat=is_repeat)}'
        f"{ends_with}</div></div>"
    )


# --- Receipts --------------------------------------------------------------------------------

CLAIMS_STAND_ABOVE = (
    '<p class="small">The claims and their sources stand with the first line of this kind.</p>'
)

# The answers that rules read, as a receipt names them and what it says of each; the others are
# signs that somebody ticked.
INPUTS: dict[str, tuple[str, Callable[[Answers], str]]] = {
    "effort": ("Effort", lambda answers: in_words(answers.effort)),
    "unaccustomed": ("New or much harder", lambda a: "Yes" if a.unaccustomed else "No"),
    "activity": ("Session", lambda answers: in_words(answers.activity)),
    "heart": ("You named", lambda answers: "Something about your heart or blood pressure"),
    "goal": ("What matters most", lambda answers: in_words(answers.goal)),
    "caffeine": ("Caffeine today", lambda answers: in_words(answers.caffeine)),
    "soreness": ("Soreness now", lambda answers: f"{answers.soreness} of 10"),
    "sore_when": ("Sore", lambda answers: all_in_words(answers.sore_when)),
    "warning_signs": ("Warning signs", lambda a: "Yes" if a.has_warning_sign else "None ticked"),
    "kratom": ("Kratom", lambda answers: in_words(answers.kratom)),
}


@register.simple_tag
def receipt(
    suggestion: Suggestion, answers: Answers, *, is_repeat: bool = False, name: str = ""
) -> SafeString:
    """Why a suggestion is made: the answers read, the sums, the rule and the claims.

    A repeat leaves the claims to the first line of its kind. Where several stand together, the
    receipt has a name.
    """
    entries = "".join(_entries(suggestion, answers))
    claims = "".join(map(receipt_claim, suggestion.receipt.claims))
    return mark_safe(  # noqa: S308 -- each part is escaped, or drawn by a template
        f'<details class="receipt"><summary>Why{escape(_asks(suggestion, name))}'
        f'<span class="unseen">: {escape(rule_in_words(suggestion.rule))}</span></summary>'
        f"<dl>{entries}</dl>{CLAIMS_STAND_ABOVE if is_repeat else claims}</details>"
    )


def _asks(suggestion: Suggestion, name: str) -> str:
    """What follows “why” in the line that opens the receipt."""
    if name:
        return f" {name}"
    if suggestion.lane is Lane.DESCRIBED:
        return " these hours are named"
    return " this time" if suggestion.receipt.opens else ""


def _entries(suggestion: Suggestion, answers: Answers) -> Iterator[str]:
    told, printed = suggestion.receipt, suggestion.printed
    for read in told.inputs:
        if read in INPUTS:
            label, says = INPUTS[read]
            yield _entry(label, says(answers))
        else:
            yield _entry("You ticked", in_words(read))
    if told.share:
        share = "all of it" if told.share == 1 else str(told.share)
        yield _entry("How much of the studies’ range, our reading", share)
    if told.opens and told.closes and printed:
        yield from _sum("From", told.opens, printed.opens)
        yield from _sum("To", told.closes, printed.closes)
    if told.offer and suggestion.offered:
        yield from _sum("Offered", told.offer, suggestion.offered)
    yield _entry("Rule", suggestion.rule)


def _sum(name: str, reckoned: Sum, printed: datetime) -> Iterator[str]:
    """One sum in clock times: anchor, step, result, the limit that held it, what is printed."""
    start, at = in_words(reckoned.start), day_clock(reckoned.at)
    if reckoned.step:
        taken = step(reckoned.step)
        yield _entry(start, at)
        yield _entry("Step", taken)
        reads = f"{clock(reckoned.at)} {taken} = {day_clock(reckoned.exact)}"
        yield _entry(name, reads, block="sum")
    else:
        yield _entry(f"{name}: {start.lower()}", at, block="sum")
    if reckoned.limit and reckoned.limit_at:
        limit = in_words(reckoned.limit).lower()
        yield _entry(f"Limit: {limit}", day_clock(reckoned.limit_at), block="held")
    if printed != reckoned.result:
        yield _entry("Rounded to five minutes", day_clock(printed), block="held")


def _entry(name: str, says: str, *, block: str = "") -> str:
    """One line of a receipt; a block of the style sheet sets it apart."""
    opens = f'<div class="{block}">' if block else "<div>"
    return f"{opens}<dt>{escape(name)}</dt><dd>{escape(says)}</dd></div>"
