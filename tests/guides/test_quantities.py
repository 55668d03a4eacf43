"""Numbers in words."""

from decimal import Decimal

import pytest

from guides.quantities import in_words


@pytest.mark.parametrize(
    ("low", "high", "unit", "since", "words"),
    [
        ("12.000", "24.000", "hours", "after waking", "12 to 24 hours after waking"),
        ("8.800", "8.800", "hours", "before bedtime", "8.8 hours before bedtime"),
        ("1.000", "1.000", "hours", "before bedtime", "1 hour before bedtime"),
        ("0.000", "1.000", "hours", "after the session ends", "0 to 1 hour after the session ends"),
        ("11.000", "15.000", "degrees-celsius", "", "11 to 15 °C"),
        ("3.900", "62.100", "mg per g of product", "", "3.9 to 62.1 mg per g of product"),
        ("87.000", "93.000", "% of cases", "", "87 to 93% of cases"),
        ("40.000", None, "alkaloids", "", "at least 40 alkaloids"),
        (None, "4.000", "g a day", "", "up to 4 g a day"),
        ("-0.040", "0.470", "SMD", "", "−0.04 to 0.47 SMD"),
        ("1260.000", "1260.000", "nM", "", "1260 nM"),
        (None, None, "hours", "before bedtime", ""),
    ],
)  # fmt: skip
def test_a_range_is_said_as_a_reader_would_say_it(low, high, unit, since, words):
    low, high = (None if number is None else Decimal(number) for number in (low, high))

    assert in_words(low, high, unit, since) == words
