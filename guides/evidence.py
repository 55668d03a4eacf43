"""What the texts of a guide mention, fetched in three queries however much that is."""

from collections import defaultdict

from django.db.models import F, Q

from guides.citations import Backed, Citations
from guides.markdown import mentioned
from guides.models import Claim, PopularClaim, Source


def citations_for(*texts: str) -> Citations:
    """The sources, published claims and popular claims that the texts mention.

    A popular claim rests on the sources of the claims that answer it.
    """
    keys = mentioned(*texts)
    popular = PopularClaim.objects.in_bulk(keys.popular, field_name="key")

    # Each row is a claim with one popular claim that it answers: prefetching would ask twice.
    claims: dict[str, Claim] = {}
    answers: dict[str, list[str]] = defaultdict(list)
    for claim in (
        Claim.objects.published()
        .filter(Q(key__in=keys.claims) | Q(popular_claims__key__in=keys.popular))
        .annotate(answers=F("popular_claims__key"))
    ):
        claims[claim.key] = claim
        answers[claim.answers].append(claim.key)

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
        claims={key: Backed(claims[key], carriers[key]) for key in keys.claims & claims.keys()},
        popular={
            key: Backed(
                said, list(dict.fromkeys(s for claim in answers[key] for s in carriers[claim]))
            )
            for key, said in popular.items()
        },
    )
