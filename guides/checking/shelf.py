"""What readers see on a day, read from the database once for all checks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Self

from django.db.models import Q, QuerySet

from guides.checking.prose import Passage, Sentence, passages, plain_passage
from guides.citations import claim_anchor_of
from guides.markdown import Keys, claims_on_cards, claims_with_a_place, mentioned
from guides.models import Claim, Guide, Notice, PopularClaim, Section, Source, Term
from guides.models.guides import TAKEN

# Telephone numbers need no source beside them: they are those of these claims, or a notice's.
TELEPHONE_NUMBERS = frozenset({"emergency-numbers", "crisis-lines"})

PART_OF_AN_ADDRESS = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Place:
    """A part of a guide: its opening, its key points, or a section."""

    where: str
    # A section's anchor; empty elsewhere.
    anchor: str
    # What it mentions. Titles and the opening lean on it as a whole.
    keys: Keys
    # The claims that have a card there, or stand behind a drawing. A link to one shows neither its
    # sources nor how sure it is.
    cards: frozenset[str]
    passages: Sequence[Passage]

    def sentences(self) -> Iterator[tuple[int, Sentence, frozenset[str]]]:
        """Each sentence, with the line of its passage and the sources that it rests on."""
        for passage in self.passages:
            for sentence in passage.sentences:
                behind = passage.behind(sentence)
                leans = passage.is_title and not behind
                yield passage.line, sentence, self.keys.sources if leans else behind


@dataclass(frozen=True)
class ShelvedGuide:
    """A guide with its texts taken apart: a published one, or one that somebody is writing."""

    guide: Guide
    sections: Sequence[Section]

    @classmethod
    def of(cls, guide: Guide) -> Self:
        """A guide with the sections that the database has."""
        return cls(guide, list(guide.sections.all()))

    @property
    def where(self) -> str:
        """Its name in findings."""
        return f"guide {self.guide.slug}"

    @cached_property
    def texts(self) -> list[str]:
        """Its Markdown: the key points, then each section."""
        return [self.guide.key_points, *(section.body for section in self.sections)]

    @cached_property
    def keys(self) -> Keys:
        """All that it mentions."""
        return mentioned(*self.texts)

    @cached_property
    def cards(self) -> frozenset[str]:
        """The claims that have a card in it, or stand behind a drawing."""
        return claims_on_cards(*self.texts)

    @property
    def anchors(self) -> frozenset[str]:
        """The places on its page to which its own texts may lead."""
        claims = (claim_anchor_of(key) for text in self.texts for key in claims_with_a_place(text))
        sections = (section.slug for section in self.sections)
        return frozenset([*TAKEN.whole, *sections, *claims])

    @cached_property
    def places(self) -> list[Place]:
        """Its opening, its key points and its sections, in order."""
        guide, points = self.guide, self.guide.key_points
        opening = [plain_passage(guide.title), plain_passage(guide.summary)]
        return [
            Place(self.where, "", self.keys, self.cards, opening),
            Place(
                f"{self.where}, key points",
                "",
                mentioned(points),
                claims_on_cards(points),
                passages(points),
            ),
            *(
                Place(
                    f"{self.where}, section {section.slug}",
                    section.slug,
                    mentioned(section.body),
                    claims_on_cards(section.body),
                    [plain_passage(section.heading), *passages(section.body)],
                )
                for section in self.sections
            ),
        ]


@dataclass(frozen=True)
class Shelf:
    """What readers can see; of popular claims those that a published claim answers."""

    on: date
    guides: Sequence[ShelvedGuide]
    claims: Mapping[str, Claim]
    popular: Mapping[str, PopularClaim]
    sources: Mapping[str, Source]
    terms: Mapping[str, Term]
    notices: Sequence[Notice]

    @cached_property
    def resting_on(self) -> Mapping[str, Sequence[Claim]]:
        """For each source the published claims that rest on it."""
        resting = defaultdict(list)
        for claim in self.claims.values():
            for source in claim.sources.all():
                resting[source.key].append(claim)
        return resting

    @cached_property
    def names(self) -> frozenset[str]:
        """What the glossary explains, by every name that it has for it."""
        return frozenset(name for term in self.terms.values() for name in (term.name, *term.also))


def shelf(on: date) -> Shelf:
    """What readers see at the end of a day."""
    published = Guide.objects.published(datetime.combine(on, time.max, UTC))
    guides = map(ShelvedGuide.of, published.prefetch_related("sections"))
    claims, popular = Claim.objects.published(), PopularClaim.objects.checked()
    return _shelf(on, guides, claims, popular, Source.objects.all())


def shelf_with(guides: Iterable[ShelvedGuide], on: date) -> Shelf:
    """Some guides, published or not, beside as much of what readers see as they can lean on.

    That is what they mention or lead to, the claims that rest on a source of theirs or answer what
    people say there, and the sources of all these.
    """
    guides = list(guides)
    cited = frozenset().union(*(guide.keys.sources for guide in guides))
    said = frozenset().union(*(guide.keys.popular for guide in guides))
    # Whom to call needs no mention.
    named = TELEPHONE_NUMBERS.union(
        *(guide.keys.claims | guide.cards | _led_to(guide) for guide in guides)
    )
    resting = Claim.sources.through.objects.filter(source__key__in=cited)
    answering = PopularClaim.claims.through.objects.filter(popularclaim__key__in=said | named)
    claims = Claim.objects.published().filter(
        Q(key__in=named) | Q(pk__in=resting.values("claim")) | Q(pk__in=answering.values("claim"))
    )
    popular = PopularClaim.objects.checked().filter(key__in=said | named)
    behind = Claim.sources.through.objects.filter(claim__in=claims).values("source")
    sources = Source.objects.filter(Q(key__in=cited) | Q(pk__in=behind))
    return _shelf(on, guides, claims, popular, sources)


def _led_to(guide: ShelvedGuide) -> frozenset[str]:
    """What may be a key in the addresses to which a guide leads."""
    links = (
        link
        for place in guide.places
        for _, sentence, _ in place.sentences()
        for link in sentence.links
    )
    return frozenset(word for link in links for word in PART_OF_AN_ADDRESS.findall(link))


def _shelf(
    on: date,
    guides: Iterable[ShelvedGuide],
    claims: QuerySet[Claim],
    popular: QuerySet[PopularClaim],
    sources: QuerySet[Source],
) -> Shelf:
    return Shelf(
        on=on,
        guides=list(guides),
        claims={claim.key: claim for claim in claims.prefetch_related("sources")},
        popular={one.key: one for one in popular},
        sources={source.key: source for source in sources},
        terms={term.key: term for term in Term.objects.all()},
        notices=list(Notice.objects.published()),
    )
