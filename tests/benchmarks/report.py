"""What was measured, as Markdown: docs/performance.md has a copy."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.cases import AS_A_FILE, BARE, KEPT, Case, Server
from tests.benchmarks.in_process import Queries, Seconds
from tests.benchmarks.served import Measured, Outcome

HEAD = (
    "",
    "a second",
    "share",
    "median ms",
    "alone ms",
    "CPU ms",
    "queries",
    "body",
    "head",
    "goal",
)


def report(
    outcome: Outcome, queries: Mapping[Case, Queries], computed: Seconds, after_an_edit: float
) -> str:
    """The tables, and what stands beside them."""
    of = {measured.case: measured for measured in outcome.measured}
    bare, file = of[BARE], of[AS_A_FILE]
    tables = []
    for heading, cases, yardstick in (
        ("Kept pages", [BARE, *KEPT], bare),
        ("Drawn, on SQLite", _drawn(of, Server.SQLITE), bare),
        ("Drawn, on PostgreSQL", _drawn(of, Server.POSTGRESQL), bare),
        ("Through nginx, whose own CPU is told", _drawn(of, Server.NGINX), file),
    ):
        rows = [_row(of[case], yardstick, bare, queries.get(case)) for case in cases]
        tables.append(f"### {heading}\n\n{_table([HEAD, *rows])}")
    worker = ", ".join(f"{each:.0f}" for each in outcome.megabytes)
    at_first = ", ".join(f"{each:.0f}" for each in outcome.megabytes_at_first)
    return "\n\n".join(
        [
            *tables,
            f"A plan is computed in {computed.from_typed * 1000:.1f} ms (goal: under 5), "
            f"{computed.core * 1000:.1f} ms of it in the core.",
            f"The first drawing of a guide after an edit costs {after_an_edit * 1000:.1f} ms CPU.",
            f"Memory of each worker: {at_first} MB at first, {worker} MB in the end. "
            f"First guide {outcome.first_guide_after:.1f} s after the start of gunicorn.",
        ]
    )


def _drawn(of: Mapping[Case, Measured], server: Server) -> list[Case]:
    return [case for case in of if case.server is server and case not in KEPT]


def _row(
    found: Measured, yardstick: Measured, bare: Measured, queries: Queries | None
) -> tuple[str, ...]:
    case, share = found.case, found.rate / yardstick.rate
    times_bare = found.milliseconds_alone / bare.milliseconds_alone
    goals = [
        _goal(share, case.rate_at_least, "share", is_least=True),
        _goal(times_bare, case.time_at_most, "× the bare view, alone", is_least=False),
        _goal(found.cpu_milliseconds, case.cpu_at_most, "ms CPU", is_least=False),
        _goal(queries.first if queries else 0, case.queries_at_most, "queries", is_least=False),
    ]
    return (
        case.name,
        f"{found.rate:,.0f}",
        f"{share:.2f}",
        f"{found.milliseconds:.2f}",
        f"{found.milliseconds_alone:.2f}",
        f"{found.cpu_milliseconds:.2f}",
        f"{queries.first}, then {queries.next}" if queries else "",
        f"{found.body:,}",
        f"{found.head:,}",
        "; ".join(filter(None, goals)),
    )


def _goal(value: float, goal: float | None, unit: str, *, is_least: bool) -> str:
    if goal is None:
        return ""
    is_met = value >= goal if is_least else value <= goal
    sign = "≥" if is_least else "≤"
    return f"{'met' if is_met else 'MISSED'}: {value:.3g}, {sign} {goal:g} {unit}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    lines = [head, ["---", *["---:"] * (len(head) - 2), "---"], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
