"""A source as readers meet it: in full in a guide and beside a claim, and by its name elsewhere."""

import pytest

from tests.factories import (
    ClaimFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)
from tests.guides.reading import main_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/guides/soreness/sources/", "/evidence/peak/"])
@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Does it peak?", "<cite>Does it peak?</cite> Molecules, 2024."),
        ("It peaks.", "<cite>It peaks.</cite> Molecules, 2024."),
        ("It peaks!", "<cite>It peaks!</cite> Molecules, 2024."),
        ("The peak", "<cite>The peak</cite>. Molecules, 2024."),
    ],
)
def test_a_title_ends_with_one_mark_wherever_it_stands(client, path, title, words):
    source = SourceFactory(key="trial", title=title, publisher="Molecules", year=2024)
    ClaimFactory(key="peak", sources=[source])
    SectionFactory(guide__slug="soreness", body="Words.[@trial]")

    assert words in main_of(client, path)


@pytest.mark.parametrize("path", ["/claims-checked/", "/glossary/"])
def test_a_short_list_names_only_what_was_not_checked(client, path):
    sources = [
        SourceFactory(key="a", authors="Huestis MA", year=2024, doi="10.1000/peak"),
        SourceFactory(key="b", authors="Smith J", year=2001, seen=False),
    ]
    PopularClaimFactory(claims=[ClaimFactory(sources=sources)])
    TermFactory(sources=sources)

    assert (
        'Sources: <a href="https://doi.org/10.1000/peak" rel="noopener">Huestis, 2024</a>; '
        'Smith, 2001 <strong class="references__unseen">(not checked yet)</strong>.'
    ) in main_of(client, path)
