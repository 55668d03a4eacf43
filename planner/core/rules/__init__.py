"""The rules: each answers one question about somebody's answers, from claims, in suggestions.

A rule's name is the name of its function, of its words in templates/planner/suggestions/, and of
its lines in a plan. It yields nothing when it has nothing to say; evidence that it cannot use
raises WithheldError, and its lines are left out.
"""

from collections.abc import Callable, Iterator, Mapping

from planner.core import evidence as needs
from planner.core.evidence import Evidence
from planner.core.rules.care import SIGNS, see_a_doctor_after, urgent_signs
from planner.core.rules.cold_water import cold_water
from planner.core.rules.food import fluids, protein_after, protein_before_sleep
from planner.core.rules.kratom import (
    kratom_changes,
    kratom_cutoff,
    kratom_described_time,
    kratom_hazards,
    kratom_not_again,
)
from planner.core.rules.relief import foam_rolling, heat, light_movement, massage
from planner.core.rules.sleep import (
    alcohol_tonight,
    caffeine_cutoff,
    last_large_meal,
    nap,
    screens_off,
    sleep_window,
    warm_bath,
)
from planner.core.rules.soreness import soreness_outlook
from planner.core.rules.training import hard_exercise_gap, train_again
from planner.core.suggestions import Suggestion
from planner.core.values import Answers

Rule = Callable[[Answers, Evidence], Iterator[Suggestion]]

# In the order of concerns: safety, then sleep, then recovery, then convenience. Where two wishes
# cannot both be met, the rule that gives way says so with a Clash, which refuses another order.
CARE_RULES: tuple[Rule, ...] = (urgent_signs, see_a_doctor_after)
SLEEP_RULES: tuple[Rule, ...] = (
    sleep_window,
    caffeine_cutoff,
    alcohol_tonight,
    last_large_meal,
    warm_bath,
    screens_off,
)
RECOVERY_RULES: tuple[Rule, ...] = (
    soreness_outlook,
    cold_water,
    protein_after,
    fluids,
    protein_before_sleep,
    light_movement,
    massage,
    heat,
    foam_rolling,
)
CONVENIENCE_RULES: tuple[Rule, ...] = (hard_exercise_gap, train_again, nap)
# Only for somebody whom screening lets through.
KRATOM_TIME_RULES: tuple[Rule, ...] = (kratom_changes, kratom_cutoff, kratom_described_time)
# For everybody who asks.
KRATOM_SAFETY_RULES: tuple[Rule, ...] = (kratom_not_again, kratom_hazards)

PLAN_RULES = SLEEP_RULES + RECOVERY_RULES + CONVENIENCE_RULES
RULES = CARE_RULES + PLAN_RULES + KRATOM_TIME_RULES + KRATOM_SAFETY_RULES

# The claims that each rule rests on, by its name: without any other it says the same.
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "urgent_signs": (
        *dict.fromkeys(claim for _, claim in SIGNS.values()),
        needs.CRISIS_LINES,
    ),
    "see_a_doctor_after": (needs.SEE_A_DOCTOR_AFTER.claim,),
    "sleep_window": (
        needs.SLEEP_LENGTH.claim,
        needs.REGULAR_SCHEDULE,
        needs.HARD_EXERCISE_GAP.claim,
    ),
    "caffeine_cutoff": (
        needs.CAFFEINE_FLOOR.claim,
        needs.CAFFEINE_COFFEE.claim,
        needs.CAFFEINE_PRE_WORKOUT.claim,
    ),
    "alcohol_tonight": (needs.ALCOHOL,),
    "last_large_meal": (needs.LAST_LARGE_MEAL.claim,),
    "warm_bath": (needs.WARM_BATH.claim, needs.WARM_BATH_LENGTH.claim),
    "screens_off": (needs.SCREENS_OFF.claim,),
    "soreness_outlook": (
        needs.SORENESS_START.claim,
        needs.SORENESS_PEAK.claim,
        needs.SORENESS_END.claim,
    ),
    "cold_water": (
        needs.COLD_WATER_LENGTH.claim,
        needs.COLD_WATER.claim,
        needs.COLD_WATER_TEMPERATURE.claim,
        needs.COLD_WATER_GROWTH,
        needs.COLD_WATER_SHOCK,
        needs.WARM_BATH.claim,
        needs.WARM_BATH_LENGTH.claim,
    ),
    "protein_after": (
        needs.PROTEIN_SERVING.claim,
        needs.PROTEIN_AFTER.claim,
        needs.LAST_LARGE_MEAL.claim,
    ),
    "fluids": (needs.FLUIDS,),
    "protein_before_sleep": (
        needs.PROTEIN_BEFORE_SLEEP_SERVING.claim,
        needs.PROTEIN_BEFORE_SLEEP.claim,
        needs.PROTEIN_AFTER.claim,
    ),
    "light_movement": (
        needs.LIGHT_MOVEMENT,
        needs.LIGHT_MOVEMENT_LENGTH.claim,
        needs.SORENESS_PEAK.claim,
    ),
    "massage": (needs.MASSAGE_RELIEF, needs.MASSAGE.claim),
    "heat": (needs.HEAT_RELIEF, needs.HEAT.claim),
    "foam_rolling": (needs.FOAM_ROLLING_RELIEF, needs.FOAM_ROLLING.claim),
    "hard_exercise_gap": (needs.HARD_EXERCISE_GAP.claim, needs.SLEEP_LENGTH.claim),
    "train_again": (
        needs.TRAIN_AGAIN.claim,
        needs.SORENESS_PEAK.claim,
        needs.REPEATED_BOUT,
        needs.SORENESS_END.claim,
        needs.HARD_EXERCISE_GAP.claim,
    ),
    "nap": (needs.NAP_LENGTH.claim, needs.NAP.claim, needs.SLEEP_LENGTH.claim),
    "kratom_changes": (
        needs.SORENESS_END.claim,
        needs.SORENESS_UNSTUDIED,
        needs.NO_BETTER_SLEEP,
        needs.KRATOM_NOT_CLEARED.claim,
        needs.DRIVING,
        needs.MIXING,
        needs.MASKED_PAIN,
    ),
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
    "kratom_not_again": (needs.KRATOM_BUILDS_UP.claim, needs.DEPENDENCE),
    "kratom_hazards": needs.HAZARDS,
}
