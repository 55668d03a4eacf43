"""Cold water soon after the session: when it fits, and when it is to be left alone."""

from collections.abc import Iterator
from dataclasses import replace

from planner.core.evidence import (
    COLD_WATER,
    COLD_WATER_GROWTH,
    COLD_WATER_LENGTH,
    COLD_WATER_SHOCK,
    COLD_WATER_TEMPERATURE,
    WARM_BATH,
    WARM_BATH_LENGTH,
    Evidence,
)
from planner.core.rules.anchors import after_the_session, before_bed, ends_on_that_day
from planner.core.rules.sleep import warm_bath
from planner.core.suggestions import Anchor, Clash, Concern, Lane, Receipt, Suggestion, Sum
from planner.core.values import Activity, Answers, Goal, Statement

# Safety factors of people who are warned against sudden cold.
HEART_FACTORS = frozenset({"heart-rhythm", "high-blood-pressure", "blood-pressure-medicines"})


def cold_water(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A window for cold water soon after the session, or why to leave it alone.

    To be left alone with a heart factor, and after lifting for muscle growth. Where it would run
    into the warm bath, the bath keeps its time, as sleep comes before recovery; who has to perform
    again soon is told so, with the latest end of the session that leaves room for both. None once
    its time has passed, when bed comes within it, or when it may be something else. Source: the
    claims cold-water-start, cold-water-immersion, cold-water-temperature,
    cold-water-muscle-growth, cold-water-shock, warm-bath and warm-bath-length.
    """
    start, length = evidence[COLD_WATER], evidence[COLD_WATER_LENGTH]
    degrees = evidence.amount(COLD_WATER_TEMPERATURE)
    growth, shock = evidence.says(COLD_WATER_GROWTH), evidence.says(COLD_WATER_SHOCK)
    receipt = Receipt(
        inputs=("goal", "activity", "warning_signs"),
        opens=after_the_session(answers, start.low).no_earlier_than(Anchor.NOW, answers.asked_at),
        closes=after_the_session(answers, start.high),
        claims=(length.statement, start.statement, degrees.statement, shock),
    )
    fits = (
        ends_on_that_day(answers)
        and receipt.leaves_room_for(length.low)
        and answers.finished_at + start.high <= answers.bedtime
    )
    if answers.may_be_something_else or not fits:
        return
    if HEART_FACTORS & (answers.conditions | answers.medicines):
        named = replace(receipt, inputs=("heart",))
        line = _left_alone("heart", named, shock, answers)
        yield replace(line, clash=Clash(Concern.SAFETY, Concern.RECOVERY))
    elif answers.goal is Goal.MUSCLE_GROWTH and answers.activity is Activity.LIFTING:
        yield _left_alone("growth", receipt, growth, answers)
    else:
        offered = Suggestion(
            rule="cold_water",
            lane=Lane.DO,
            variant="soon_again" if answers.goal is Goal.NEXT_SESSION else "",
            receipt=receipt,
            length=length.low,
            longest=length.high,
            amount=degrees,
        )
        yield from _before_the_warm_bath(offered, answers, evidence)


def _before_the_warm_bath(
    cold: Suggestion, answers: Answers, evidence: Evidence
) -> Iterator[Suggestion]:
    """The same line, held where the warm bath of that evening begins; or that one gives way."""
    bath, length = _warm_bath(answers, evidence), cold.length
    if bath is None or bath.window is None or cold.receipt.closes is None or length is None:
        yield cold
        return
    receipt = replace(
        cold.receipt,
        closes=cold.receipt.closes.no_later_than(Anchor.WARM_BATH, bath.window.opens),
        claims=(*cold.receipt.claims, bath.receipt.claims[0]),
    )
    if receipt.leaves_room_for(length):
        yield replace(cold, receipt=receipt)
    elif answers.goal is Goal.NEXT_SESSION:
        offer = Sum(
            start=Anchor.WARM_BATH,
            at=before_bed(answers, evidence[WARM_BATH].high).result,
            step=-length,
        )
        is_possible = answers.asked_at < offer.result < answers.finished_at
        yield Suggestion(
            rule="cold_water",
            lane=Lane.NOTE,
            variant="bath_first",
            receipt=replace(
                receipt,
                opens=after_the_session(answers),
                closes=before_bed(answers),
                offer=offer if is_possible else None,
            ),
            clash=Clash(Concern.SLEEP, Concern.RECOVERY),
        )


def _left_alone(variant: str, receipt: Receipt, why: Statement, answers: Answers) -> Suggestion:
    """Nothing until bed, as no trial gives a gap after which it would be another matter."""
    return Suggestion(
        rule="cold_water",
        lane=Lane.AVOID,
        variant=variant,
        receipt=replace(receipt, closes=before_bed(answers), claims=(why,)),
    )


def _warm_bath(answers: Answers, evidence: Evidence) -> Suggestion | None:
    """The warm bath of the same evening, if the plan has one."""
    if evidence.find(WARM_BATH) is None or evidence.find(WARM_BATH_LENGTH) is None:
        return None
    return next(warm_bath(answers, evidence), None)
