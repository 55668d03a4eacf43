"""Protein and fluids after the session and before bed: for repair and safety, not against pain."""

from collections.abc import Iterator
from datetime import timedelta

from planner.core.evidence import (
    FLUIDS,
    LAST_LARGE_MEAL,
    PROTEIN_AFTER,
    PROTEIN_BEFORE_SLEEP,
    PROTEIN_BEFORE_SLEEP_SERVING,
    PROTEIN_SERVING,
    Evidence,
)
from planner.core.rules.anchors import after_the_session, before_bed, ends_on_that_day
from planner.core.suggestions import (
    PRINTED_TO,
    Anchor,
    Clash,
    Concern,
    Lane,
    Receipt,
    Suggestion,
)
from planner.core.values import Answers, Goal, Statement

# Whoever has one of these is told by their doctor how much protein suits them: our own caution.
PROTEIN_FACTORS = frozenset({"kidney-disease", "liver-disease"})


def protein_after(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A window for a serving of protein, from the end of the session, before bed.

    The variant says how it goes with last_large_meal, as sleep comes before recovery: a meal
    before that time or a light snack after it, or a snack alone. None with PROTEIN_FACTORS.
    Source: the claims protein-window, protein-after-exercise and large-meal-gap.
    """
    if PROTEIN_FACTORS & answers.conditions:
        return
    window, serving = evidence[PROTEIN_AFTER], evidence.amount(PROTEIN_SERVING)
    claims: tuple[Statement, ...] = (serving.statement, window.statement)
    opens = after_the_session(answers, window.low).no_earlier_than(Anchor.NOW, answers.asked_at)
    closes = after_the_session(answers, window.high).no_later_than(Anchor.BEDTIME, answers.bedtime)
    # Should that claim be gone, a snack is the cautious side.
    variant, clash = "snack", None
    large_meal = evidence.find(LAST_LARGE_MEAL)
    if large_meal is not None:
        last = before_bed(answers, large_meal.high)
        claims = (*claims, large_meal.statement)
        if opens.result >= last.result:
            clash = Clash(Concern.SLEEP, Concern.RECOVERY)
        else:
            variant = "meal_or_snack" if closes.result > last.result else "meal"
    receipt = Receipt(opens=opens, closes=closes, claims=claims)
    if ends_on_that_day(answers) and receipt.leaves_room_for(PRINTED_TO):
        yield Suggestion(
            rule="protein_after",
            lane=Lane.DO,
            variant=variant,
            receipt=receipt,
            amount=serving,
            clash=clash,
        )


def protein_before_sleep(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A light serving of protein shortly before the night that follows the session.

    None for somebody who only wants to feel better, as it is not about pain; none for a later
    night; and none where protein_after reaches the night, as two servings so close are more than
    we would ask for. Source: the claims protein-before-bed, protein-before-sleep and
    protein-window.
    """
    if answers.goal is Goal.FEEL_BETTER or not ends_on_that_day(answers):
        return
    if PROTEIN_FACTORS & answers.conditions:
        return
    after, before = evidence.find(PROTEIN_AFTER), evidence.find(PROTEIN_BEFORE_SLEEP)
    due = answers.bedtime - (before.high if before else timedelta(0))
    if after is None or due <= answers.finished_at + after.high:
        return
    gap, serving = evidence[PROTEIN_BEFORE_SLEEP], evidence.amount(PROTEIN_BEFORE_SLEEP_SERVING)
    receipt = Receipt(
        inputs=("goal",),
        opens=before_bed(answers, gap.high)
        .no_earlier_than(Anchor.SESSION_END, answers.finished_at)
        .no_earlier_than(Anchor.NOW, answers.asked_at),
        closes=before_bed(answers),
        claims=(serving.statement, gap.statement),
    )
    if receipt.leaves_room_for(PRINTED_TO):
        yield Suggestion(rule="protein_before_sleep", lane=Lane.DO, receipt=receipt, amount=serving)


def fluids(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """From the end of the session until bed, to make up for what was sweated out.

    No study gives hours: the window is the rest of that day. Source: the claim hydration.
    """
    claim = evidence.says(FLUIDS)
    receipt = Receipt(
        opens=after_the_session(answers).no_earlier_than(Anchor.NOW, answers.asked_at),
        closes=before_bed(answers),
        claims=(claim,),
    )
    if ends_on_that_day(answers) and receipt.leaves_room_for(PRINTED_TO):
        yield Suggestion(rule="fluids", lane=Lane.DO, receipt=receipt)
