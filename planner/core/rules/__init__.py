"""The rules: each answers one question about somebody's answers, from claims, in suggestions.

A rule's name is the name of its function, of its words in templates/planner/suggestions/, and of
its lines in a plan. It yields nothing when it has nothing to say; evidence that it cannot use
raises WithheldError, and its lines are left out.
"""

from collections.abc import Callable, Iterator

from planner.core.evidence import Evidence
from planner.core.rules.care import see_a_doctor_after, urgent_signs
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
