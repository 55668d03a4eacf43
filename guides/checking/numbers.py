"""The numbers of a text, each with its unit, so that a guide's can be looked for in its claims.

Numbers are taken in digits and in words up to ninety-nine: “two to five days”, “12%”, “1,260 nM”,
“sixteen-fold”, “half an hour”, “a third of”. Left out, because they are no quantities: years and
days of the calendar, ordinals, numbers in names (“7-OH”, “omega-3”, and what the glossary lists),
and, unless a unit or a range comes after them, “one” and words that point at something near:
“one of them” and “the two lists”, but not “one hour” and “the two to five days”.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {
    **{word: Decimal(number) for number, word in enumerate(ONES, start=1)},
    **{word: Decimal(10 * number) for number, word in enumerate(TENS, start=2)},
    **{
        f"{tens}-{one}": Decimal(10 * a + b)
        for a, tens in enumerate(TENS, start=2)
        for b, one in enumerate(ONES[:9], start=1)
    },
    "twice": Decimal(2),
}
PARTS = {
    "half": Decimal(1) / 2,
    "third": Decimal(1) / 3,
    "quarter": Decimal(1) / 4,
    "two thirds": Decimal(2) / 3,
    "three quarters": Decimal(3) / 4,
}

# A unit is the same however it is written. Hours are never taken for days: a claim that speaks of
# both has to be changed in both places.
UNITS = {
    "seconds": r"seconds?",
    "minutes": r"minutes?|min",
    "hours": r"hours?|h",
    "days": r"days?",
    "weeks": r"weeks?",
    "months": r"months?",
    "years": r"years?",
    "per cent": r"%|per\s?cent",
    "milligrams": r"mg|milligrams?",
    "grams": r"g|grams?",
    "kilograms": r"kg|kilograms?",
    "degrees": r"°\s?C|degrees?",
}
PHONE, CLOCK = "a telephone", "a clock"

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
YEARS = range(1900, 2100)
NO_QUANTITY = re.compile(
    rf"""\b 10\.\d{{4,}}/\S+                        # a DOI
    | \b \d{{1,2}} \s {MONTH} \b | \b {MONTH} \s \d{{1,2}} \b
    | \b \d+ (?:st|nd|rd|th) \b
    | \b [^\W\d]+ -? \d [\w-]*                      # omega-3, CYP3A
    | \b \d+ -? (?:[A-Z]|hydroxy) \w*               # 7-OH
    | \b half-(?:life|lives) \b""",
    re.VERBOSE,
)
NUMBER = re.compile(
    rf"""(?<![\w.,]) (?:
    (?P<phone> \d-\d{{3}}-\d{{3}}-\d{{4}} )
    | (?P<clock> \d{{1,2}}:\d{{2}} )
    | (?P<digits> (?: \d{{1,3}} (?:,\d{{3}})+ | \d+ ) (?:\.\d+)? ) (?! [.,]?\d )
    | (?P<part> half | two[ -]thirds | three[ -]quarters ) \b
    | (?:an?|one)[ -](?P<a_part> third | quarter ) (?= \s+(?:of|to|or|as|less|more)\b )
    | (?P<word> {"|".join(sorted(WORDS, key=len, reverse=True))} ) \b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
UNIT = re.compile(
    r"(?:\s+or\s+(?:more|fewer|less))?[\s-]*(?:an?\s+)?(?:"
    + "|".join(f"({pattern})" for pattern in UNITS.values())
    + r")(?!\w)"
)
# What stands between the two numbers of a range, and between others that share a unit.
BETWEEN = re.compile(
    r"-?\s*(?:(?P<range>to|[-–—−])|or|and)\s*(?:(?:under|over|about|nearly|almost)\s+)?"
)
POINTING = re.compile(
    r"\b(?:the|th[eo]se|this|that|both|all|either|neither|each|your|our|their|its|other)\s+\Z",
    re.IGNORECASE,
)
# Words before a whole number that let it stand for one with decimals, and how that is rounded.
ROUGHLY = re.compile(
    r"""\b (?: (?P<ceiling> under|less[ ]than|nearly|almost ) | (?P<floor> over|more[ ]than )
    | (?P<nearest> about|around|roughly|some|at[ ]least|up[ ]to ) )
    \s+ (?: (?:an?|the|last|first|next) \s+ )* \Z""",
    re.VERBOSE | re.IGNORECASE,
)
ROUNDING = {"ceiling": ROUND_CEILING, "floor": ROUND_FLOOR, "nearest": ROUND_HALF_UP}


class Number(NamedTuple):
    """A number, as a text has it and as a value, with its unit, and how it was rounded; or not."""

    words: str
    value: Decimal
    unit: str = ""
    rounding: str = ""
    # Whether the next number is the other end of the same range.
    opens_range: bool = False

    def is_among(self, others: Iterable["Number"]) -> bool:
        """Whether one of the others says the same; one without a unit goes with any."""
        return any(
            self._is_told(other.value)
            and (self.unit == other.unit or not self.unit or not other.unit)
            for other in others
        )

    def _is_told(self, value: Decimal) -> bool:
        if self.rounding and self.value == self.value.to_integral_value():
            return self.value == value.to_integral_value(ROUNDING[self.rounding])
        return self.value == value


def in_ranges(found: Iterable[Number]) -> Iterator[list[Number]]:
    """Numbers one by one, but the two ends of a range together."""
    together: list[Number] = []
    for number in found:
        together.append(number)
        if not number.opens_range:
            yield together
            together = []
    if together:
        yield together


@lru_cache(maxsize=2048)
def numbers(text: str, names: frozenset[str] = frozenset()) -> tuple[Number, ...]:
    """The numbers of a text, in order; those inside one of the names are left out."""
    text = NO_QUANTITY.sub("_", _any_of(names).sub("_", text))
    found: list[Number] = []
    following: re.Match[str] | None = None
    unit = ""
    # From the last to the first: in “12 to 24 hours” the twelve takes its unit from behind it.
    for match in reversed(list(NUMBER.finditer(text))):
        joined = BETWEEN.fullmatch(text, match.end(), following.start()) if following else None
        if measured := UNIT.match(text, match.end()):
            unit = list(UNITS)[measured.lastindex - 1]
        elif not joined:
            unit = ""
        following = match
        if unit or not _is_no_quantity(match, is_joined=joined is not None):
            opens_range = bool(joined and joined["range"])
            found.append(_number(match, unit)._replace(opens_range=opens_range))
    return tuple(reversed(found))


@lru_cache(maxsize=8)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    with_numbers = [name for name in names if any(letter.isdigit() for letter in name)]
    longest_first = sorted(with_numbers, key=len, reverse=True)
    choices = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)" if choices else r"(?!)", re.IGNORECASE)


def _number(match: re.Match[str], unit: str) -> Number:
    words = match.group()
    roughly = ROUGHLY.search(match.string, 0, match.start())
    rounding = roughly.lastgroup if roughly else ""
    match match.lastgroup:
        case "phone":
            return Number(words, Decimal(words.replace("-", "")), PHONE)
        case "clock":
            return Number(words, Decimal(words.replace(":", ".")), CLOCK)
        case "part" | "a_part" as group:
            return Number(words, PARTS[match[group].lower().replace("-", " ")], unit, rounding)
        case "digits":
            return Number(words, Decimal(words.replace(",", "")), unit, rounding)
    return Number(words, WORDS[words.lower()], unit, rounding)


def _is_no_quantity(match: re.Match[str], *, is_joined: bool) -> bool:
    """Whether a number without a unit counts nothing."""
    words = match.group().lower()
    if match["digits"]:
        # A number of thousands of digits is more than int() takes.
        return words.isdigit() and len(words) == 4 and int(words) in YEARS
    if is_joined or match["a_part"]:
        return False
    return words == "one" or POINTING.search(match.string, 0, match.start()) is not None
