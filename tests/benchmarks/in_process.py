"""What can be counted and timed without a server: queries, and the sums of a plan."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guides import lookout, version
from planner.core.plan import Plan, build_plan
from planner.evidence import knowledge
from planner.forms import PlannerForm
from tests.benchmarks.cases import DRAWN, GUIDE, LEAF, Case
from tests.planner.typed import as_posted

TIMES = 200
EDITS = 30


class Queries(NamedTuple):
    """Of a request, where nothing was read before; and of the next one."""

    first: int
    next: int


class Seconds(NamedTuple):
    """Of a plan, from what was typed, and of the core alone."""

    from_typed: float
    core: float


@contextmanager
def content() -> Iterator[None]:
    """The shipped content, in a database that is made for it and then goes."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        call_command("load_content", quiet=True)
        yield
    finally:
        runner.teardown_databases(databases)


def queries(cases: Sequence[Case]) -> dict[Case, Queries]:
    """How much each case asks of the database; the look for the version is not its own."""
    return {case: Queries(*_queries(case)) for case in cases}


def _queries(case: Case) -> Iterator[int]:
    client = Client(headers=case.headers)
    # Another version, under which nothing is kept; and a process that knows it.
    version.move()
    lookout.seen()
    for _ in Queries._fields:
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(case.path, case.typed) if case.typed else client.get(case.path)
        # Asked for without an ETag, what has not changed is sent.
        if answer.status_code not in (case.status, 200):
            raise ValueError(f"{case.name}: {answer.status_code}, not {case.status}")
        yield len(asked)


def guide_after_an_edit() -> float:
    """What a guide costs a processor when nothing that it says is kept, in seconds: the median."""
    client, seconds = Client(), []
    for _ in range(EDITS):
        version.move()
        lookout.seen()
        starts_at = process_time()
        client.get(f"{GUIDE}{DRAWN}")
        seconds.append(process_time() - starts_at)
    return median(seconds)


def computed() -> Seconds:
    """How long a plan takes to compute, in seconds: the medians."""
    now = timezone.now()
    known = knowledge(now.date())
    answers = _plan().answers
    return Seconds(
        from_typed=_median(_plan),
        core=_median(lambda: build_plan(answers, known.evidence, known.factors)),
    )


def _plan() -> Plan:
    """What the view does between request and template."""
    now = timezone.now()
    known = knowledge(now.date())
    form = PlannerForm(as_posted(LEAF), factors=known.factors, asked_at=now)
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    return build_plan(form.to_answers(), known.evidence, known.factors)


def _median(act: Callable[[], object]) -> float:
    seconds = []
    for _ in range(TIMES):
        starts_at = perf_counter()
        act()
        seconds.append(perf_counter() - starts_at)
    return median(seconds)
