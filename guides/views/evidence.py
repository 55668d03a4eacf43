"""The evidence itself: every claim, one claim, the same as open data, and what people say."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, F, Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guides import filters, open_data
from guides.choices import Certainty, Topic, Verdict
from guides.filters import Facet, Traits
from guides.models import Claim, PopularClaim, Source
from guides.scales import scale_of
from guides.uses import uses_of
from guides.views.public import public_page

CLAIM_FACETS = (Facet("topic", Topic), Facet("verdict", Verdict), Facet("certainty", Certainty))
POPULAR_FACETS = (Facet("verdict", Verdict), Facet("topic", Topic))
CLAIMS_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Checked:
    """What people say, with the published claims that answer it."""

    said: PopularClaim
    claims: list[Claim]

    @property
    def topic(self) -> Topic:
        """What most of the claims are about; of several, the first."""
        [(topic, _)] = Counter(claim.topic for claim in self.claims).most_common(1)
        return Topic(topic)

    @property
    def traits(self) -> Traits:
        """What it can be found by."""
        return {"verdict": [self.said.verdict], "topic": {claim.topic for claim in self.claims}}

    @property
    def sources(self) -> list[Source]:
        """The sources of all the claims, each once."""
        return list(
            dict.fromkeys(source for claim in self.claims for source in claim.sources.all())
        )


@public_page
def claim_list(request: HttpRequest) -> HttpResponse:
    """Every claim, topic by topic, or those that the address asks for."""
    asked = filters.read(request.GET, CLAIM_FACETS, has_pages=True)
    names = [facet.name for facet in CLAIM_FACETS]
    # At most one row for each way of combining the facets, however many claims there are.
    tally = [
        ({name: [row[name]] for name in names}, row["count"])
        for row in Claim.objects.published().order_by().values(*names).annotate(count=Count("pk"))
    ]
    claims = Claim.objects.published().filter(**asked.chosen).in_reading_order()
    page = filters.page_of(claims.annotate(source_count=Count("sources")), asked, CLAIMS_A_PAGE)
    context = {
        "asked": asked,
        "is_filtered": bool(asked.chosen or asked.notes),
        "facets": filters.offer(CLAIM_FACETS, asked, tally),
        "total": sum(count for _, count in tally),
        "today": timezone.localdate(),
        "page": page,
        "topics": [
            (Topic(topic), list(rows)) for topic, rows in groupby(page, lambda row: row.topic)
        ],
        "this": asked.query(page=str(page.number)),
        "before": asked.query(page=str(page.number - 1)) if page.has_previous() else None,
        "after": asked.query(page=str(page.number + 1)) if page.has_next() else None,
    }
    return render(request, "evidence/claim_list.html", context)


@public_page
def claim_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One claim: what it says, how well it is known, on what it rests, and what rests on it."""
    sources = Source.objects.order_by("-seen", F("year").desc(nulls_last=True), "key")
    claim = get_object_or_404(
        Claim.objects.published().prefetch_related(Prefetch("sources", sources), "popular_claims"),
        key=key,
    )
    context = {
        "claim": claim,
        "scale": scale_of(
            claim.low,
            claim.high,
            claim.unit,
            claim.counted_from,
            floor=claim.floor,
            ceiling=claim.ceiling,
        ),
        "sources": claim.sources.all(),
        "none_is_checked": not any(source.seen for source in claim.sources.all()),
        "uses": uses_of(claim),
        "overdue": claim.is_overdue(timezone.localdate()),
    }
    return render(request, "evidence/claim_detail.html", context)


@public_page
def evidence_data(request: HttpRequest) -> HttpResponse:
    """All of it for machines: claims, what people say, sources and words."""
    return _open(JsonResponse(open_data.document(), json_dumps_params={"ensure_ascii": False}))


@public_page
def evidence_schema(request: HttpRequest) -> HttpResponse:
    """What the open data promises to look like, as a JSON Schema."""
    return _open(HttpResponse(open_data.schema(), content_type="application/schema+json"))


@public_page
def claims_checked(request: HttpRequest) -> HttpResponse:
    """What a popular article says, statement by statement, beside what studies show."""
    asked = filters.read(request.GET, POPULAR_FACETS)
    popular = PopularClaim.objects.checked().prefetch_related("claims__sources")
    checked = [Checked(said, list(said.claims.all())) for said in popular]
    order = list(Topic)
    checked.sort(key=lambda one: order.index(one.topic))
    shown = [one for one in checked if asked.wants(one.traits)]
    context = {
        "asked": asked,
        "is_filtered": bool(asked.chosen or asked.notes),
        "facets": filters.offer(POPULAR_FACETS, asked, ((one.traits, 1) for one in checked)),
        "verdicts": [
            (verdict, sum(one.said.verdict == verdict for one in checked)) for verdict in Verdict
        ],
        "total": len(checked),
        "shown": len(shown),
        "topics": [(topic, list(some)) for topic, some in groupby(shown, lambda one: one.topic)],
    }
    return render(request, "evidence/claims_checked.html", context)


def _open(response: HttpResponse) -> HttpResponse:
    """Other sites' scripts may read it too."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
