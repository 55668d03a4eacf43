"""Whether the claims hold what the guides say: their numbers, and a source for each part."""

import re
from collections.abc import Iterator

from django.utils.text import Truncator

from guides.checking.findings import Finding, error, warning
from guides.checking.numbers import in_ranges, numbers
from guides.checking.prose import Passage, Sentence
from guides.checking.shelf import TELEPHONE_NUMBERS, Place, Shelf
from guides.models import Claim, PopularClaim
from guides.proofreading import Problem

OURS = re.compile(r"\b(?:we|our|ours|us)\b", re.IGNORECASE)


def unsupported_numbers(shelf: Shelf) -> Iterator[Finding]:
    """Numbers in a guide that no published claim holds which is shown or backed there.

    A sentence's number, or both ends of its range, have to stand in the statement or the quantity
    of one claim that rests on a source behind the sentence, or that has a card in the same section
    or a link in the sentence; or in a popular claim with such a card or link. Who paid for a
    source, and works for whom, is told by the source itself.
    """
    for guide in shelf.guides:
        for place in guide.places:
            for found in unsupported_in(place, shelf):
                yield error(place.where, found.message)


def unsupported_in(place: Place, shelf: Shelf) -> Iterator[Problem]:
    """The unsupported numbers of one place, each with the line of its passage."""
    anywhere = [
        *(f"{notice.headline} {notice.body}" for notice in shelf.notices),
        *(claim.statement for key, claim in shelf.claims.items() if key in TELEPHONE_NUMBERS),
    ]
    shown = _shown(place, shelf)
    for line, sentence, behind in place.sentences():
        texts = [
            *anywhere,
            *map(_told, shown),
            *map(_told, _linked(sentence, shelf)),
            *(_told(claim) for key in sorted(behind) for claim in shelf.resting_on[key]),
            *(shelf.sources[key].funding for key in behind & shelf.sources.keys()),
        ]
        for together in in_ranges(numbers(sentence.text, shelf.names)):
            if not any(
                all(number.is_among(numbers(text, shelf.names)) for number in together)
                for text in texts
            ):
                words = " to ".join(number.words for number in together)
                yield Problem(line, _unsupported(words, sentence.text, behind))


def _shown(place: Place, shelf: Shelf) -> list[Claim | PopularClaim]:
    """The claims and popular claims with a card there."""
    return [
        *(shelf.claims[key] for key in sorted(place.cards & shelf.claims.keys())),
        *(shelf.popular[key] for key in sorted(place.keys.popular & shelf.popular.keys())),
    ]


def _linked(sentence: Sentence, shelf: Shelf) -> list[Claim | PopularClaim]:
    """The claims and popular claims to which it links, by key or by address."""
    rows = [*shelf.claims.values(), *shelf.popular.values()] if sentence.links else []
    return [
        *(shelf.claims[key] for key in sorted(sentence.claims & shelf.claims.keys())),
        *(row for row in rows if row.get_absolute_url() in sentence.links),
    ]


def _told(row: Claim | PopularClaim) -> str:
    """What readers are told by a claim, its quantity among it."""
    if isinstance(row, Claim):
        return f"{row.statement}\n{row.quantity_in_words}"
    return f"{row.says}\n{row.evidence_says}\n{row.quantity_in_words}"


def _unsupported(words: str, sentence: str, behind: frozenset[str]) -> str:
    if behind:
        where = f"in no published claim that rests on {', '.join(sorted(behind))}"
    else:
        where = "in no claim that is shown here, and no source is cited beside it"
    return f"“{words}” stands {where}: “{sentence}”"


def uncited_sections(shelf: Shelf) -> Iterator[Finding]:
    """Sections that name no source at all, and how much of others does not."""
    for guide in shelf.guides:
        uncited = []
        for place in guide.places:
            if not place.anchor:
                continue
            if not (place.keys.sources or _shown(place, shelf)):
                yield error(place.where, "it cites no source and shows no claim.")
            else:
                uncited += uncited_in(place)
        if uncited:
            yield warning(
                guide.where,
                f"passages without a source that do not say that they are ours, {len(uncited)}: "
                + "; ".join(f"“{_opening(passage.text)}”" for passage in uncited),
            )


def uncited_in(place: Place) -> list[Passage]:
    """The passages that state a fact, name no source and stand beside no card."""
    if place.cards | place.keys.popular:
        return []
    return [passage for passage in place.passages if _states_a_fact(passage)]


def _states_a_fact(passage: Passage) -> bool:
    """Whether it is neither backed, nor told as ours, nor the way to somewhere."""
    return not (
        passage.is_title
        or passage.cited
        or passage.around
        or OURS.search(passage.text)
        or any(sentence.links for sentence in passage.sentences)
    )


def _opening(text: str) -> str:
    return Truncator(text).words(8)
