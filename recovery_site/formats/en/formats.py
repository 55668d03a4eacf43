"""How dates and times read, on public pages and in the admin; Django finds it by its name.

Inputs show a date as ISO 8601 writes it: no reader takes the month for the day.
"""

DATE_FORMAT = "j F Y"  # 26 November 2026
TIME_FORMAT = "H:i"  # 18:30
DATETIME_FORMAT = f"{DATE_FORMAT}, {TIME_FORMAT}"
SHORT_DATE_FORMAT = DATE_FORMAT
SHORT_DATETIME_FORMAT = DATETIME_FORMAT
MONTH_DAY_FORMAT = "j F"

# The first is how an input shows a date; the other is understood too. Not 02/03/2026, which is one
# day in Boston and another in Bristol.
DATE_INPUT_FORMATS = ("%Y-%m-%d", "%d %B %Y")
