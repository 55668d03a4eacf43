"""What the database knows, as the values that the planner's core reads."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from guides import version
from guides.models import Claim
from guides.passages import passages
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


def knowledge(on: date) -> Knowledge:
    """What is known on a day: the overdue claims carry no line.

    One query, as long as this process has read it under the content's version. Call it once a
    request, so that form and plan agree.
    """
    current = version.current()
    return _read(on) if current is None else _kept(current, on)


# Two: requests that began before a change, or before midnight, may still be on their way. Threads
# share what is kept, and nothing in it can be changed.
@lru_cache(maxsize=2)
def _kept(current: str, on: date) -> Knowledge:
    return _read(on)


def _read(on: date) -> Knowledge:
    return Knowledge(evidence=_evidence(on), factors=_factors())


def _evidence(on: date) -> Evidence:
    claims = list(Claim.objects.published().filter(key__in=CLAIMS).prefetch_related("sources"))
    shown = passages(CLAIMS)
    return Evidence(
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
                passage=shown[claim.key][0].address if claim.key in shown else "",
            )
            for claim in claims
        ],
        overdue=[claim.key for claim in claims if claim.is_overdue(on - REVIEW_GRACE)],
    )


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
