"""The glossary, as visitors meet it."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from guides.models import Term
from tests.factories import SourceFactory, TermFactory
from tests.guides.reading import ids_of, main_of

pytestmark = pytest.mark.django_db


PAGE = "/glossary/"


def test_a_word_is_explained_with_its_other_names_and_sources(client):
    source = SourceFactory(authors="Huestis MA", year=2024, doi="10.1000/half")
    TermFactory(
        key="half-life", name="Half-life", also=["t½", "<b>"], meaning="Half is gone.",
        sources=[source, SourceFactory(authors="Smith J", seen=False)],
    )  # fmt: skip

    main = main_of(client, PAGE)

    assert '<dt class="glossary__name" id="half-life">Half-life</dt>' in main
    assert "Also: t½, &lt;b&gt;" in main
    assert "<dd>Half is gone.</dd>" in main
    assert '<a href="https://doi.org/10.1000/half" rel="noopener">Huestis, 2024</a>' in main
    assert main.count("(not checked yet)") == 1


def test_a_word_that_states_no_fact_has_no_line_for_sources(client):
    TermFactory()

    main = main_of(client, PAGE)

    assert "Sources:" not in main
    assert "Also:" not in main


def test_words_stand_in_the_order_of_the_alphabet_whatever_their_case_or_accents(client):
    for key, name in [
        ("omega", "Ω-3"), ("zone", "Zone"), ("eclair", "Éclair"), ("eddy", "eddy"),
        ("seven", "7-hydroxymitragynine"), ("apnoea", "apnoea"), ("ache", "Ache"),
    ]:  # fmt: skip
        TermFactory(key=key, name=name)

    keys = re.findall(r'<dt [^>]*id="([^"]+)"', main_of(client, PAGE))

    assert keys == ["seven", "omega", "ache", "apnoea", "eclair", "eddy", "zone"]


def test_the_jump_line_has_the_letters_that_exist_and_each_leads_somewhere(client):
    for key, name in [("a", "Ache"), ("b", "apnoea"), ("c", "Zone"), ("d", "7-OH"), ("e", "Ω")]:
        TermFactory(key=key, name=name)

    main = main_of(client, PAGE)

    jumps = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', main)
    assert jumps == [("letter-none", "0–9"), ("letter-a", "A"), ("letter-z", "Z")]
    ids = ids_of(main)
    assert {anchor for anchor, _ in jumps} <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_shipped_word_is_where_its_address_leads(client, content):
    main = main_of(client, PAGE)

    ids = ids_of(main)
    assert len(ids) == len(set(ids))
    assert {term.get_absolute_url() for term in Term.objects.all()} <= {
        f"/glossary/#{anchor}" for anchor in ids
    }


def test_the_glossary_asks_the_database_three_times_at_most(
    client, content, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(3):
        client.get(PAGE)
