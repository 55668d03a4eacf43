"""What the database knows, as the values that the planner's core reads."""

from datetime import date, timedelta

from guides.models import Claim
from guides.passages import passages
from planner.core.evidence import CLAIMS, Evidence
from planner.core.screening import SafetyFactor, Severity
from planner.core.values import Basis, Certainty, Source, Statement, Verdict
from planner.models import SafetyFactor as SafetyFactorRow

# How long past its review date a claim may still carry a line of a plan.
REVIEW_GRACE = timedelta(days=90)


def current_evidence(on: date) -> Evidence:
    """The published claims that rules read, as of a day; the overdue ones carry no line."""
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
                sources=_sources(claim),
                passage=shown[claim.key][0].address if claim.key in shown else "",
            )
            for claim in claims
        ],
        overdue=[claim.key for claim in claims if claim.is_overdue(on - REVIEW_GRACE)],
    )


def current_factors() -> list[SafetyFactor]:
    """Every safety factor, for screening."""
    return [
        SafetyFactor(
            key=row.key,
            label=row.label,
            severity=Severity(row.severity),
            why=row.why,
            sources=_sources(row),
        )
        for row in SafetyFactorRow.objects.prefetch_related("sources")
    ]


def _sources(row: Claim | SafetyFactorRow) -> tuple[Source, ...]:
    return tuple(
        Source(short=source.short, seen=source.seen, address=source.address)
        for source in row.sources.all()
    )
