"""What each page costs with so many guides: queries, time and length, side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.runner import DiscoverRunner
from django.utils import timezone

from guides import publishing, version
from tests.many.content import grow
from tests.many.pages import Page, Pages
from tests.many.visiting import Visitor, worked

TIMES = 5
# What takes so long is not done over and over, in seconds.
SLOW = 2.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page took: queries, milliseconds of work (the median), bytes before compression."""

    queries: int
    milliseconds: float
    length: int

    def __str__(self) -> str:
        return f"{self.queries} / {self.milliseconds:,.0f} ms / {self.length / 1000:,.0f} kB"


def run(sizes: Iterable[int], say: Callable[[str], object]) -> str:
    """Measure at each size, on a database that is made for it and then goes; the table."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    columns: dict[int, dict[str, Cost]] = {}
    try:
        call_command("load_content", quiet=True)
        account = User.objects.create_superuser("many-editor", password=None)
        for size in sorted(sizes):
            starts_at = worked()
            grow(size)
            _tidy()
            say(f"{size:,} guides made with {worked() - starts_at:.0f} s of work")
            columns[size] = _measured(size, account, say)
    finally:
        runner.teardown_databases(databases)
    return _table(columns)


def _tidy() -> None:
    """Let the database know how many rows there are now, as its own housekeeping would.

    PostgreSQL would else leave work of so many writes to the first who read.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")


def _measured(size: int, account: User, say: Callable[[str], object]) -> dict[str, Cost]:
    pages = Pages(size, Visitor(), Visitor.signed_in(account))
    costs = {}
    for page in pages.all():
        costs[page.name] = _cost(page, pages)
        say(f"{page.name}: {costs[page.name]}")
    return costs | {
        "look for due drafts": _cost_of(lambda: publishing.publish_due(timezone.now())),
        "look at the version": _cost_of(version.current),
    }


def _cost(page: Page, pages: Pages) -> Cost:
    first = page.act()
    if first.status != page.status:
        raise ValueError(f"{page.name}: answered with {first.status}, not with {page.status}")
    for visitor in (pages.reader, pages.editor):
        visitor.counts_queries = True
    counted = page.act()
    for visitor in (pages.reader, pages.editor):
        visitor.counts_queries = False
    times = 1 if first.seconds > SLOW else TIMES
    seconds = [page.act().seconds for _ in range(times)]
    return Cost(len(counted.queries), median(seconds) * 1000, len(counted.body))


def _cost_of(act: Callable[[], object]) -> Cost:
    seconds = []
    for _ in range(TIMES):
        starts_at = worked()
        act()
        seconds.append(worked() - starts_at)
    return Cost(1, median(seconds) * 1000, 0)


def _table(columns: dict[int, dict[str, Cost]]) -> str:
    """The costs as a table in Markdown, a column for each size."""
    sizes = list(columns)
    lines = [
        f"| {connection.vendor}: queries / time / length | "
        + " | ".join(f"{size:,} guides" for size in sizes)
        + " |",
        "| --- |" + " ---: |" * len(sizes),
    ]
    lines += [
        f"| {name} | " + " | ".join(str(columns[size][name]) for size in sizes) + " |"
        for name in columns[sizes[0]]
    ]
    return "\n".join(lines)
