"""The evidence itself: every claim, one claim, the same as open data, and what people say."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, F, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guides import filters, open_data
from guides.choices import Certainty, Topic, Verdict
from guides.filters import Asked, Facet, Traits
from guides.models import Claim, PopularClaim, Source
from guides.scales import scale_of
from guides.uses import uses_of
from guides.views.public import public_page

CLAIM_FACETS = (Facet("topic", Topic), Facet("verdict", Verdict), Facet("certainty", Certainty))
POPULAR_FACETS = (Facet("verdict", Verdict), Facet("topic", Topic))
CLAIMS_A_PAGE = 200
STATEMENTS_A_PAGE = 50
# In digits: no part of the open data has a longer one.
LONGEST_NUMBER = 9


class Listed(NamedTuple):
    """What people say, as far as a list of all of it needs to know."""

    pk: int
    key: str
    says: str
    verdict: str
    # What most of the published claims that answer it are about; of several, the first.
    topic: Topic
    topics: frozenset[str]

    @property
    def traits(self) -> Traits:
        """What it can be found by."""
        return {"verdict": [self.verdict], "topic": self.topics}


@dataclass(frozen=True, slots=True)
class Checked:
    """What people say, with the published claims that answer it."""

    said: PopularClaim
    claims: list[Claim]

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
    page = filters.page_of(claims.values_list("pk", flat=True), asked, CLAIMS_A_PAGE)
    page.object_list = _with_source_counts(page.object_list)
    context = {
        "asked": asked,
        "is_filtered": bool(asked.chosen or asked.notes),
        "facets": filters.offer(CLAIM_FACETS, asked, tally),
        "total": sum(count for _, count in tally),
        "today": timezone.localdate(),
        "topics": [
            (Topic(topic), list(rows)) for topic, rows in groupby(page, lambda row: row.topic)
        ],
        **filters.ways(asked, page),
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
    """All of it for machines: claims, what people say, sources and words; of very much a part."""
    part = request.GET.get("part", "1")
    is_number = part.isascii() and part.isdigit() and len(part) <= LONGEST_NUMBER
    document = open_data.document(int(part)) if is_number and int(part) else None
    if document is None:
        raise Http404("There is no such part.")
    return _open(JsonResponse(document, json_dumps_params={"ensure_ascii": False}))


@public_page
def evidence_schema(request: HttpRequest) -> HttpResponse:
    """What the open data promises to look like, as a JSON Schema."""
    return _open(HttpResponse(open_data.schema(), content_type="application/schema+json"))


@public_page
def claims_checked(request: HttpRequest) -> HttpResponse:
    """What a popular article says, statement by statement, beside what studies show."""
    asked = filters.read(request.GET, POPULAR_FACETS, has_pages=True)
    listed = _listed()
    chosen = [one for one in listed if asked.wants(one.traits)]
    page = filters.page_of(chosen, asked, STATEMENTS_A_PAGE)
    checked = _checked(page)
    is_whole = not asked.chosen and page.number == 1
    context = {
        "asked": asked,
        "is_filtered": bool(asked.chosen or asked.notes),
        "facets": filters.offer(POPULAR_FACETS, asked, ((one.traits, 1) for one in listed)),
        "verdicts": [
            (verdict, sum(one.verdict == verdict for one in listed)) for verdict in Verdict
        ],
        "total": len(listed),
        "shown": len(chosen),
        "topics": [
            # Somebody may withdraw one between the two looks.
            (topic, [checked[one.pk] for one in some if one.pk in checked])
            for topic, some in groupby(page, lambda one: one.topic)
        ],
        # What is on a later page: its address, /claims-checked/#key, leads to the first.
        "elsewhere": _elsewhere(listed, asked) if is_whole else (),
        **filters.ways(asked, page),
    }
    return render(request, "evidence/claims_checked.html", context)


def _with_source_counts(pks: Iterable[int]) -> list[Claim]:
    """Claims in order, with their source_count; read and counted once it is known which they are.

    To sort whole claims for a late page, all before them would have to be read.
    """
    pks = list(pks)
    claims = Claim.objects.in_bulk(pks)
    links = Claim.sources.through.objects.filter(claim__in=pks)
    counts = Counter(links.values_list("claim_id", flat=True))
    for pk, claim in claims.items():
        claim.source_count = counts[pk]
    # Somebody may delete one between the two looks.
    return [claims[pk] for pk in pks if pk in claims]


def _listed() -> list[Listed]:
    """Every statement that a published claim answers, topic by topic, in one light query."""
    answered = PopularClaim.claims.through.objects.filter(claim__is_published=True)
    rows = answered.order_by("popularclaim").values_list(
        "popularclaim", "popularclaim__key", "popularclaim__says", "popularclaim__verdict",
        "claim__topic",
    )  # fmt: skip
    order = {topic: place for place, topic in enumerate(Topic.values)}
    listed = []
    for said, claims in groupby(rows, lambda row: row[:4]):
        topics = Counter(topic for *_, topic in claims)
        most = min(topics, key=lambda topic: (-topics[topic], order[topic]))
        listed.append(Listed(*said, Topic(most), frozenset(topics)))
    return sorted(listed, key=lambda one: order[one.topic])


def _checked(some: Iterable[Listed]) -> dict[int, Checked]:
    """The statements of a page as a whole, by primary key."""
    popular = PopularClaim.objects.checked().filter(pk__in=[one.pk for one in some])
    return {
        said.pk: Checked(said, list(said.claims.all()))
        for said in popular.prefetch_related("claims__sources")
    }


def _elsewhere(listed: Sequence[Listed], asked: Asked) -> list[tuple[Listed, str]]:
    """The statements after the first page, each with the end of the address that shows it."""
    return [
        (one, f"{asked.query(page=str(place // STATEMENTS_A_PAGE + 1))}#{one.key}")
        for place, one in enumerate(listed)
        if place >= STATEMENTS_A_PAGE
    ]


def _open(response: HttpResponse) -> HttpResponse:
    """Other sites' scripts may read it too."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
