"""People, evidence and moments that planner tests speak of, and strategies that make more."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from hypothesis import assume
from hypothesis import strategies as st

from planner.core.clock import SkippedTimeError, coming_night
from planner.core.evidence import CLAIMS, Evidence
from planner.core.plan import Plan, build_plan
from planner.core.screening import Kind, SafetyFactor, Severity
from planner.core.values import (
    Activity,
    Answers,
    Basis,
    Caffeine,
    Certainty,
    Effort,
    Goal,
    Kratom,
    Product,
    SoreWhen,
    Source,
    Statement,
    Verdict,
    WarningSign,
)

CONTENT = Path(__file__).parents[3] / "guides" / "content"
LONDON = ZoneInfo("Europe/London")
ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "Europe/London",
        "Asia/Kathmandu",
        "Australia/Sydney",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Antarctica/Troll",
        "UTC",
    )
]


def at(day: str, clock: str, zone: ZoneInfo = LONDON, *, fold: int = 0) -> datetime:
    """A moment in UTC, written as a zone's own clocks show it: at("2026-11-24", "18:00")."""
    local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone, fold=fold)
    return local.astimezone(UTC)


def an_evening_lifter(**changes: Any) -> Answers:
    """Lifted hard and new until 18:00 on a Tuesday in London; bed 22:30, up 06:30; no kratom."""
    return Answers(
        **{
            "asked_at": at("2026-11-24", "18:10"),
            "zone": LONDON,
            "activity": Activity.LIFTING,
            "effort": Effort.HARD,
            "unaccustomed": True,
            "finished_at": at("2026-11-24", "18:00"),
            "soreness": 1,
            "sore_when": frozenset({SoreWhen.NIGHT}),
            "goal": Goal.MUSCLE_GROWTH,
            "bedtime": at("2026-11-24", "22:30"),
            "wake_time": at("2026-11-25", "06:30"),
            "caffeine": Caffeine.COFFEE_OR_TEA,
            **changes,
        }
    )


def asking_about_leaf(**changes: Any) -> Answers:
    """The same lifter at nine in the morning, before the session, asking about plain leaf."""
    return an_evening_lifter(
        **{
            "asked_at": at("2026-11-24", "09:00"),
            "kratom": Kratom.CONSIDERING,
            "product": Product.LEAF,
            **changes,
        }
    )


@cache
def shipped_statements() -> dict[str, Statement]:
    """The claims of the content files that rules read, by key."""
    rows = yaml.safe_load((CONTENT / "claims.yaml").read_text())
    return {row["key"]: _statement(row) for row in rows if row["key"] in CLAIMS}


def shipped_evidence(**changed: Statement | None) -> Evidence:
    """The shipped evidence, with claims replaced, or left out by None; underscores for dashes."""
    statements = shipped_statements() | {
        key.replace("_", "-"): statement for key, statement in changed.items()
    }
    return Evidence(statement for statement in statements.values() if statement is not None)


@cache
def shipped_factors() -> tuple[SafetyFactor, ...]:
    """The safety factors of the content files."""
    rows = yaml.safe_load((CONTENT / "safety-factors.yaml").read_text())
    return tuple(
        SafetyFactor(
            key=row["key"],
            kind=Kind(row["kind"]),
            examples=tuple(row["examples"]),
            label=row["label"],
            severity=Severity(row["severity"]),
            why=row["why"],
            sources=tuple(Source(short=key, seen=True) for key in row["sources"]),
        )
        for row in rows
    )


def plan_for(answers: Answers, evidence: Evidence | None = None) -> Plan:
    """Somebody's plan, from the shipped factors and the shipped evidence or another."""
    return build_plan(answers, evidence or shipped_evidence(), shipped_factors())


def keys_of(severity: Severity) -> list[str]:
    """The keys of the shipped factors of one severity."""
    return [factor.key for factor in shipped_factors() if factor.severity is severity]


def _statement(row: dict[str, Any]) -> Statement:
    return Statement(
        claim=row["key"],
        statement=row["statement"],
        verdict=Verdict(row["verdict"]),
        certainty=Certainty(row["certainty"]),
        basis=Basis(row["basis"]) if row["basis"] else None,
        low=None if row["low"] is None else Decimal(str(row["low"])),
        high=None if row["high"] is None else Decimal(str(row["high"])),
        unit=row["unit"],
        reviewed_on=row["reviewed_on"],
    )


FACTOR_KEYS = st.sampled_from([factor.key for factor in shipped_factors()])
CLOCKS = st.times(max_value=time(23, 59)).map(lambda clock: clock.replace(second=0, microsecond=0))


@st.composite
def everybody(draw: st.DrawFn, **fixed: Any) -> Answers:
    """Anybody at all: any zone, hour, session and night, whatever they say of kratom and safety."""
    zone = draw(st.sampled_from(ZONES))
    asked_at = draw(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1))).replace(
        second=0, microsecond=0, tzinfo=UTC
    )
    finished_at = asked_at + timedelta(minutes=draw(st.integers(-14 * 1440, 14 * 1440)))
    try:
        bedtime, wake_time = coming_night(
            draw(CLOCKS), draw(CLOCKS), max(asked_at, finished_at), zone
        )
    except SkippedTimeError:
        assume(False)
    assume(timedelta(hours=1) <= wake_time - bedtime <= timedelta(hours=16))
    kratom = fixed.pop("kratom", draw(st.sampled_from(Kratom)))
    given = {
        "asked_at": asked_at,
        "zone": zone,
        "activity": draw(st.sampled_from(Activity)),
        "effort": draw(st.sampled_from(Effort)),
        "unaccustomed": draw(st.booleans()),
        "finished_at": finished_at,
        "soreness": draw(st.integers(0, 10)),
        "sore_when": draw(st.frozensets(st.sampled_from(SoreWhen))),
        "goal": draw(st.sampled_from(Goal)),
        "warning_signs": draw(
            st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(WarningSign)))
        ),
        "bedtime": bedtime,
        "wake_time": wake_time,
        "caffeine": draw(st.sampled_from(Caffeine)),
        "kratom": kratom,
        "product": None if kratom is Kratom.NO else draw(st.sampled_from(Product)),
        "conditions": draw(st.one_of(st.just(frozenset()), st.frozensets(FACTOR_KEYS, max_size=3))),
        "medicines": draw(st.one_of(st.just(frozenset()), st.frozensets(FACTOR_KEYS, max_size=3))),
    }
    return Answers(**{**given, **fixed})


def who_may_see_kratom_times(**fixed: Any) -> st.SearchStrategy[Answers]:
    """Anybody who asks about plain leaf and whom nothing stops, old soreness included."""
    return everybody(
        soreness=0,
        kratom=Kratom.CONSIDERING,
        product=Product.LEAF,
        warning_signs=frozenset(),
        conditions=frozenset(),
        medicines=frozenset(),
        **fixed,
    )
