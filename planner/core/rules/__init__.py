"""The rules: each answers one question about somebody's answers, from claims, in suggestions.

A rule's name is the name of its function, of its words in templates/planner/suggestions/, and of
its lines in a plan. It yields nothing when it has nothing to say; evidence that it cannot use
raises WithheldError, and its lines are left out.
"""

from collections.abc import Callable, Iterator, Mapping

from planner.core import evidence as needs
from planner.core.evidence import Evidence
from planner.core.rules.care import SIGNS, see_a_doctor_after, urgent_signs
from planner.core.rules.kratom import kratom_cutoff, kratom_described_time, kratom_hazards
from planner.core.rules.sleep import (
    caffeine_cutoff,
    hard_exercise_gap,
    last_large_meal,
    screens_off,
    sleep_window,
    warm_bath,
)
from planner.core.rules.soreness import light_movement, soreness_outlook
from planner.core.values import Answers, Suggestion

Rule = Callable[[Answers, Evidence], Iterator[Suggestion]]

CARE_RULES: tuple[Rule, ...] = (urgent_signs, see_a_doctor_after)
RECOVERY_RULES: tuple[Rule, ...] = (
    soreness_outlook,
    light_movement,
    caffeine_cutoff,
    last_large_meal,
    warm_bath,
    screens_off,
    hard_exercise_gap,
    sleep_window,
)
# Only for somebody whom screening lets through.
KRATOM_TIME_RULES: tuple[Rule, ...] = (kratom_cutoff, kratom_described_time)
# For everybody who asks.
KRATOM_SAFETY_RULES: tuple[Rule, ...] = (kratom_hazards,)

RULES = CARE_RULES + RECOVERY_RULES + KRATOM_TIME_RULES + KRATOM_SAFETY_RULES

# The claims that each rule rests on, by its name: without any other it says the same.
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "urgent_signs": tuple(dict.fromkeys(claim for _, claim in SIGNS.values())),
    "see_a_doctor_after": (needs.SEE_A_DOCTOR_AFTER.claim,),
    "soreness_outlook": (
        needs.SORENESS_START.claim,
        needs.SORENESS_PEAK.claim,
        needs.SORENESS_END.claim,
    ),
    "light_movement": (
        needs.LIGHT_MOVEMENT,
        needs.LIGHT_MOVEMENT_LENGTH.claim,
        needs.SORENESS_PEAK.claim,
    ),
    "caffeine_cutoff": (
        needs.CAFFEINE_FLOOR.claim,
        needs.CAFFEINE_COFFEE.claim,
        needs.CAFFEINE_PRE_WORKOUT.claim,
    ),
    "last_large_meal": (needs.LAST_LARGE_MEAL.claim,),
    "warm_bath": (needs.WARM_BATH.claim, needs.WARM_BATH_LENGTH.claim),
    "screens_off": (needs.SCREENS_OFF.claim,),
    "hard_exercise_gap": (needs.HARD_EXERCISE_GAP.claim,),
    "sleep_window": (needs.SLEEP_LENGTH.claim, needs.HARD_EXERCISE_GAP.claim),
    "kratom_cutoff": (
        needs.KRATOM_FLOOR.claim,
        needs.KRATOM_CAUTIOUS.claim,
        needs.KRATOM_NOT_CLEARED.claim,
    ),
    "kratom_described_time": (
        needs.KRATOM_DESCRIBED_TIME.claim,
        needs.KRATOM_FLOOR.claim,
        needs.KRATOM_CAUTIOUS.claim,
        needs.SORENESS_UNSTUDIED,
    ),
    "kratom_hazards": needs.HAZARDS,
}
