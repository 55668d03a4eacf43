"""The words of the answers that can be chosen, as the form and the plan print them."""

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
