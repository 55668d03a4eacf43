"""The pages about the site itself, and the numbers that they give."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from guides.choices import Certainty, Reading, Verdict
from guides.models import Claim, Source


@dataclass(frozen=True, slots=True)
class AboutPage:
    """A page about the site. Its words stand in templates/about/<slug>.html."""

    slug: str
    title: str
    line: str
    # The day on which its words last changed: move it together with them.
    changed_on: date

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("about:page", args=[self.slug])


PAGES = {
    page.slug: page
    for page in (
        AboutPage(
            "how-we-grade",
            "How we grade and review",
            "What a claim is, what its verdict means, how much we read, and when we look again.",
            date(2026, 11, 22),
        ),
        AboutPage(
            "who-writes",
            "Who writes, and who has not checked it yet",
            "Who stands behind the texts, how they came about, and what is still missing.",
            date(2026, 11, 27),
        ),
        AboutPage(
            "money",
            "Money",
            "Nothing is sold here, nobody pays for what we say, and no link earns anything.",
            date(2026, 11, 22),
        ),
        AboutPage(
            "privacy",
            "Privacy",
            "What happens to what you tell the planner, what you search for, and your visit.",
            date(2026, 11, 26),
        ),
        AboutPage(
            "accessibility",
            "Accessibility",
            "What we aim for, what works, and what is known not to be perfect.",
            date(2026, 11, 26),
        ),
        AboutPage(
            "corrections",
            "Corrections",
            "How to tell us of a mistake, what happens then, and how you hear of changes.",
            date(2026, 11, 26),
        ),
        AboutPage(
            "self-assessment",
            "How we score ourselves",
            "Our own marks for each guide on two known scales. Nobody outside has rated us.",
            date(2026, 11, 22),
        ),
    )
}


Counts = dict[str, int]


def counted_claims() -> Counts:
    """The published claims: `total`, of each verdict, of each certainty, and their review months.

    Verdicts and certainties go by their names in lower case; `soonest` and `latest` are None when
    there is no claim.
    """
    return Claim.objects.published().aggregate(
        total=Count("pk"),
        soonest=Min("review_months"),
        latest=Max("review_months"),
        **{verdict.name.lower(): Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict},
        **{
            certainty.name.lower(): Count("pk", filter=Q(certainty=certainty))
            for certainty in Certainty
        },
    )


def counted_sources() -> Counts:
    """The sources: `total`, how much of them we read, and those with an interest (`funded`).

    How much goes by the names of Reading in lower case; then `unnoted`, and `unseen`.
    """
    return Source.objects.aggregate(
        total=Count("pk"),
        funded=Count("pk", filter=~Q(funding="")),
        unseen=Count("pk", filter=Q(seen=False)),
        unnoted=Count("pk", filter=Q(seen=True, read="")),
        **{reading.name.lower(): Count("pk", filter=Q(read=reading)) for reading in Reading},
    )
