"""The evidence: sources, the claims that rest on them, what people say, and the words for it."""

import re
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Prefetch, Q, When
from django.db.models.functions import Lower
from django.urls import reverse

from guides.choices import (
    Basis,
    Certainty,
    CountedFrom,
    Reading,
    SourceKind,
    Topic,
    Verdict,
    is_one_of,
)
from guides.models.dated import Dated
from guides.models.taken import Taken
from guides.quantities import in_words
from guides.reviewing import Reviewed, ReviewedQuerySet
from guides.validators import require_names

# What the page of popular claims itself uses as ids, or the glossary: whole ones, how others begin,
# and how they end. Signs are drawn from ids too (templates/_partials/_sprite.html).
TAKEN_BY_SIGNS = ("c-", "i-", "k-", "v-")
TAKEN_ON_CLAIMS_CHECKED = Taken(
    whole=("main", "open-data", "summary"),
    beginnings=("by-", "topic-", *TAKEN_BY_SIGNS),
    endings=("-says",),
)
TAKEN_IN_GLOSSARY = Taken(whole=("main",), beginnings=("letter-", *TAKEN_BY_SIGNS))

SEEN_SOURCE_NEEDED = "A claim needs at least one source that we have seen."

# The units of claims that planner rules may read. Elsewhere units are words for people.
RULE_UNITS = ("hours", "days", "minutes", "grams", "degrees-celsius")


def _number(help_text: str) -> models.DecimalField:
    """One end of a range, or a limit to it."""
    return models.DecimalField(
        max_digits=9, decimal_places=3, null=True, blank=True, help_text=help_text
    )


class Source(Dated):
    """A paper or an official page that claims rest on."""

    key = models.SlugField(
        max_length=60, unique=True, help_text="Its name in citations, [@key]. It never changes."
    )
    title = models.TextField()
    authors = models.CharField(
        max_length=250,
        blank=True,
        help_text="Family name and initials, separated by commas; or a body. "
        "Empty: what was read does not name them.",
    )
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty: the page has no date."
    )
    publisher = models.CharField(max_length=200, blank=True, help_text="The journal, or the site.")
    doi = models.CharField(
        "DOI",
        max_length=100,
        blank=True,
        validators=[RegexValidator(r"^10\.\d+/\S+$", "Write the DOI alone: 10.1000/xyz.")],
        help_text="Alone, without an address: 10.1000/xyz.",
    )
    url = models.URLField("URL", max_length=400, blank=True, help_text="Where we read it.")
    kind = models.CharField(max_length=25, choices=SourceKind)
    seen = models.BooleanField(
        help_text="We opened it ourselves. One that we did not see never carries a claim alone."
    )
    read = models.CharField(
        "how much we read",
        max_length=20,
        choices=Reading,
        blank=True,
        help_text="Empty: nothing yet, or nobody noted it.",
    )
    funding = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who paid for it, or another interest in its answer. Empty: we know of none.",
    )
    note = models.TextField(blank=True, help_text="Its size and its limits, in plain words.")

    class Meta:
        ordering = ("key",)
        constraints = (
            is_one_of("kind", SourceKind),
            is_one_of("read", Reading, or_empty=True),
            models.CheckConstraint(
                condition=Q(seen=True) | Q(read=""),
                name="source_was_seen_before_it_was_read",
                violation_error_message="Nothing can have been read of a source that was not seen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.short} ({self.key})"

    @property
    def short(self) -> str:
        """The first author and the year: “Huestis, 2024”; else where it was, and the year."""
        first = self.authors.partition(",")[0] or self.publisher or self.title
        family = re.sub(r" [A-Z-]{1,5}$", "", first)
        return f"{family}, {self.year or 'undated'}"

    @property
    def address(self) -> str:
        """Where a reader finds it; empty if it is not on the web."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    def claims_it_carries(self) -> models.QuerySet["Claim"]:
        """The claims that would rest on unseen sources alone if we had not seen this one."""
        others = Source.objects.filter(seen=True).exclude(pk=self.pk)
        carried = Claim.objects.filter(sources=self.pk)
        return carried.exclude(pk__in=Claim.objects.filter(sources__in=others))

    def require_another_seen_one(self) -> None:
        """Refuse to carry a claim without having been seen. Raises ValidationError."""
        carried = [] if self.seen else self.claims_it_carries().values_list("key", flat=True)
        if carried:
            raise ValidationError({"seen": f"{SEEN_SOURCE_NEEDED} Without: {', '.join(carried)}."})

    @property
    def remark(self) -> str:
        """How much of it we read, as a sentence for readers."""
        if not self.seen:
            return "We have not checked it yet."
        return self.get_read_display() or "How much of it we read was not noted."


class ClaimQuerySet(ReviewedQuerySet["Claim"]):
    """Claims, and who may see them."""

    def published(self) -> Self:
        """Claims that readers see and rules read."""
        return self.filter(is_published=True)

    def in_reading_order(self) -> Self:
        """Topic by topic, and the oldest first within each."""
        places = [When(topic=topic, then=place) for place, topic in enumerate(Topic.values)]
        return self.order_by(Case(*places), "pk")


class Claim(Reviewed, Dated):
    """One statement, with what studies say of it and how sure that is."""

    key = models.SlugField(
        max_length=60, unique=True, help_text="Its name in cards and rules. It never changes."
    )
    topic = models.CharField(max_length=20, choices=Topic)
    statement = models.TextField(help_text="One or two sentences, as plain text.")
    low = _number("The number, or the lower end of the range. Empty: none, or open below.")
    high = _number("The upper end; the same again for a single number. Empty: none, or open above.")
    unit = models.CharField(
        max_length=100,
        blank=True,
        help_text=f"Words for people; with a basis one of: {', '.join(RULE_UNITS)}.",
    )
    basis = models.CharField(
        max_length=20,
        choices=Basis,
        blank=True,
        help_text="Where the number comes from. Empty: no planner rule reads it.",
    )
    counted_from = models.CharField(
        max_length=20, choices=CountedFrom, blank=True, help_text="Empty: a length or an amount."
    )
    floor = _number("The lower end may never be less. Empty: no limit.")
    ceiling = _number("The upper end may never be more. Empty: no limit.")
    verdict = models.CharField(max_length=20, choices=Verdict)
    certainty = models.CharField(max_length=20, choices=Certainty)
    timing_note = models.TextField(blank=True, help_text="For editors; it is not shown.")
    sources = models.ManyToManyField(Source, related_name="claims")
    is_published = models.BooleanField(
        default=True, help_text="Off: no page shows it, and no planner rule reads it."
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("topic", "key")
        indexes = (
            # All that a list needs to count and to order claims without reading them.
            models.Index(
                fields=["is_published", "topic", "verdict", "certainty"], name="claim_by_its_marks"
            ),
            models.Index(fields=["-changed_at", "id"], name="claim_by_change"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(low__lte=F("high")),
                name="claim_low_is_not_above_high",
                violation_error_message="The lower end of the range is above the upper end.",
            ),
            models.CheckConstraint(
                condition=Q(basis="")
                | Q(low__isnull=False, high__isnull=False, unit__in=RULE_UNITS),
                name="claim_with_a_basis_has_numbers_and_a_unit",
                violation_error_message="A claim with a basis needs both ends of its range, and "
                f"one of these units: {', '.join(RULE_UNITS)}.",
            ),
            models.CheckConstraint(
                condition=Q(basis="") | Q(low__gte=0),
                name="claim_with_a_basis_is_not_under_zero",
                violation_error_message="A claim with a basis cannot have a number under zero.",
            ),
            models.CheckConstraint(
                condition=Q(low__gte=F("floor")),
                name="claim_low_is_not_under_its_floor",
                violation_error_message="The lower end of the range is under its floor.",
            ),
            models.CheckConstraint(
                condition=Q(high__lte=F("ceiling")),
                name="claim_high_is_not_over_its_ceiling",
                violation_error_message="The upper end of the range is over its ceiling.",
            ),
            is_one_of("topic", Topic),
            is_one_of("verdict", Verdict),
            is_one_of("certainty", Certainty),
            is_one_of("basis", Basis, or_empty=True),
            is_one_of("counted_from", CountedFrom, or_empty=True),
            *Reviewed.Meta.constraints,
        )

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """Its page in the evidence."""
        return reverse("evidence:detail", args=[self.key])

    @property
    def quantity_in_words(self) -> str:
        """Its number as readers see it, such as “12 to 24 hours after the session ends”."""
        return in_words(self.low, self.high, self.unit, self.get_counted_from_display())


class PopularClaimQuerySet(models.QuerySet["PopularClaim"]):
    """What people say, and what of it was checked."""

    def checked(self) -> Self:
        """Those that a published claim answers, oldest first, with these claims fetched."""
        answers = Claim.objects.published().in_reading_order()
        answered = self.filter(claims__in=Claim.objects.published()).distinct()
        return answered.order_by("pk").prefetch_related(Prefetch("claims", answers))


class PopularClaim(Dated):
    """What people say, beside what studies show instead."""

    key = models.SlugField(
        max_length=60, unique=True, help_text="Its name in cards. It never changes."
    )
    says = models.TextField("what people say", help_text="In our own words.")
    where = models.CharField(max_length=120, blank=True, help_text="Where it is said.")
    low = _number("The number that it names, or the lower end of the range.")
    high = _number("The upper end of the range.")
    unit = models.CharField(max_length=100, blank=True)
    evidence_says = models.TextField(
        "what studies show", help_text="As plain text. Its sources are those of the claims below."
    )
    verdict = models.CharField(max_length=20, choices=Verdict)
    claims = models.ManyToManyField(
        Claim, related_name="popular_claims", help_text="The claims that answer it."
    )

    objects = PopularClaimQuerySet.as_manager()

    class Meta:
        ordering = ("key",)
        indexes = (models.Index(fields=["-changed_at", "id"], name="popular_claim_by_change"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(low__lte=F("high")),
                name="popular_claim_low_is_not_above_high",
                violation_error_message="The lower end of the range is above the upper end.",
            ),
            is_one_of("verdict", Verdict),
            TAKEN_ON_CLAIMS_CHECKED.refused("key", "popular_claim_key_is_not_an_id_of_the_page"),
        )

    def __str__(self) -> str:
        return self.says

    def get_absolute_url(self) -> str:
        """Its place among the statements that were checked."""
        return f"{reverse('claims_checked')}#{self.key}"

    @property
    def quantity_in_words(self) -> str:
        """The number that people name, such as “1 to 5 g”."""
        return in_words(self.low, self.high, self.unit)

    @property
    def certainty(self) -> Certainty:
        """As sure as the least sure of the published claims that answer it."""
        return Certainty.least_sure(
            claim.certainty for claim in self.claims.all() if claim.is_published
        )


class Term(Dated):
    """A word of the glossary, which guides may explain in place."""

    key = models.SlugField(
        max_length=60, unique=True, help_text="Its name in [words](term:key). It never changes."
    )
    name = models.CharField(max_length=80, help_text="As the glossary lists it.")
    also = models.JSONField(
        "also called",
        default=list,
        blank=True,
        help_text="Other names that people read or type: a list of words.",
    )
    meaning = models.TextField(help_text="One to three short sentences, as plain text.")
    sources = models.ManyToManyField(
        Source, blank=True, related_name="terms", help_text="What backs it, if it states a fact."
    )

    class Meta:
        ordering = (Lower("name"),)
        constraints = (TAKEN_IN_GLOSSARY.refused("key", "term_key_is_not_an_id_of_the_page"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its place in the glossary."""
        return f"{reverse('glossary')}#{self.key}"

    def clean(self) -> None:
        """Its other names are a list of words. Raises ValidationError beside the field."""
        require_names(also=self.also)
