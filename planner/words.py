"""Words for values, as the form and the plan print them: answers, parts of a day, drawn lines."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from planner.core.suggestions import Lane, Suggestion
from planner.core.values import (
    Activity,
    Caffeine,
    Effort,
    Goal,
    Kratom,
    Product,
    SoreWhen,
    WarningSign,
)

ACTIVITIES = {
    Activity.LIFTING: "Lifting",
    Activity.RUNNING: "Running",
    Activity.JUMPING_OR_DOWNHILL: "Jumping or downhill",
    Activity.TEAM_SPORT: "Team sport",
    Activity.CYCLING_OR_SWIMMING: "Cycling or swimming",
    Activity.OTHER: "Something else",
}
EFFORTS = {Effort.EASY: "Easy", Effort.MODERATE: "Moderate", Effort.HARD: "Hard"}
SORE_WHEN = {
    SoreWhen.NONE_YET: "Not yet",
    SoreWhen.DAYTIME: "In the daytime",
    SoreWhen.NIGHT: "At night",
    SoreWhen.WAKING: "On waking",
}
GOALS = {
    Goal.NEXT_SESSION: "My next session",
    Goal.MUSCLE_GROWTH: "Muscle growth",
    Goal.FEEL_BETTER: "Feeling better",
}
WARNING_SIGNS = {
    WarningSign.CHEST_PAIN: "Chest pain, trouble breathing, a collapse or a seizure",
    WarningSign.DARK_URINE: "Urine the colour of tea or cola",
    WarningSign.EXTREME_PAIN_OR_WEAKNESS: "Pain far worse than expected, or marked weakness",
    WarningSign.TIGHT_NUMB_MUSCLE: (
        "Sudden severe pain with a muscle that is tight, swollen, numb or weak"
    ),
    WarningSign.BROKEN_OR_COLD_LIMB: (
        "A crack at the time, an odd shape, or a part that is numb, cold or discoloured"
    ),
    WarningSign.SWOLLEN_LEG: (
        "One leg swollen, warm or changed in colour, or with a throbbing or cramping pain"
    ),
    WarningSign.PAIN_AT_ONCE: "Pain, swelling or bruising that came at once",
    WarningSign.GETTING_WORSE: "Soreness that gets worse when it should ease",
}
CAFFEINES = {
    Caffeine.NONE: "None",
    Caffeine.COFFEE_OR_TEA: "Coffee or tea",
    Caffeine.PRE_WORKOUT: "Pre-workout",
}
KRATOMS = {
    Kratom.NO: "No",
    Kratom.CONSIDERING: "I am thinking about it",
    Kratom.USING: "I use it now",
}
PRODUCTS = {
    Product.LEAF: "Plain leaf",
    Product.EXTRACT: "Extract",
    Product.SEVEN_HYDROXY: "7-hydroxy",
    Product.UNSURE: "Not sure",
}

NO_BREAK = "\N{NO-BREAK SPACE}"
# From here on a length reads better in days.
DAYS_FROM = timedelta(days=4)

# The parts of a day, by the hour before which each ends.
DAY_PARTS = {5: "before dawn", 12: "morning", 18: "afternoon", 24: "evening"}

# What a line says where a drawing has room for few words, by its rule; to be done, unless its
# lane below says otherwise. Short, as they must fit the narrowest phone.
IN_BRIEF = {
    "caffeine_cutoff": "no caffeine",
    "alcohol_tonight": "no alcohol",
    "last_large_meal": "no large meal",
    "screens_off": "no screens",
    "warm_bath": "warm bath",
    "sleep_window": "sleep",
    "cold_water": "cold water",
    "protein_after": "protein",
    "protein_before_sleep": "late protein",
    "fluids": "fluids",
    "light_movement": "easy movement",
    "massage": "massage",
    "heat": "hot pack",
    "foam_rolling": "foam rolling",
    "hard_exercise_gap": "hard session near bed",
    "train_again": "hard training",
    "nap": "nap",
    "kratom_cutoff": "no kratom",
    "kratom_changes": "what kratom would change",
    "kratom_described_time": "the time that people describe",
    "kratom_not_again": "the days after",
    "kratom_hazards": "what makes kratom dangerous",
    "soreness_outlook": "the course of soreness",
    "urgent_signs": "warning signs",
    "see_a_doctor_after": "see a doctor if still sore",
}
IN_BRIEF_BY_LANE = {
    ("cold_water", Lane.AVOID): "no cold water",
    ("cold_water", Lane.NOTE): "cold or warm, not both",
}
# Shorter still, where more than this many things to do share a time: beside each other they are
# plain, and otherwise too long.
FULL_BESIDE = 2
IN_BRIEF_TOGETHER = {"light_movement": "movement", "heat": "heat", "foam_rolling": "rolling"}
COURSE_IN_BRIEF = {"starts": "Starts", "peaks": "Worst", "eases": "Eases"}


def length(span: timedelta) -> str:
    """A length of time without its sign, kept on one line: 6 h, 8 h 48 min, 10 min, 5 days."""
    minutes = round(abs(span) / timedelta(minutes=1))
    days = 0
    if abs(span) >= DAYS_FROM:
        days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "days"), (hours, "h"), (minutes, "min")]
    named = [f"{number}{NO_BREAK}{unit}" for number, unit in parts if number]
    return NO_BREAK.join(named) or f"0{NO_BREAK}min"


def in_brief(suggestion: Suggestion) -> str:
    """What a line of a plan says, in few words."""
    in_lane = IN_BRIEF_BY_LANE.get((suggestion.rule, suggestion.lane))
    return in_lane or IN_BRIEF[suggestion.rule]


def in_brief_together(suggestions: Sequence[Suggestion]) -> str:
    """What the lines of a plan say that share a time, one after the other."""
    shorter = IN_BRIEF_TOGETHER if len(suggestions) > FULL_BESIDE else {}
    return ", ".join(shorter.get(line.rule) or in_brief(line) for line in suggestions)


def part_of_day(local: datetime) -> str:
    """The part of the day that a zone's own clocks show."""
    return next(part for until, part in DAY_PARTS.items() if local.hour < until)
