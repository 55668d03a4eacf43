"""What eases soreness a little on the sore days: movement, massage, rolling and heat."""

from collections.abc import Iterator
from datetime import timedelta

from planner.core.clock import waking_hours
from planner.core.evidence import (
    FOAM_ROLLING,
    FOAM_ROLLING_RELIEF,
    HEAT,
    HEAT_RELIEF,
    LIGHT_MOVEMENT,
    LIGHT_MOVEMENT_LENGTH,
    MASSAGE,
    MASSAGE_RELIEF,
    SORENESS_PEAK,
    Evidence,
    Finding,
    Needed,
)
from planner.core.rules.soreness import expected, share_of_range
from planner.core.suggestions import Anchor, Lane, Receipt, Suggestion
from planner.core.values import Answers, SoreWhen, Statement

# A window shorter than this is not worth a line: our choice, no source gives one.
WORTH_A_LINE = timedelta(hours=1)


def light_movement(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A window for a few easy minutes in the waking hours of each peak day that is still to come.

    The variant says where to place it by when somebody is sore, in a window that reaches to the
    bed that they get up from or go to. None when it may be something else. Source: the claims
    light-movement, light-movement-length and doms-peak.
    """
    peak, length = evidence[SORENESS_PEAK], evidence[LIGHT_MOVEMENT_LENGTH]
    claims = (evidence.says(LIGHT_MOVEMENT), length.statement, peak.statement)
    for receipt in _on_sore_days(answers, peak, claims, "sore_when"):
        variant = ""
        if SoreWhen.WAKING in answers.sore_when and receipt.opens_at(Anchor.WAKE_TIME):
            variant = "on_waking"
        elif SoreWhen.NIGHT in answers.sore_when and receipt.closes_at(Anchor.BEDTIME):
            variant = "at_night"
        yield Suggestion(
            rule="light_movement",
            lane=Lane.DO,
            variant=variant,
            receipt=receipt,
            length=length.low,
        )


def massage(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """Windows for a massage in the waking hours of the sore days.

    None when it may be something else. Source: the claims massage-soreness and massage-window.
    """
    yield from _eases("massage", answers, evidence, MASSAGE_RELIEF, MASSAGE)


def foam_rolling(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """Windows for foam rolling from the end of the session on; none when it may be something else.

    Source: the claims foam-rolling and foam-rolling-window.
    """
    yield from _eases("foam_rolling", answers, evidence, FOAM_ROLLING_RELIEF, FOAM_ROLLING)


def heat(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """Windows for a hot pack in the waking hours of the sore days.

    None when it may be something else. Source: the claims heat and heat-window.
    """
    yield from _eases("heat", answers, evidence, HEAT_RELIEF, HEAT)


def _eases(
    rule: str, answers: Answers, evidence: Evidence, relief: str, needed: Needed
) -> Iterator[Suggestion]:
    finding = evidence[needed]
    claims = (evidence.says(relief), finding.statement)
    for receipt in _on_sore_days(answers, finding, claims):
        yield Suggestion(rule=rule, lane=Lane.DO, receipt=receipt)


def _on_sore_days(
    answers: Answers, finding: Finding, claims: tuple[Statement, ...], *inputs: str
) -> Iterator[Receipt]:
    """What is left of a claim's window after now, in each stretch of waking hours; no scraps.

    None for somebody who is not sore from easy work that their muscles know.
    """
    is_not_sore = answers.is_easy_and_known and not answers.soreness
    if answers.may_be_something_else or is_not_sore:
        return
    opens, closes = expected(answers, finding)
    for awake in waking_hours(answers, until=closes.result):
        receipt = Receipt(
            inputs=("effort", "unaccustomed", "warning_signs", *inputs),
            opens=opens.no_earlier_than(Anchor.WAKE_TIME, awake.opens).no_earlier_than(
                Anchor.NOW, answers.asked_at
            ),
            closes=closes.no_later_than(Anchor.BEDTIME, awake.closes),
            share=share_of_range(answers),
            claims=claims,
        )
        if receipt.leaves_room_for(WORTH_A_LINE):
            yield receipt
