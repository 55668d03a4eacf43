"""What tests of check_content start from: one guide, in which nothing is wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import time_machine

from guides.checking import shelf
from guides.models import Section
from guides.search import index
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    NoticeFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)
from tests.planner.factories import SafetyFactorFactory

DAY = date(2026, 2, 1)

WHAT = """\
It is worst two to three days later.[@trial] It [fades](term:ache) in a week.

::: claim peak
:::

::: popular saying
:::

::: care emergency Call for help
Call 911 or 112 for:[@trial]

- chest pain
:::

See [below](#ask-a-professional), [the top](/guides/soreness/#points), [all](/evidence/peak/) and
[more](/planner/).

"""


@contextmanager
def a_sound_guide() -> Iterator[None]:
    """Readers see one guide, in which nothing is wrong; the day is DAY."""
    with time_machine.travel(datetime(2026, 2, 1, 13, tzinfo=UTC), tick=False):
        trial = SourceFactory(key="trial", read="whole", doi="10.1000/xyz")
        peak = ClaimFactory(
            key="peak", statement="It is worst 2 to 3 days later.", sources=[trial],
            low=24, high=72, unit="hours",
        )  # fmt: skip
        PopularClaimFactory(key="saying", says="It takes five grams.", claims=[peak])
        TermFactory(key="ache", name="Ache")
        NoticeFactory(
            key="consult", kind="consult", headline="Ask a doctor.", body="Call 911 or 112."
        )
        SafetyFactorFactory(key="age", reviewed_on=date(2026, 1, 15)).sources.add(trial)
        guide = GuideFactory(slug="soreness", key_points="- It fades.[@trial]")
        SectionFactory(guide=guide, slug="what", body=WHAT + "Rest is good.[@trial] " * 320)
        for slug in ("if-you-do-nothing", "what-is-not-known", "ask-a-professional"):
            SectionFactory(guide=guide, slug=slug, body="We do not know.\n\nIt fades.[@trial]")
        index.bring_up_to_date()
        yield


def found(check: Callable) -> list[str]:
    """What a check has to say."""
    return [str(finding) for finding in check(shelf(DAY))]


def write(words: str, **fields: object) -> None:
    """Put words into the section on what is not known, which shows no card."""
    Section.objects.filter(slug="what-is-not-known").update(body=words, **fields)
