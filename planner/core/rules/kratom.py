"""Kratom, for somebody who asks: times to stay away from it, what people describe, and hazards.

No rule here gives an amount, a share that would be left in the body, or a time to take anything.
"""

from collections.abc import Iterator
from dataclasses import replace

from planner.core.evidence import (
    DEPENDENCE,
    DRIVING,
    HAZARDS,
    KRATOM_BUILDS_UP,
    KRATOM_CAUTIOUS,
    KRATOM_DESCRIBED_TIME,
    KRATOM_FLOOR,
    KRATOM_NOT_CLEARED,
    MASKED_PAIN,
    MIXING,
    NO_BETTER_SLEEP,
    SORENESS_END,
    SORENESS_UNSTUDIED,
    Evidence,
)
from planner.core.rules.anchors import before_bed
from planner.core.suggestions import Lane, Receipt, Suggestion
from planner.core.values import Answers, SoreWhen


def kratom_changes(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """What would change in the plan, set beside the plan without: words alone, and no times.

    Source: the claims doms-resolution, kratom-doms-unstudied, kratom-sleep-no-trials,
    mitragynine-half-life, driving-impairment, deaths-polysubstance-share and
    masking-pain-training.
    """
    yield Suggestion(
        rule="kratom_changes",
        lane=Lane.COMPARED,
        receipt=Receipt(
            inputs=("kratom",),
            claims=(
                evidence[SORENESS_END].statement,
                *map(evidence.says, (SORENESS_UNSTUDIED, NO_BETTER_SLEEP)),
                evidence[KRATOM_NOT_CLEARED].statement,
                *map(evidence.says, (DRIVING, MIXING, MASKED_PAIN)),
            ),
        ),
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
    kratom-described-time, kratom-doms-unstudied, six-hours-before-bed-rule and kratom-cautious.
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


def kratom_not_again(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """Not on the following days either: it builds up, and how often drives dependence.

    Words alone: a time after which to repeat it would be advice. Source: the claims
    steady-state-days and dependence-tracks-frequency.
    """
    builds_up, dependence = evidence[KRATOM_BUILDS_UP], evidence.says(DEPENDENCE)
    yield Suggestion(
        rule="kratom_not_again",
        lane=Lane.NOTE,
        variant=answers.kratom,
        receipt=Receipt(inputs=("kratom",), claims=(builds_up.statement, dependence)),
        length=builds_up.low,
        longest=builds_up.high,
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
