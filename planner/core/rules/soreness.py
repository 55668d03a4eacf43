"""The course of soreness: when it starts, peaks and eases."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from planner.core.evidence import (
    SORENESS_END,
    SORENESS_PEAK,
    SORENESS_START,
    Evidence,
    Finding,
)
from planner.core.rules.anchors import after_the_session
from planner.core.suggestions import Lane, Receipt, Suggestion, Sum
from planner.core.values import Answers, Effort

# Less than this right after the effort is nothing to remark on: our choice.
CLEARLY_SORE = 3

_TOUGHNESS = {Effort.EASY: 1, Effort.MODERATE: 2, Effort.HARD: 3}


def share_of_range(answers: Answers) -> Fraction:
    """How much of a claim's range to expect: a quarter after easy work, all after hard new work.

    The four steps are our own reading. The claims say that hard and unfamiliar work makes people
    sorer; none of them says by how much.
    """
    return Fraction(_TOUGHNESS[answers.effort] + answers.unaccustomed, 4)


def expected(answers: Answers, finding: Finding) -> tuple[Sum, Sum]:
    """When a claim's range opens after the session, and where share_of_range closes it."""
    span = finding.high - finding.low
    share = share_of_range(answers)
    return (
        after_the_session(answers, finding.low),
        after_the_session(answers, finding.low + span * share.numerator / share.denominator),
    )


def soreness_outlook(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """When soreness starts, peaks and eases: three windows, counted from the end of the session.

    Each opens where its claim's range opens and closes within it, by share_of_range. Somebody who
    is clearly sore before soreness starts is told that this may be something else. None when it
    may be something else, as the usual course may not be theirs, nor once all of it has passed.
    Source: the claims doms-onset, doms-peak and doms-resolution.
    """
    findings = {
        "starts": evidence[SORENESS_START],
        "peaks": evidence[SORENESS_PEAK],
        "eases": evidence[SORENESS_END],
    }
    _, gone_by = expected(answers, findings["eases"])
    if answers.may_be_something_else or gone_by.result <= answers.asked_at:
        return
    for variant, finding in findings.items():
        opens, closes = expected(answers, finding)
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
    if answers.soreness >= CLEARLY_SORE and timedelta(0) <= since_the_end < starts.low:
        yield Suggestion(
            rule="soreness_outlook",
            lane=Lane.WATCH,
            variant="sore_already",
            receipt=Receipt(inputs=("soreness",), claims=(starts.statement,)),
        )
