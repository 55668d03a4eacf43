"""When to see somebody: now, today, or on a day to come."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from enum import StrEnum

from planner.core.evidence import (
    A_WEEK,
    CHEST_PAIN,
    CRISIS_LINES,
    DARK_URINE,
    INJURY,
    SEE_A_DOCTOR_AFTER,
    SWOLLEN_LEG,
    TIGHT_MUSCLE,
    Evidence,
    WithheldError,
)
from planner.core.rules.anchors import after_the_session
from planner.core.suggestions import Lane, Receipt, Suggestion
from planner.core.values import Answers, WarningSign

# Should the claim be gone: from when lasting soreness is a doctor's matter, on our own caution.
SORE_FOR_LONG = timedelta(days=5)


class Urgency(StrEnum):
    """How soon somebody must be seen, soonest first."""

    EMERGENCY = "emergency"
    TODAY = "today"
    DOCTOR = "doctor"


# The key of the safety factor.
THOUGHTS_OF_SUICIDE = "suicidal-thoughts"
# The card for them: it sends nobody to have a body looked at.
CRISIS = "crisis"

# How soon each sign must be seen to, and the claim that says so.
SIGNS = {
    WarningSign.CHEST_PAIN: (Urgency.EMERGENCY, CHEST_PAIN),
    WarningSign.DARK_URINE: (Urgency.EMERGENCY, DARK_URINE),
    WarningSign.EXTREME_PAIN_OR_WEAKNESS: (Urgency.EMERGENCY, DARK_URINE),
    WarningSign.TIGHT_NUMB_MUSCLE: (Urgency.EMERGENCY, TIGHT_MUSCLE),
    WarningSign.BROKEN_OR_COLD_LIMB: (Urgency.EMERGENCY, INJURY),
    WarningSign.SWOLLEN_LEG: (Urgency.TODAY, SWOLLEN_LEG),
    WarningSign.PAIN_AT_ONCE: (Urgency.DOCTOR, INJURY),
    WarningSign.GETTING_WORSE: (Urgency.DOCTOR, SEE_A_DOCTOR_AFTER.claim),
}


def urgent_signs(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """A care card for each urgency among the signs that somebody named, soonest first.

    Beside an emergency no card says “see a doctor”: its own names those signs too. Thoughts of
    suicide, one of the safety factors, have a card of their own, before all others but an
    emergency. Nothing withholds a card: without its claim it stands all the same. Source: the
    red-flag claims, crisis-lines and emergency-numbers; the safety factor suicidal-thoughts.
    """
    yield from _cards(answers.warning_signs, answers.conditions, evidence)


def before_any_plan(
    warning_signs: Collection[WarningSign], conditions: Collection[str], evidence: Evidence
) -> Iterator[Suggestion]:
    """The cards of urgent_signs that cannot wait until all else has been answered.

    These are an emergency, thoughts of suicide, and what must be seen today.
    """
    for card in _cards(warning_signs, conditions, evidence):
        if card.variant != Urgency.DOCTOR:
            yield card


def see_a_doctor_after(answers: Answers, evidence: Evidence) -> Iterator[Suggestion]:
    """The days on which still being sore means a doctor: from the claim's low number to its high.

    Once they have come, somebody who is sore gets a care card in their place, and somebody who is
    not gets nothing. Whoever named a warning sign is not given a later day. Nothing withholds it:
    without its claim it counts from SORE_FOR_LONG to a week. Source: the claim
    red-flag-lasting-soreness.
    """
    if answers.has_warning_sign:
        return
    try:
        finding = evidence[SEE_A_DOCTOR_AFTER]
        low, high = finding.low, finding.high
    except WithheldError:
        low, high = SORE_FOR_LONG, A_WEEK
    receipt = Receipt(
        inputs=("soreness",),
        opens=after_the_session(answers, low),
        closes=after_the_session(answers, high),
        claims=tuple(evidence.known(SEE_A_DOCTOR_AFTER.claim)),
    )
    if answers.asked_at < answers.finished_at + low:
        yield Suggestion(
            rule="see_a_doctor_after", lane=Lane.WATCH, variant="later", receipt=receipt
        )
    elif answers.soreness:
        yield Suggestion(rule="see_a_doctor_after", lane=Lane.CARE, variant="now", receipt=receipt)


def _cards(
    warning_signs: Collection[WarningSign], conditions: Collection[str], evidence: Evidence
) -> Iterator[Suggestion]:
    soon = {sign: urgency for sign, (urgency, _) in SIGNS.items()}
    if any(soon[sign] is Urgency.EMERGENCY for sign in warning_signs):
        soon = {
            sign: Urgency.EMERGENCY if urgency is Urgency.DOCTOR else urgency
            for sign, urgency in soon.items()
        }
    for urgency in Urgency:
        signs = [sign for sign in SIGNS if soon[sign] is urgency and sign in warning_signs]
        if signs:
            claims = dict.fromkeys(SIGNS[sign][1] for sign in signs)
            yield Suggestion(
                rule="urgent_signs",
                lane=Lane.CARE,
                variant=urgency,
                receipt=Receipt(inputs=tuple(signs), claims=tuple(evidence.known(*claims))),
            )
        if urgency is Urgency.EMERGENCY and THOUGHTS_OF_SUICIDE in conditions:
            yield Suggestion(
                rule="urgent_signs",
                lane=Lane.CARE,
                variant=CRISIS,
                receipt=Receipt(claims=tuple(evidence.known(CRISIS_LINES, CHEST_PAIN))),
            )
