"""What readers see on a day, read from the database once for all checks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property

from guides.checking.prose import Passage, Sentence, passages, plain_passage
from guides.citations import claim_anchor_of
from guides.markdown import Keys, claims_on_cards, claims_with_a_place, mentioned
from guides.models import Claim, Guide, Notice, PopularClaim, Source, Term
from guides.models.guides import TAKEN


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

    def sentences(self) -> Iterator[tuple[Sentence, frozenset[str]]]:
        """Each sentence, with the sources that it rests on."""
        for passage in self.passages:
            for sentence in passage.sentences:
                behind = passage.behind(sentence)
                yield sentence, self.keys.sources if passage.is_title and not behind else behind


@dataclass(frozen=True)
class ShelvedGuide:
    """A published guide, with its texts taken apart."""

    guide: Guide

    @property
    def where(self) -> str:
        """Its name in findings."""
        return f"guide {self.guide.slug}"

    @cached_property
    def texts(self) -> list[str]:
        """Its Markdown: the key points, then each section."""
        return [self.guide.key_points, *(section.body for section in self.guide.sections.all())]

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
        sections = (section.slug for section in self.guide.sections.all())
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
                for section in guide.sections.all()
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


def shelf(on: date, guides: Iterable[Guide] | None = None) -> Shelf:
    """What readers see at the end of a day; or would, if these were the guides."""
    if guides is None:
        published = Guide.objects.published(datetime.combine(on, time.max, UTC))
        guides = published.prefetch_related("sections")
    claims = Claim.objects.published().prefetch_related("sources")
    return Shelf(
        on=on,
        guides=[ShelvedGuide(guide) for guide in guides],
        claims={claim.key: claim for claim in claims},
        popular={said.key: said for said in PopularClaim.objects.checked()},
        sources={source.key: source for source in Source.objects.all()},
        terms={term.key: term for term in Term.objects.all()},
        notices=list(Notice.objects.published()),
    )
