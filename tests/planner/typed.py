"""What somebody types into the planner's form."""

from typing import Any

from django.http import QueryDict

EVENING_LIFTER: dict[str, Any] = {
    "activity": "lifting",
    "effort": "hard",
    "unaccustomed": "yes",
    "finished_at": "2026-11-24T18:00",
    "soreness": "1",
    "sore_when": ["night"],
    "goal": "muscle_growth",
    "bedtime": "22:30",
    "wake_time": "06:30",
    "time_zone": "Europe/London",
    "caffeine": "coffee_or_tea",
    "kratom": "no",
}
ASKING_ABOUT_LEAF = EVENING_LIFTER | {"kratom": "considering", "product": "leaf"}
NIGHT_NURSE = EVENING_LIFTER | {
    "activity": "other",
    "finished_at": "2026-11-24T07:00",
    "bedtime": "8:30",
    "wake_time": "4pm",
    "warning_signs": ["dark_urine"],
}


def as_posted(typed: dict[str, Any]) -> QueryDict:
    """The answers as a browser would post them."""
    posted = QueryDict(mutable=True)
    for name, value in typed.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return posted
