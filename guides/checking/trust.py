"""Whether readers can see what to trust: who wrote it, when it was checked, what it leaves open."""

from collections.abc import Iterator

from guides import loading
from guides.checking.findings import Finding, error, warning
from guides.checking.shelf import Shelf, ShelvedGuide
from guides.choices import NoticeKind
from guides.dates import day_in_words
from guides.markdown import CARD_OPEN, READER, card_words
from guides.models import Claim, Guide
from guides.reviewing import Reviewed

# The sections that every guide has: their anchors, and how they are headed.
SECTIONS = {
    "if-you-do-nothing": "What happens if you do nothing?",
    "what-is-not-known": "What is not known?",
    "ask-a-professional": "Who should you ask?",
}


def overdue_reviews(shelf: Shelf) -> Iterator[Finding]:
    """Whatever is shown past the day of its next review, of any app."""
    for kind in loading.KINDS:
        if not issubclass(kind.model, Reviewed):
            continue
        if kind.model is Guide:
            rows = {shelved.guide.slug: shelved.guide for shelved in shelf.guides}
        elif kind.model is Claim:
            rows = shelf.claims
        else:
            rows = kind.rows()
        for key, row in rows.items():
            # Not every kind can be taken from view.
            if getattr(row, "is_published", True) and row.is_overdue(shelf.on):
                noun = row._meta.verbose_name
                yield warning(
                    f"{noun} {key}", f"its review was due on {day_in_words(row.review_due_on)}."
                )


def missing_trust(shelf: Shelf) -> Iterator[Finding]:
    """Guides without something that readers need to trust them; claims without a source."""
    for guide in shelf.guides:
        for missing, mended_at in _missing(guide):
            yield error(guide.where, f"it has no {missing}.", mended_at)
    for key, claim in shelf.claims.items():
        if not claim.sources.all():
            yield error(f"claim {key}", "it has no source.")
    if not any(notice.kind == NoticeKind.CONSULT for notice in shelf.notices):
        yield error("notices", "none says to ask a doctor or a pharmacist.")


def _missing(shelved: ShelvedGuide) -> Iterator[tuple[str, str]]:
    """What is not there, and where in the editors' form it would be."""
    guide = shelved.guide
    if not guide.author.strip():
        yield "author", "id_author"
    if guide.reviewed_on is None:
        yield "day on which its evidence was checked", "id_reviewed_on"
    if not guide.key_points.removeprefix("-").strip():
        yield "key points", "id_key_points"
    anchors = {place.anchor for place in shelved.places}
    for anchor in SECTIONS:
        if anchor not in anchors:
            yield f"section “{SECTIONS[anchor]}” with the anchor {anchor}", "sections-group"
    if not any(
        token.type == CARD_OPEN and card_words(token)[0] == "care"
        for text in shelved.texts
        for token in READER.parse(text)
    ):
        yield "card that says when to get care, such as “::: care today Title”", "sections-group"
    if not (shelved.keys.sources or shelved.cards or shelved.keys.popular):
        yield "references", "sections-group"
