"""The evening before the coming night, and the night itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from planner.core.clock import waking_hours
from planner.core.evidence import (
    ALCOHOL,
    CAFFEINE_COFFEE,
    CAFFEINE_FLOOR,
    CAFFEINE_PRE_WORKOUT,
    HARD_EXERCISE_GAP,
    LAST_LARGE_MEAL,
    NAP,
    NAP_LENGTH,
    REGULAR_SCHEDULE,
    SCREENS_OFF,
    SLEEP_LENGTH,
    WARM_BATH,
    WARM_BATH_LENGTH,
    Evidence,
    Finding,
)
from planner.core.rules.anchors import after_the_session, awake_before_bed, before_bed
from planner.core.suggestions import Anchor, Clash, Concern, Lane, Receipt, Suggestion, Sum
from planner.core.values import A_DAY, Answers, Caffeine, Effort, Statement

_STRONGEST = {
    # Whoever has some after all will most likely have a coffee.
    Caffeine.NONE: CAFFEINE_COFFEE,
    Caffeine.COFFEE_OR_TEA: CAFFEINE_COFFEE,
    Caffeine.PRE_WORKOUT: CAFFEINE_PRE_WORKOUT,
}


# Nobody is asked when the session starts. It, and the hour between a nap and training, are taken
# to need no more than this: our own choice.
A_SESSION = timedelta(hours=3)


def caffeine_cutoff(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """No caffeine from so many hours before bed: by the strongest drink, never under the floor.

    Where a session to come ends after that time, caffeine to train on and the night cannot both
    be had, and the night is kept. Without the claim on the drink a coffee's gap or the floor
    counts, and the other way round. Source: the claims caffeine-cutoff-minimum, caffeine-coffee and
    caffeine-pre-workout.
    """
    drink, coffee = evidence.find(_STRONGEST[answers.caffeine]), evidence.find(CAFFEINE_COFFEE)
    floor = evidence.find(CAFFEINE_FLOOR) if drink or coffee else evidence[CAFFEINE_FLOOR]
    # A coffee's gap stands in for that of a stronger drink, and is no part of it otherwise.
    known = [finding for finding in (drink or coffee, floor) if finding is not None]
    known.sort(key=lambda finding: finding.high, reverse=True)
    line = _left_alone("caffeine_cutoff", answers, *known, inputs=("caffeine",))
    if drink is None:
        line = replace(line, variant="floor")
    trains_on_it = answers.caffeine is Caffeine.PRE_WORKOUT
    if trains_on_it and answers.is_to_come and line.receipt.opens_before(answers.finished_at):
        line = replace(line, clash=Clash(Concern.SLEEP, Concern.CONVENIENCE))
    yield line


def alcohol_tonight(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """No alcohol in the waking hours before the night: no study gives hours after which it is safe.

    Source: the claim alcohol-sleep.
    """
    claim = evidence.says(ALCOHOL)
    yield Suggestion(
        rule="alcohol_tonight",
        lane=Lane.AVOID,
        receipt=Receipt(
            opens=Sum(start=Anchor.WAKE_TIME, at=awake_before_bed(answers).opens).no_earlier_than(
                Anchor.NOW, answers.asked_at
            ),
            closes=before_bed(answers),
            claims=(claim,),
        ),
    )


def last_large_meal(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """No large meal close to bed. Source: the claim large-meal-gap."""
    yield _left_alone("last_large_meal", answers, evidence[LAST_LARGE_MEAL])


def screens_off(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """No screens close to bed. Source: the claim screens, a margin we chose."""
    yield _left_alone("screens_off", answers, evidence[SCREENS_OFF])


def warm_bath(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A window for a warm bath or shower before bed, after the session.

    None when the window has passed or is too short, or if this may be something else,
    as heat can harm. Source: the claims warm-bath and warm-bath-length.
    """
    finding, length = evidence[WARM_BATH], evidence[WARM_BATH_LENGTH]
    if answers.may_be_something_else:
        return
    receipt = Receipt(
        inputs=("warning_signs",),
        opens=before_bed(answers, finding.high)
        .no_earlier_than(Anchor.SESSION_END, answers.finished_at)
        .no_earlier_than(Anchor.NOW, answers.asked_at),
        closes=before_bed(answers, finding.low),
        claims=(finding.statement, length.statement),
    )
    # As long again to run it.
    if receipt.leaves_room_for(2 * length.low):
        yield Suggestion(rule="warm_bath", lane=Lane.DO, receipt=receipt, length=length.low)


def sleep_window(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """The coming night; when it is shorter than is advised, the nearest night that is not.

    The wake time is kept and an earlier bedtime offered, unless that has passed, or comes before
    the session's end and what hard_exercise_gap leaves after it; then a later wake time. A night
    longer than the high is only remarked on. Source: the claims sleep-hours, regular-schedule and
    evening-exercise.
    """
    finding = evidence[SLEEP_LENGTH]
    inputs: tuple[str, ...] = ()
    claims: tuple[Statement, ...] = (finding.statement, evidence.says(REGULAR_SCHEDULE))
    length = answers.wake_time - answers.bedtime
    variant, offer = ("long" if length > finding.high else "enough"), None
    if length < finding.low:
        earlier = Sum(start=Anchor.WAKE_TIME, at=answers.wake_time, step=-finding.low)
        variant, offer = "short", earlier
        calm_from = answers.finished_at
        if answers.effort is Effort.HARD:
            gap = evidence[HARD_EXERCISE_GAP]
            calm_from += gap.low
            inputs, claims = ("effort",), (*claims, gap.statement)
        if earlier.result < max(answers.asked_at, calm_from):
            variant = "short_tonight"
            offer = Sum(start=Anchor.BEDTIME, at=answers.bedtime, step=finding.low)
            if calm_from > answers.bedtime:
                # From the bedtime that hard_exercise_gap offers, so that the two fit together.
                step = calm_from - answers.finished_at + finding.low
                offer = after_the_session(answers, step)
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


def nap(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A window for a nap today, if it is still to come, and on the day after the night.

    Counted from waking, as NAP does. Where it would meet the session, it comes after it. None on
    a day shorter than those of people who sleep SLEEP_LENGTH's high, as it would come too near the
    night, which is kept: sleep at night comes before rest by day. Source: the claims naps,
    nap-after-waking and sleep-hours.
    """
    window, length, night = evidence[NAP], evidence[NAP_LENGTH], evidence[SLEEP_LENGTH]
    for awake in islice(waking_hours(answers, until=answers.wake_time + A_DAY), 2):
        woke = Sum(start=Anchor.WAKE_TIME, at=awake.opens)
        opens = replace(woke, step=window.low).no_earlier_than(Anchor.NOW, answers.asked_at)
        closes = replace(woke, step=window.high).no_later_than(Anchor.BEDTIME, awake.closes)
        if opens.result < answers.finished_at < closes.result + A_SESSION:
            opens = opens.no_earlier_than(Anchor.SESSION_END, answers.finished_at)
        receipt = Receipt(
            opens=opens,
            closes=closes,
            claims=(length.statement, window.statement, night.statement),
        )
        if awake.length >= A_DAY - night.high and receipt.leaves_room_for(length.low):
            yield Suggestion(
                rule="nap",
                lane=Lane.DO,
                receipt=receipt,
                length=length.low,
                longest=length.high,
            )


def _left_alone(
    rule: str, answers: Answers, finding: Finding, *milder: Finding, inputs: tuple[str, ...] = ()
) -> Suggestion:
    """From so many hours before bed, by the first finding; what is milder is only quoted."""
    return Suggestion(
        rule=rule,
        lane=Lane.AVOID,
        receipt=Receipt(
            inputs=inputs,
            opens=before_bed(answers, finding.high),
            closes=before_bed(answers),
            claims=tuple(said.statement for said in (finding, *milder)),
        ),
    )
