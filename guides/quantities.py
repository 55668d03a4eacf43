"""A number with its unit, in words for readers."""

from decimal import Decimal


def in_words(low: Decimal | None, high: Decimal | None, unit: str = "", since: str = "") -> str:
    """A range as a reader would say it: “12 to 24 hours after the session ends”.

    One end may be missing, then the range is open there; without both there is nothing to say.
    `since` is what the time is counted from, as in “before bedtime”.
    """
    if low is not None and high is not None:
        numbers = _plain(low) if low == high else f"{_plain(low)} to {_plain(high)}"
    elif low is not None:
        numbers = f"at least {_plain(low)}"
    elif high is not None:
        numbers = f"up to {_plain(high)}"
    else:
        return ""
    if unit == "degrees-celsius":
        unit = "°C"
    last = low if high is None else high
    if last == 1 and unit in ("hours", "days", "minutes", "grams"):
        unit = unit.removesuffix("s")
    gap = "" if unit.startswith("%") else " "
    return f"{numbers}{gap}{unit} {since}".strip()


def _plain(number: Decimal) -> str:
    """Without the zeros that the database adds, and with a true minus sign."""
    return f"{number.normalize():f}".replace("-", "−")
