"""Kratom, for somebody who asks: times to stay away from it, what people describe, and hazards.

No rule here gives an amount, a share that would be left in the body, or a time to take anything.
"""

from collections.abc import Iterator
from dataclasses import replace

from planner.core.evidence import (
    HAZARDS,
    KRATOM_CAUTIOUS,
    KRATOM_DESCRIBED_TIME,
    KRATOM_FLOOR,
    KRATOM_NOT_CLEARED,
    SORENESS_UNSTUDIED,
    Evidence,
)
from planner.core.rules.evening import before_bed
from planner.core.values import (
    Answers,
    Lane,
    Receipt,
    SoreWhen,
    Suggestion,
)


def kratom_cutoff(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """From when to leave kratom alone: a cautious margin, if it is the wider, and the floor.

    Both are margins we chose, and neither clears the body by bedtime. Source: the claims
    six-hours-before-bed-rule, kratom-cautious and mitragynine-half-life.
    """
    floor, cautious = evidence[KRATOM_FLOOR], evidence[KRATOM_CAUTIOUS]
    not_cleared = evidence[KRATOM_NOT_CLEARED].statement
    margins = {"cautious": cautious, "floor": floor}
    if cautious.high <= floor.high:
        del margins["cautious"]
    for variant, finding in margins.items():
        yield Suggestion(
            rule="kratom_cutoff",
            lane=Lane.AVOID,
            variant=variant,
            receipt=Receipt(
                opens=before_bed(answers, finding.high),
                closes=before_bed(answers),
                claims=(finding.statement, not_cleared),
            ),
        )


def kratom_described_time(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """The time of day that people describe for soreness at night or on waking; never advice.

    Within waking hours, never before kratom_cutoff's cautious margin and never later than its
    floor. When nothing is left of it, the variant says why. Source: the claims
    kratom-described-time, six-hours-before-bed-rule and kratom-cautious.
    """
    described = evidence[KRATOM_DESCRIBED_TIME]
    floor, cautious = evidence[KRATOM_FLOOR], evidence[KRATOM_CAUTIOUS]
    unstudied = evidence.says(SORENESS_UNSTUDIED)
    if not answers.sore_when & {SoreWhen.NIGHT, SoreWhen.WAKING}:
        return
    closest = max(described.low, floor.high)
    opens = before_bed(answers, max(min(described.high, cautious.high), closest))
    closes = before_bed(answers, closest)
    words = Receipt(
        inputs=("sore_when",),
        claims=(described.statement, unstudied, floor.statement, cautious.statement),
    )
    if closes.result <= opens.result:
        variant, receipt = "none_awake", words
    elif closes.result <= answers.asked_at:
        variant, receipt = "none_passed", words
    else:
        variant, receipt = "window", replace(words, opens=opens, closes=closes)
    yield Suggestion(
        rule="kratom_described_time", lane=Lane.DESCRIBED, variant=variant, receipt=receipt
    )


def kratom_hazards(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """Mixing, driving, warning signs and what to do then, for everybody who asks.

    Nothing withholds it: without a claim its words stand all the same. Source: the claims
    deaths-polysubstance-share, driving-impairment, overdose-signs and overdose-what-to-do.
    """
    yield Suggestion(
        rule="kratom_hazards",
        lane=Lane.NOTE,
        receipt=Receipt(inputs=("kratom",), claims=tuple(evidence.known(*HAZARDS))),
    )
