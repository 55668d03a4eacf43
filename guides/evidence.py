"""What the texts of a guide mention, fetched in three queries however much that is."""

from collections import defaultdict

from django.db.models import F, Q

from guides.choices import Certainty
from guides.citations import Backed, Citations
from guides.markdown import mentioned
from guides.models import Claim, PopularClaim, Source, Term

# What the card of a popular claim shows.
SHOWN = ("key", "says", "evidence_says", "verdict")


def citations_for(*texts: str) -> Citations:
    """The sources, published claims, popular claims and terms that the texts mention.

    A popular claim rests on the sources of the published claims that answer it, and is as sure as
    the least sure of them; one that none answers is left out.
    """
    keys = mentioned(*texts)
    terms = Term.objects.in_bulk(keys.terms, field_name="key")

    # Each row is a claim with one popular claim that it answers: prefetching would ask twice.
    claims: dict[str, Claim] = {}
    popular: dict[str, PopularClaim] = {}
    answers: dict[str, list[str]] = defaultdict(list)
    for claim in (
        Claim.objects.published()
        .filter(Q(key__in=keys.claims) | Q(popular_claims__key__in=keys.popular))
        .annotate(**{f"popular_{name}": F(f"popular_claims__{name}") for name in SHOWN})
    ):
        claims[claim.key] = claim
        if claim.popular_key in keys.popular:
            said = PopularClaim(**{name: getattr(claim, f"popular_{name}") for name in SHOWN})
            popular[said.key] = said
            answers[said.key].append(claim.key)

    # Likewise each row is a source with one claim that it carries.
    sources: dict[str, Source] = {}
    carriers: dict[str, list[Source]] = defaultdict(list)
    for source in Source.objects.filter(
        Q(key__in=keys.sources) | Q(claims__key__in=claims)
    ).annotate(carries=F("claims__key")):
        sources[source.key] = source
        carriers[source.carries].append(source)

    return Citations(
        sources=sources,
        claims={
            key: Backed(claims[key], carriers[key], Certainty(claims[key].certainty))
            for key in keys.claims & claims.keys()
        },
        popular={
            key: Backed(
                said,
                list(dict.fromkeys(s for claim in answers[key] for s in carriers[claim])),
                Certainty.least_sure(claims[claim].certainty for claim in answers[key]),
            )
            for key, said in popular.items()
        },
        terms=terms,
    )
