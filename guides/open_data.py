"""The evidence as open data: one document that holds all of it, and its JSON Schema.

Of very much evidence it is several documents, the first of which has the address of the one; each
has the sources behind its own claims and words, and says where the next one is.
"""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from guides.addresses import public
from guides.models import Claim, PopularClaim, Source, Term
from guides.models.dated import Dated
from guides.project import LICENCE, LICENCE_ADDRESS, NAME

SCHEMA = Path(__file__).resolve().parent / "evidence.schema.json"

# So many rows of each kind stand in one document.
A_PART = 1_000

Record = dict[str, Any]

TERMS_OF_USE = {"name": LICENCE, "url": LICENCE_ADDRESS, "attribution": NAME}


def schema() -> bytes:
    """The JSON Schema that every document keeps to."""
    return SCHEMA.read_bytes()


def document(part: int = 1) -> Record | None:
    """Published claims, what people say, the sources behind them, and the glossary.

    All of it where that is no more than A_PART of each; else one part. None if there is no such.
    """
    kinds = [
        _part(Claim.objects.published().in_reading_order().prefetch_related("sources"), part),
        _part(Term.objects.prefetch_related("sources"), part),
        _part(PopularClaim.objects.checked(), part),
    ]
    if part > 1 and not any(kinds):
        return None
    is_last = all(len(rows) <= A_PART for rows in kinds)
    claims, terms, popular = (rows[:A_PART] for rows in kinds)
    sources = {source for row in (*claims, *terms) for source in row.sources.all()}
    return {
        "$schema": public(reverse("evidence:schema")),
        "title": f"{NAME}: the evidence",
        "description": (
            "What studies show about muscle soreness, kratom and sleep: graded claims with their "
            "sources, what people say beside them, and a glossary. Information, not advice: talk "
            "to a doctor or pharmacist before you act on it."
        ),
        "licence": TERMS_OF_USE,
        "home": public(reverse("evidence:list")),
        "next": None if is_last else public(f"{reverse('evidence:data')}?part={part + 1}"),
        "changed_at": _latest(*claims, *popular, *sources, *terms),
        # No clinician has gone through the evidence as a whole yet.
        "reviewed_by": None,
        "claims": [_claim(claim) for claim in claims],
        "popular_claims": [_popular_claim(said) for said in popular],
        "sources": [_source(source) for source in sorted(sources, key=lambda source: source.key)],
        "terms": [_term(term) for term in terms],
    }


def _part(rows: QuerySet, number: int) -> list:
    """The rows of a part, and one more if it is not the last."""
    first = (number - 1) * A_PART
    return list(rows[first : first + A_PART + 1])


def _claim(claim: Claim) -> Record:
    return {
        "key": claim.key,
        "url": public(claim.get_absolute_url()),
        "topic": claim.topic,
        "statement": claim.statement,
        "quantity": _claim_quantity(claim),
        "verdict": claim.verdict,
        "certainty": claim.certainty,
        "sources": sorted(source.key for source in claim.sources.all()),
        "reviewed_on": claim.reviewed_on,
        "review_due_on": claim.review_due_on,
    }


def _claim_quantity(claim: Claim) -> Record | None:
    if not claim.quantity_in_words:
        return None
    return {
        "low": _number(claim.low),
        "high": _number(claim.high),
        "unit": claim.unit,
        "basis": claim.basis or None,
        "counted_from": claim.counted_from or None,
        "floor": _number(claim.floor),
        "ceiling": _number(claim.ceiling),
        "words": claim.quantity_in_words,
    }


def _popular_claim(said: PopularClaim) -> Record:
    return {
        "key": said.key,
        "url": public(said.get_absolute_url()),
        "says": said.says,
        "where": said.where,
        "quantity": _popular_quantity(said),
        "evidence_says": said.evidence_says,
        "verdict": said.verdict,
        "certainty": said.certainty,
        "claims": [claim.key for claim in said.claims.all()],
    }


def _popular_quantity(said: PopularClaim) -> Record | None:
    if not said.quantity_in_words:
        return None
    return {
        "low": _number(said.low),
        "high": _number(said.high),
        "unit": said.unit,
        "words": said.quantity_in_words,
    }


def _source(source: Source) -> Record:
    return {
        "key": source.key,
        "title": source.title,
        "authors": source.authors,
        "year": source.year,
        "publisher": source.publisher,
        "doi": source.doi or None,
        "url": source.address or None,
        "kind": source.kind,
        "seen": source.seen,
        "read": source.read or None,
        "funding": source.funding,
        "note": source.note,
    }


def _term(term: Term) -> Record:
    return {
        "key": term.key,
        "url": public(term.get_absolute_url()),
        "name": term.name,
        "also": term.also,
        "meaning": term.meaning,
        "sources": sorted(source.key for source in term.sources.all()),
    }


def _number(number: Decimal | None) -> int | float | None:
    """A number as JSON has it, without the zeros that the database adds."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _latest(*rows: Dated) -> datetime | None:
    """The moment of the last change to any of the rows; None if there are none."""
    return max((row.changed_at for row in rows), default=None)
