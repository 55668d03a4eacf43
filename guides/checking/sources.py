"""Whether the sources are what they are taken for."""

from collections.abc import Iterator

from guides import loading
from guides.checking.findings import Finding, error, warning
from guides.checking.shelf import Shelf
from guides.choices import SourceKind
from guides.markdown import mentioned
from guides.models import Guide, Source


def unused_sources(shelf: Shelf) -> Iterator[Finding]:
    """Sources that no row of any kind and no guide names, drafts included."""
    used = {
        key
        for kind in loading.KINDS
        for name, model in kind.related.items()
        if model is Source
        for key in kind.model._default_manager.values_list(f"{name}__key", flat=True)
    }
    for guide in Guide.objects.prefetch_related("sections"):
        texts = (section.body for section in guide.sections.all())
        used |= mentioned(guide.key_points, *texts).sources
    for key in sorted(shelf.sources.keys() - used):
        if shelf.sources[key].kind != SourceKind.MARKETING_ARTICLE:
            yield warning(f"source {key}", "nothing rests on it.")


def unfound_sources(shelf: Shelf) -> Iterator[Finding]:
    """Sources of which nobody can say where they are, or how much of them was read."""
    for key, source in shelf.sources.items():
        if source.seen and not source.read:
            yield error(f"source {key}", "it was seen, but how much of it was read is not said.")
        if not source.address and source.kind != SourceKind.MARKETING_ARTICLE:
            yield warning(f"source {key}", "it has neither a DOI nor an address.")


def unseen_sources(shelf: Shelf) -> Iterator[Finding]:
    """Claims and sentences that rest on nothing but sources which nobody saw."""
    unseen = {key for key, source in shelf.sources.items() if not source.seen}
    for key, claim in shelf.claims.items():
        behind = {source.key for source in claim.sources.all()}
        if behind and behind <= unseen:
            yield error(f"claim {key}", f"nobody saw what it rests on: {_listed(behind)}.")
    for guide in shelf.guides:
        for place in guide.places:
            for _, sentence, _ in place.sentences():
                if sentence.cited and sentence.cited <= unseen:
                    yield error(
                        place.where,
                        f"nobody saw what “{sentence.text}” rests on: {_listed(sentence.cited)}.",
                    )


def _listed(keys: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(keys))
