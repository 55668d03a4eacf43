"""What visitors of these tests type into the planner, whatever the time of day.

The site is served as it is, with its own clock, so times are told from now: the session ended an
hour ago, bed is in five hours, and the night lasts eight.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.planner.typed import EVENING_LIFTER

# No clocks go forward or back there, so that every time exists in every night.
ZONE = "Asia/Tokyo"

Answers = dict[str, Any]

NO_KRATOM: Answers = {}
LEAF: Answers = {"kratom": "considering", "product": "leaf"}
USES_LEAF = LEAF | {"kratom": "using", "conditions": ["tested-athletes"], "caffeine": "pre_workout"}
PREGNANT = LEAF | {"conditions": ["pregnancy"], "other_medicines": "sertraline, moon dust"}
USES_LEAF_WITH_MUCH = LEAF | {
    "kratom": "using",
    "conditions": ["already-using-daily", "high-blood-pressure"],
    "medicines": ["qt-prolonging", "alcohol"],
    "other_medicines": "sertraline 50 mg, tylenol pm, gabapentin, quetiapine",
}
EXTRACT = LEAF | {"kratom": "using", "product": "extract"}
EMERGENCY = LEAF | {"warning_signs": ["chest_pain", "dark_urine"]}
SEEN_TODAY: Answers = {"warning_signs": ["swollen_leg"]}
GETTING_WORSE = LEAF | {"warning_signs": ["getting_worse"]}
ODD: Answers = {"effort": "easy", "soreness": "8", "sore_when": ["none_yet"]}
LATE: Answers = {"finished_at": +4.5, "soreness": "0", "goal": "next_session"}
AGAIN: Answers = {"change": "yes", "other_medicines": "sertraline"}
WRONG: Answers = {"bedtime": "half eight", "goal": ""}
CANNOT_WAIT: Answers = {
    "activity": "",
    "kratom": "using",
    "warning_signs": ["chest_pain"],
    "conditions": ["suicidal-thoughts"],
}
NO_PRODUCT: Answers = {"kratom": "considering", "soreness": ""}


def typed(changed: Answers | None = None) -> dict[str, list[str]]:
    """Every answer of somebody, as a browser posts them; `finished_at` may be hours from now."""
    answers: Answers = EVENING_LIFTER | {
        "finished_at": -1,
        "bedtime": f"{hours_from_now(5):%H:%M}",
        "wake_time": f"{hours_from_now(13):%H:%M}",
        "time_zone": ZONE,
    }
    answers |= changed or {}
    if isinstance(answers["finished_at"], int | float):
        ends = hours_from_now(answers["finished_at"])
        answers["finished_at"] = f"{ends:%Y-%m-%dT%H:%M}"
    return {name: value if isinstance(value, list) else [value] for name, value in answers.items()}


def hours_from_now(hours: float) -> datetime:
    """A moment on the clocks of ZONE."""
    return datetime.now(ZoneInfo(ZONE)) + timedelta(hours=hours)
