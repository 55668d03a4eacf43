"""The words that need explaining."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guides.models import Term
from guides.search.words import folded
from guides.views.public import public_page

# Where names stand that begin with a number or a sign.
NO_LETTER = "0–9"
# With more words than these each letter has a page, and the first page has the names alone.
WORDS_ON_ONE_PAGE = 200


class Letter(NamedTuple):
    """The words under one letter."""

    name: str
    terms: list[Term]

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return "none" if self.name == NO_LETTER else self.name.lower()

    @property
    def anchor(self) -> str:
        """Where links to it lead."""
        return f"letter-{self.slug}"


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """Every word, by its first letter; of many words their names, and a page for each letter."""
    terms = Term.objects.order_by("pk").prefetch_related("sources")
    some = list(terms[: WORDS_ON_ONE_PAGE + 1])
    if len(some) <= WORDS_ON_ONE_PAGE:
        letters = _by_letter(some)
        return _page(request, letters, letters)
    letters = _by_letter(Term.objects.order_by("pk").only("key", "name"))
    asked = request.GET.get("letter")
    if not asked:
        return _page(request, letters, letters, is_long=True, is_explained=False)
    for letter in letters:
        if letter.slug == asked:
            whole = terms.filter(pk__in=[term.pk for term in letter.terms])
            return _page(request, letters, _by_letter(whole), is_long=True)
    raise Http404("No word begins with that.")


def _page(
    request: HttpRequest,
    letters: list[Letter],
    shown: list[Letter],
    *,
    is_long: bool = False,
    is_explained: bool = True,
) -> HttpResponse:
    context = {
        "letters": letters,
        "shown": shown,
        "is_long": is_long,
        "is_explained": is_explained,
    }
    return render(request, "glossary/glossary.html", context)


def _by_letter(terms: Iterable[Term]) -> list[Letter]:
    # Sorted here, as each database puts small letters and accents in another place.
    return [Letter(name, list(some)) for name, some in groupby(sorted(terms, key=_place), _letter)]


def _place(term: Term) -> tuple[bool, str]:
    """Numbers and signs first, so that all of them stand together."""
    return _letter(term) != NO_LETTER, folded(term.name.strip())


def _letter(term: Term) -> str:
    """The letter under which a word stands."""
    first = folded(term.name.strip())[:1].upper()
    return first if "A" <= first <= "Z" else NO_LETTER
