"""What the texts of a guide mention, fetched in two or three queries however much that is."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import F, QuerySet, Value

from guides.choices import Certainty
from guides.citations import Backed, Citations
from guides.markdown import Keys, mentioned
from guides.models import Claim, PopularClaim, Source, Term

# What the card of a popular claim shows.
SHOWN = ("key", "says", "evidence_says", "verdict")


# Which table a row is from, where one query asks two.
SOURCE, TERM = "source", "term"


class Statements(NamedTuple):
    """Published claims and popular claims by key, and which of the claims answer which saying."""

    claims: dict[str, Claim]
    popular: dict[str, PopularClaim]
    answers: dict[str, list[str]]


class Named(NamedTuple):
    """Sources and terms by key, and the sources of each claim by the claim's."""

    sources: dict[str, Source]
    carriers: dict[str, list[Source]]
    terms: dict[str, Term]


def citations_for(*texts: str, list_at: str = "", on: date | None = None) -> Citations:
    """The sources, published claims, popular claims and terms that the texts mention.

    A popular claim rests on the sources of the published claims that answer it, and is as sure as
    the least sure of them; one that none answers is left out. The reference list stands on the
    same page, or at `list_at`: then no more is read of a source than its key, which spares a query.
    What is overdue for review is so on a day; without one nothing is.
    """
    keys = mentioned(*texts)
    claims, popular, answers = _statements(keys)
    sources, carriers, terms = _by_key(keys, claims) if list_at else _whole(keys, claims)
    return Citations(
        sources=sources,
        claims={
            key: Backed(
                claims[key],
                carriers[key],
                Certainty(claims[key].certainty),
                _overdue_since([claims[key]], on),
            )
            for key in keys.claims & claims.keys()
        },
        popular={
            key: Backed(
                said,
                list(dict.fromkeys(s for claim in answers[key] for s in carriers[claim])),
                Certainty.least_sure(claims[claim].certainty for claim in answers[key]),
                _overdue_since([claims[claim] for claim in answers[key]], on),
            )
            for key, said in popular.items()
        },
        terms=terms,
        list_at=list_at,
    )


def _overdue_since(claims: Collection[Claim], on: date | None) -> date | None:
    """When the longest overdue check of some claims was due; None if none is overdue."""
    due = [claim.review_due_on for claim in claims if on is not None and claim.is_overdue(on)]
    return min(due, default=None)


def claims_behind(*texts: str) -> QuerySet[Claim]:
    """The published claims that the texts mention or that answer a saying there, in reading order.

    With their sources, as two queries in all.
    """
    return _claims(mentioned(*texts)).in_reading_order().prefetch_related("sources")


def _claims(keys: Keys) -> QuerySet[Claim]:
    """The published claims that are mentioned or answer a saying that is.

    Each side of the “or” is asked by itself: together they would look at every claim there is.
    """
    named = Claim.objects.filter(key__in=keys.claims).order_by().values("pk")
    answers = Claim.objects.filter(popular_claims__key__in=keys.popular).order_by().values("pk")
    return Claim.objects.published().filter(pk__in=named.union(answers))


def _statements(keys: Keys) -> Statements:
    """The published claims that are mentioned or answer a saying that is, and those sayings."""
    found = Statements({}, {}, defaultdict(list))
    # Each row is a claim with one popular claim that it answers: prefetching would ask twice.
    for claim in _claims(keys).annotate(
        **{f"popular_{name}": F(f"popular_claims__{name}") for name in SHOWN}
    ):
        found.claims[claim.key] = claim
        if claim.popular_key in keys.popular:
            said = PopularClaim(**{name: getattr(claim, f"popular_{name}") for name in SHOWN})
            found.popular[said.key] = said
            found.answers[said.key].append(claim.key)
    return found


def _whole(keys: Keys, claims: Collection[str]) -> Named:
    """The sources that are mentioned or carry a claim, and the terms; in two queries."""
    named = Named({}, defaultdict(list), Term.objects.in_bulk(keys.terms, field_name="key"))
    # Likewise each row is a source with one claim that it carries.
    for source in _behind(keys, claims).annotate(carries=F("claims__key")):
        named.sources[source.key] = source
        named.carriers[source.carries].append(source)
    return named


def _by_key(keys: Keys, claims: Collection[str]) -> Named:
    """The same in one query for both tables; what else is asked of a row is read when it is."""
    named = Named({}, defaultdict(list), {})
    cited = _behind(keys, claims).values_list(
        Value(SOURCE), "id", "key", F("claims__key"), Value("")
    )
    explained = Term.objects.filter(key__in=keys.terms).values_list(
        Value(TERM), "id", "key", "name", "meaning"
    )
    # In the order of _whole, so that a source has the same number on every page.
    rows = cited.order_by().union(explained.order_by(), all=True).order_by("key")
    for table, pk, key, says, meaning in rows:
        if table == TERM:
            read = ("id", "key", "name", "meaning"), (pk, key, says, meaning)
            named.terms[key] = Term.from_db(rows.db, *read)
        else:
            # As in _whole, each row says of one claim that the source carries it.
            if key not in named.sources:
                named.sources[key] = Source.from_db(rows.db, ("id", "key"), (pk, key))
            named.carriers[says].append(named.sources[key])
    return named


def _behind(keys: Keys, claims: Collection[str]) -> QuerySet[Source]:
    """The sources that are mentioned or carry a claim."""
    named = Source.objects.filter(key__in=keys.sources).order_by().values("pk")
    carry = Source.objects.filter(claims__key__in=claims).order_by().values("pk")
    return Source.objects.filter(pk__in=named.union(carry))
