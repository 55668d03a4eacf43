"""Whether what the guides point at is there: sources, claims, words, and places on pages."""

import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from guides.checking.findings import Finding, error
from guides.checking.shelf import Shelf
from guides.drawings import DRAWINGS
from guides.markdown import drawings_in

ANCHOR = re.compile(r'\bid="([^"]+)"')


def missing_rows(shelf: Shelf) -> Iterator[Finding]:
    """What guides mention by its key, and what is gone or not published."""
    for guide in shelf.guides:
        # The opening mentions nothing of its own.
        for place in guide.places[1:]:
            keys = place.keys
            for noun, mentioned, known in (
                ("source", keys.sources, shelf.sources),
                ("term", keys.terms, shelf.terms),
                ("published claim", keys.claims, shelf.claims),
                ("popular claim with a published answer", keys.popular, shelf.popular),
            ):
                for key in sorted(mentioned - known.keys()):
                    yield error(place.where, f"there is no {noun} “{key}”.")


def withheld_drawings(shelf: Shelf) -> Iterator[Finding]:
    """Drawings that readers do not see, though the claims behind them are published."""
    for guide in shelf.guides:
        for name in sorted(drawings_in(*guide.texts)):
            drawing = DRAWINGS[name]
            claims = drawing.claims_by_what_they_say(shelf.claims)
            if claims and not drawing.is_borne_out_by(claims):
                yield error(
                    guide.where,
                    f"the drawing “{name}” is not shown: one of the claims behind it is not "
                    f"supported, or has lost a number: {', '.join(drawing.claims)}.",
                )


def broken_links(shelf: Shelf) -> Iterator[Finding]:
    """Links inside the site that lead to no page, or to no place on it."""
    # Each page is drawn once, to see what can be linked to.
    anchors_of = cache(_anchors)
    for guide in shelf.guides:
        for place in guide.places:
            for _, sentence, _ in place.sentences():
                for link in sorted(sentence.links):
                    address = urlsplit(link)
                    if address.scheme or address.netloc:
                        continue
                    path = address.path or guide.guide.get_absolute_url()
                    # A draft has no page yet to lead to a place on.
                    anchors = anchors_of(path) if address.path else guide.anchors
                    if anchors is None:
                        yield error(place.where, f"there is no page {path}.")
                    elif address.fragment and unquote(address.fragment) not in anchors:
                        yield error(place.where, f"{path} has no place “{address.fragment}”.")


def _anchors(path: str) -> frozenset[str] | None:
    """The anchors of the page at a path; None if there is no such page."""
    try:
        found = resolve(path)
        response = found.func(RequestFactory().get(path), *found.args, **found.kwargs)
    except (Resolver404, Http404):
        return None
    if response.status_code != HTTPStatus.OK:
        return None
    return frozenset(ANCHOR.findall(response.content.decode()))
