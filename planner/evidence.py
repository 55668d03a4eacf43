"""What the database knows, as the values that the planner's core reads."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from guides import lookout
from guides.models import Claim
from guides.passages import Passage, passages
from planner.core.evidence import CLAIMS, Evidence
from planner.core.screening import Kind, SafetyFactor, Severity
from planner.core.values import Basis, Certainty, Source, Statement, Verdict
from planner.models import SafetyFactor as SafetyFactorRow

# How long past its review date a claim may still carry a line of a plan.
REVIEW_GRACE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The published claims that rules read, and every safety factor in the form's order."""

    evidence: Evidence
    factors: tuple[SafetyFactor, ...]


class Rows(NamedTuple):
    """What was read for it, of no day: the claims, where guides show them, and the factors."""

    claims: list[Claim]
    passages: dict[str, list[Passage]]
    factors: tuple[SafetyFactor, ...]


def knowledge(on: date) -> Knowledge:
    """What is known on a day: the overdue claims carry no line.

    Asks the database once for each version of the content, and each time where none is known. Call
    it once a request, so that form and plan agree.
    """
    seen = lookout.seen()
    return _known(_read(), on) if seen is None else _kept(seen.version, on)


# Two: requests that began before a change, or before midnight, may still be on their way. Threads
# share what is kept, and nothing in it can be changed.
@lru_cache(maxsize=2)
def _kept(version: str, on: date) -> Knowledge:
    return _known(_kept_rows(version), on)


# Of no day, so that a new one needs no database.
@lru_cache(maxsize=2)
def _kept_rows(version: str) -> Rows:
    return _read()


def _read() -> Rows:
    return Rows(
        claims=list(Claim.objects.published().filter(key__in=CLAIMS).prefetch_related("sources")),
        passages=passages(CLAIMS),
        factors=_factors(),
    )


def _known(rows: Rows, on: date) -> Knowledge:
    evidence = Evidence(
        [
            Statement(
                claim=claim.key,
                statement=claim.statement,
                verdict=Verdict(claim.verdict),
                certainty=Certainty(claim.certainty),
                basis=Basis(claim.basis) if claim.basis else None,
                low=claim.low,
                high=claim.high,
                unit=claim.unit,
                reviewed_on=claim.reviewed_on,
                overdue_since=claim.review_due_on if claim.is_overdue(on) else None,
                sources=_sources(claim),
                passage=rows.passages[claim.key][0].address if claim.key in rows.passages else "",
            )
            for claim in rows.claims
        ],
        overdue=[claim.key for claim in rows.claims if claim.is_overdue(on - REVIEW_GRACE)],
    )
    return Knowledge(evidence, rows.factors)


def _factors() -> tuple[SafetyFactor, ...]:
    return tuple(
        SafetyFactor(
            key=row.key,
            kind=Kind(row.kind),
            label=row.label,
            examples=tuple(row.examples),
            severity=Severity(row.severity),
            why=row.why,
            sources=_sources(row),
        )
        for row in SafetyFactorRow.objects.prefetch_related("sources")
    )


def _sources(row: Claim | SafetyFactorRow) -> tuple[Source, ...]:
    return tuple(
        Source(short=source.short, seen=source.seen, address=source.address)
        for source in row.sources.all()
    )
