"""The session itself: how close to bed it may end, and when the next hard one may come."""

from collections.abc import Iterator

from planner.core.clock import waking_hours
from planner.core.evidence import (
    HARD_EXERCISE_GAP,
    REPEATED_BOUT,
    SLEEP_LENGTH,
    SORENESS_END,
    SORENESS_PEAK,
    TRAIN_AGAIN,
    Evidence,
)
from planner.core.rules.anchors import after_the_session, before_bed
from planner.core.rules.soreness import expected, share_of_range
from planner.core.suggestions import (
    PRINTED_TO,
    Anchor,
    Clash,
    Concern,
    Lane,
    Receipt,
    Suggestion,
    Sum,
)
from planner.core.values import A_DAY, Answers, Effort, Statement


def hard_exercise_gap(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A hard session close to bed: a conflict under the low hours, a remark under the high.

    The bedtime is kept. The offer is the nearest time that works: an earlier end for a session
    that can still end so early, else a later bedtime; the variant says when that leaves less than
    SLEEP_LENGTH's low. Source: the claims evening-exercise and sleep-hours.
    """
    finding = evidence[HARD_EXERCISE_GAP]
    gap = answers.bedtime - answers.finished_at
    if answers.effort is not Effort.HARD or gap >= finding.high:
        return
    conflict, offer = "end_earlier", before_bed(answers, finding.low)
    if min(answers.finished_at, offer.result) <= answers.asked_at:
        offer = after_the_session(answers, finding.low)
        night = evidence.find(SLEEP_LENGTH)
        is_short = night is None or answers.wake_time - offer.result < night.low
        conflict = "bed_later_short" if is_short else "bed_later"
    yield Suggestion(
        rule="hard_exercise_gap",
        lane=Lane.NOTE,
        variant=conflict if gap < finding.low else "remark",
        receipt=Receipt(
            inputs=("effort",),
            opens=after_the_session(answers),
            closes=Sum(start=Anchor.BEDTIME, at=answers.bedtime),
            offer=offer if gap < finding.low else None,
            claims=(finding.statement,),
        ),
        clash=Clash(Concern.SLEEP, Concern.CONVENIENCE) if gap < finding.low else None,
    )


def train_again(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """From when the same muscles may work hard again, and by when they usually can.

    Not before soreness is expected to be past its worst. By share_of_range, as soreness is; the
    variant says when all of it counts. It never opens in a night, nor within hard_exercise_gap's
    high hours before one: it then waits for the next morning, as sleep comes before training.
    None after easy work that the muscles know, when it may be something else, or once all of it
    has passed. Source: the claims train-while-sore, doms-peak, repeated-bout-effect,
    doms-resolution and evening-exercise.
    """
    finding, protects = evidence[TRAIN_AGAIN], evidence.says(REPEATED_BOUT)
    strength = evidence.says(SORENESS_END.claim)
    gap = evidence.find(HARD_EXERCISE_GAP)
    if answers.may_be_something_else or answers.is_easy_and_known:
        return
    opens, closes = expected(answers, finding)
    peak = evidence[SORENESS_PEAK]
    _, past_the_worst = expected(answers, peak)
    opens = max(opens, past_the_worst, key=lambda reckoned: reckoned.result)
    opens = opens.no_earlier_than(Anchor.NOW, answers.asked_at)
    claims: tuple[Statement, ...] = (finding.statement, peak.statement, protects, strength)
    for awake in waking_hours(answers, until=opens.result + A_DAY):
        # Without the claim, only the first thing in the morning is surely far enough from bed.
        latest = awake.closes - gap.high if gap else awake.opens
        if opens.result <= latest:
            if gap and opens.result < awake.opens:
                claims = (*claims, gap.statement)
            opens = opens.no_earlier_than(Anchor.WAKE_TIME, awake.opens)
            break
    else:
        # An edited gap leaves no hour of any day.
        return
    receipt = Receipt(
        inputs=("effort", "unaccustomed", "warning_signs"),
        opens=opens,
        closes=closes,
        share=share_of_range(answers),
        claims=claims,
    )
    if receipt.leaves_room_for(PRINTED_TO):
        yield Suggestion(
            rule="train_again",
            lane=Lane.DO,
            variant="hard_and_new" if receipt.share == 1 else "",
            receipt=receipt,
        )
