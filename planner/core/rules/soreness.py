"""The course of soreness, and what eases it."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from planner.core.clock import waking_hours
from planner.core.evidence import (
    LIGHT_MOVEMENT,
    LIGHT_MOVEMENT_LENGTH,
    SORENESS_END,
    SORENESS_PEAK,
    SORENESS_START,
    Evidence,
    Finding,
)
from planner.core.values import Anchor, Answers, Effort, Lane, Receipt, Suggestion, Sum

_TOUGHNESS = {Effort.EASY: 1, Effort.MODERATE: 2, Effort.HARD: 3}


def share_of_range(answers: Answers) -> Fraction:
    """How much of a claim's range to expect: a quarter after easy work, all after hard new work.

    The four steps are our own reading. The claims say that hard and unfamiliar work makes people
    sorer; none of them says by how much.
    """
    return Fraction(_TOUGHNESS[answers.effort] + answers.unaccustomed, 4)


def soreness_outlook(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """When soreness starts, peaks and eases: three windows, counted from the end of the session.

    Each opens where its claim's range opens and closes within it, by share_of_range. Somebody who
    is sore before soreness starts is told that this may be something else. None with a warning
    sign, as the usual course may not be theirs. Source: the claims doms-onset, doms-peak and
    doms-resolution.
    """
    findings = {
        "starts": evidence[SORENESS_START],
        "peaks": evidence[SORENESS_PEAK],
        "eases": evidence[SORENESS_END],
    }
    if answers.has_warning_sign:
        return
    for variant, finding in findings.items():
        opens, closes = _expected(answers, finding)
        yield Suggestion(
            rule="soreness_outlook",
            lane=Lane.OUTLOOK,
            variant=variant,
            receipt=Receipt(
                inputs=("effort", "unaccustomed"),
                opens=opens,
                closes=closes,
                share=share_of_range(answers),
                claims=(finding.statement,),
            ),
        )
    starts = findings["starts"]
    since_the_end = answers.asked_at - answers.finished_at
    if answers.soreness and timedelta(0) <= since_the_end < starts.low:
        yield Suggestion(
            rule="soreness_outlook",
            lane=Lane.WATCH,
            variant="sore_already",
            receipt=Receipt(inputs=("soreness",), claims=(starts.statement,)),
        )


def light_movement(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A window for a few easy minutes in the waking hours of each peak day that is still to come.

    None with a warning sign. Source: the claims light-movement, light-movement-length and
    doms-peak.
    """
    peak, length = evidence[SORENESS_PEAK], evidence[LIGHT_MOVEMENT_LENGTH]
    relief = evidence.says(LIGHT_MOVEMENT)
    if answers.has_warning_sign:
        return
    opens, closes = _expected(answers, peak)
    for awake in waking_hours(answers, until=closes.result):
        receipt = Receipt(
            inputs=("effort", "unaccustomed", "warning_signs"),
            opens=opens.no_earlier_than(Anchor.WAKE_TIME, awake.opens).no_earlier_than(
                Anchor.NOW, answers.asked_at
            ),
            closes=closes.no_later_than(Anchor.BEDTIME, awake.closes),
            share=share_of_range(answers),
            claims=(relief, length.statement, peak.statement),
        )
        if receipt.leaves_room_for(length.low):
            yield Suggestion(
                rule="light_movement", lane=Lane.DO, receipt=receipt, length=length.low
            )


def _expected(answers: Answers, finding: Finding) -> tuple[Sum, Sum]:
    share = share_of_range(answers)
    span = (finding.high - finding.low) * share.numerator / share.denominator
    return (
        Sum(start=Anchor.SESSION_END, at=answers.finished_at, step=finding.low),
        Sum(start=Anchor.SESSION_END, at=answers.finished_at, step=finding.low + span),
    )
