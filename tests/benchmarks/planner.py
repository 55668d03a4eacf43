"""How long the planner takes, and how much it asks of the database, beside a bare view."""

from datetime import UTC, datetime

import time_machine
from django.core.management import call_command
from django.test.runner import DiscoverRunner
from django.urls import Resolver404, resolve
from django.utils import timezone

from planner.core.plan import Plan, build_plan
from planner.evidence import knowledge
from planner.forms import PlannerForm
from recovery_site.wsgi import application
from tests.benchmarks.timing import Case, Request, asked, measure, table
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER, as_posted

# When the answers of tests are given.
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECONDS = 15.0

# Name, address, what is typed, and the status of the answer.
PAGES = (
    ("bare view, 20 kB", "/bare/", None, 200),
    ("form", "/planner/", None, 200),
    ("plan, no kratom", "/planner/", EVENING_LIFTER, 200),
    ("plan, leaf let through", "/planner/", ASKING_ABOUT_LEAF, 200),
    ("plan, screened out", "/planner/", ASKING_ABOUT_LEAF | {"medicines": ["opioids"]}, 200),
    ("form with a mistake", "/planner/", ASKING_ABOUT_LEAF | {"wake_time": "half 6"}, 422),
    ("calendar", "/planner/calendar/", ASKING_ABOUT_LEAF, 200),
    ("consult sheet", "/planner/consult-sheet/", ASKING_ABOUT_LEAF, 200),
)


def run() -> str:
    """Time it all on a database that is made for it and then goes; the table and the goals."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        call_command("load_content", quiet=True)
        with time_machine.travel(MORNING, tick=True):
            return _measured()
    finally:
        runner.teardown_databases(databases)


def _measured() -> str:
    there = [page for page in PAGES if _is_there(page[1])]
    pages = {
        name: asked(name, Request(application, path, typed), status=status)
        for name, path, typed, status in there
    }
    from_typed = Case("computed from what was typed", _compute)
    core = Case("build_plan alone", _only_the_core())
    cases = [*pages.values(), from_typed, core]
    measure(cases, seconds=SECONDS)
    plan = pages["plan, leaf let through"]
    notes = [f"No such address yet: {page[1]}" for page in PAGES if page not in there]
    return "\n".join(
        [
            f"Milliseconds, warm, {len(plan.seconds)} times each in turns; gzip included",
            "",
            table(cases),
            "",
            f"A plan is computed in {from_typed.milliseconds:.1f} ms (goal: under 5) and answered "
            f"with {plan.queries} queries (goal: at most 3).",
            *notes,
        ]
    )


def _is_there(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _compute() -> Plan:
    """What the view does between request and template."""
    now = timezone.now()
    known = knowledge(now.date())
    form = PlannerForm(as_posted(ASKING_ABOUT_LEAF), factors=known.factors, asked_at=now)
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    return build_plan(form.to_answers(), known.evidence, known.factors)


def _only_the_core():
    now = timezone.now()
    known = knowledge(now.date())
    answers = _compute().answers
    return lambda: build_plan(answers, known.evidence, known.factors)
