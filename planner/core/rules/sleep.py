"""The evening before the coming night, and the night itself."""

from collections.abc import Iterator

from planner.core.evidence import (
    CAFFEINE_COFFEE,
    CAFFEINE_FLOOR,
    CAFFEINE_PRE_WORKOUT,
    HARD_EXERCISE_GAP,
    LAST_LARGE_MEAL,
    SCREENS_OFF,
    SLEEP_LENGTH,
    WARM_BATH,
    WARM_BATH_LENGTH,
    Evidence,
    Finding,
)
from planner.core.rules.evening import before_bed
from planner.core.values import (
    Anchor,
    Answers,
    Caffeine,
    Effort,
    Lane,
    Receipt,
    Statement,
    Suggestion,
    Sum,
)

_STRONGEST = {
    # Whoever has some after all will most likely have a coffee.
    Caffeine.NONE: CAFFEINE_COFFEE,
    Caffeine.COFFEE_OR_TEA: CAFFEINE_COFFEE,
    Caffeine.PRE_WORKOUT: CAFFEINE_PRE_WORKOUT,
}


def caffeine_cutoff(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """No caffeine from so many hours before bed: by the strongest drink, never under the floor.

    Source: the claims caffeine-cutoff-minimum, caffeine-coffee and caffeine-pre-workout.
    """
    floor, drink = evidence[CAFFEINE_FLOOR], evidence[_STRONGEST[answers.caffeine]]
    stricter = max(drink, floor, key=lambda finding: finding.high)
    yield _left_alone("caffeine_cutoff", answers, stricter, inputs=("caffeine",))


def last_large_meal(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """No large meal close to bed. Source: the claim large-meal-gap."""
    yield _left_alone("last_large_meal", answers, evidence[LAST_LARGE_MEAL])


def screens_off(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """No screens close to bed. Source: the claim screens, a margin we chose."""
    yield _left_alone("screens_off", answers, evidence[SCREENS_OFF])


def warm_bath(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A window for a warm bath or shower before bed, after the session.

    None when the window has passed or is too short, or with a warning sign, when heat can harm.
    Source: the claims warm-bath and warm-bath-length.
    """
    finding, length = evidence[WARM_BATH], evidence[WARM_BATH_LENGTH]
    if answers.has_warning_sign:
        return
    receipt = Receipt(
        inputs=("warning_signs",),
        opens=before_bed(answers, finding.high)
        .no_earlier_than(Anchor.SESSION_END, answers.finished_at)
        .no_earlier_than(Anchor.NOW, answers.asked_at),
        closes=before_bed(answers, finding.low),
        claims=(finding.statement, length.statement),
    )
    if receipt.leaves_room_for(length.low):
        yield Suggestion(rule="warm_bath", lane=Lane.DO, receipt=receipt, length=length.low)


def hard_exercise_gap(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A hard session close to bed: a conflict under the low hours, a remark under the high.

    The bedtime is kept. The offer is the nearest time that works: an earlier end for a session
    that can still end so early, else a later bedtime. Source: the claim evening-exercise.
    """
    finding = evidence[HARD_EXERCISE_GAP]
    gap = answers.bedtime - answers.finished_at
    if answers.effort is not Effort.HARD or gap >= finding.high:
        return
    conflict, offer = "end_earlier", before_bed(answers, finding.low)
    if min(answers.finished_at, offer.result) <= answers.asked_at:
        conflict = "bed_later"
        offer = Sum(start=Anchor.SESSION_END, at=answers.finished_at, step=finding.low)
    yield Suggestion(
        rule="hard_exercise_gap",
        lane=Lane.NOTE,
        variant=conflict if gap < finding.low else "remark",
        receipt=Receipt(
            inputs=("effort",),
            opens=Sum(start=Anchor.SESSION_END, at=answers.finished_at),
            closes=Sum(start=Anchor.BEDTIME, at=answers.bedtime),
            offer=offer if gap < finding.low else None,
            claims=(finding.statement,),
        ),
    )


def sleep_window(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """The coming night; when it is shorter than SLEEP_LENGTH's low, the nearest night that is not.

    The wake time is kept and an earlier bedtime offered, unless that has passed, or comes before
    the session's end and what hard_exercise_gap leaves after it; then a later wake time. A night
    longer than the high is only remarked on. Source: the claims sleep-hours and evening-exercise.
    """
    finding = evidence[SLEEP_LENGTH]
    inputs: tuple[str, ...] = ()
    claims: tuple[Statement, ...] = (finding.statement,)
    length = answers.wake_time - answers.bedtime
    variant, offer = ("long" if length > finding.high else "enough"), None
    if length < finding.low:
        earlier = Sum(start=Anchor.WAKE_TIME, at=answers.wake_time, step=-finding.low)
        variant, offer = "short", earlier
        calm_from = answers.finished_at
        if answers.effort is Effort.HARD:
            gap = evidence[HARD_EXERCISE_GAP]
            calm_from += gap.low
            inputs, claims = ("effort",), (finding.statement, gap.statement)
        if earlier.result < max(answers.asked_at, calm_from):
            variant = "short_tonight"
            offer = Sum(start=Anchor.BEDTIME, at=answers.bedtime, step=finding.low)
    yield Suggestion(
        rule="sleep_window",
        lane=Lane.SLEEP,
        variant=variant,
        receipt=Receipt(
            inputs=inputs,
            opens=Sum(start=Anchor.BEDTIME, at=answers.bedtime),
            closes=Sum(start=Anchor.WAKE_TIME, at=answers.wake_time),
            offer=offer,
            claims=claims,
        ),
    )


def _left_alone(
    rule: str, answers: Answers, finding: Finding, inputs: tuple[str, ...] = ()
) -> Suggestion:
    return Suggestion(
        rule=rule,
        lane=Lane.AVOID,
        receipt=Receipt(
            inputs=inputs,
            opens=before_bed(answers, finding.high),
            closes=before_bed(answers),
            claims=(finding.statement,),
        ),
    )
