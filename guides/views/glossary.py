"""The words that need explaining."""

from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guides.models import Term
from guides.search.words import folded
from guides.views.public import public_page

# Where names stand that begin with a number or a sign.
NO_LETTER = "0–9"


class Letter(NamedTuple):
    """The words under one letter."""

    name: str
    terms: list[Term]

    @property
    def anchor(self) -> str:
        """Where links to it lead."""
        return f"letter-{'none' if self.name == NO_LETTER else self.name.lower()}"


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """Every word, by its first letter."""
    # Sorted here, as each database puts small letters and accents in another place.
    terms = sorted(Term.objects.prefetch_related("sources"), key=_place)
    letters = [Letter(letter, list(some)) for letter, some in groupby(terms, _letter)]
    return render(request, "glossary/glossary.html", {"letters": letters})


def _place(term: Term) -> tuple[bool, str]:
    """Numbers and signs first, so that all of them stand together."""
    return _letter(term) != NO_LETTER, folded(term.name.strip())


def _letter(term: Term) -> str:
    """The letter under which a word stands."""
    first = folded(term.name.strip())[:1].upper()
    return first if "A" <= first <= "Z" else NO_LETTER
