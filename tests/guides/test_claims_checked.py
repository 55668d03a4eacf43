"""What people say, as visitors meet it beside what studies show."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guides.models import PopularClaim
from guides.views import evidence
from tests.factories import ClaimFactory, PopularClaimFactory, SourceFactory
from tests.guides.reading import ids_of, main_of, targets_of, text_of

pytestmark = pytest.mark.django_db


PAGE = "/claims-checked/"


def shown(client: Client, path: str = PAGE) -> list[str]:
    """The keys of the statements on the page, in order."""
    return re.findall(r'<article class="claim" id="([^"]+)"', main_of(client, path))


def test_a_statement_stands_beside_what_studies_show(client):
    seen = SourceFactory(authors="Huestis MA", year=2024, doi="10.1000/peak")
    unseen = SourceFactory(authors="Smith J", year=2001, seen=False)
    claims = [
        ClaimFactory(key="sure", statement="It peaks. Then it fades.", certainty="high"),
        ClaimFactory(key="unsure", certainty="low", sources=[seen, unseen]),
    ]
    PopularClaimFactory(
        key="saying", says="It never ends.", where="The end", evidence_says="It ends.",
        verdict="contradicted", claims=claims,
    )  # fmt: skip

    main = main_of(client, PAGE)

    assert '<blockquote id="saying-says">It never ends.</blockquote>' in main
    assert "Said in: The end" in main
    assert "<p>It ends.</p>" in main
    article = main.partition('<article class="claim" id="saying"')[2]
    assert "verdict--contradicted" in article
    assert "Low certainty" in article
    assert '<a href="/evidence/sure/">It peaks.</a>' in article
    assert '<a href="https://doi.org/10.1000/peak" rel="noopener">Huestis, 2024</a>;' in article
    assert "Smith, 2001 <strong" in article
    assert article.count("(not checked yet)") == 1
    assert '<a class="permalink" href="#saying">' in article


def test_a_statement_that_is_withdrawn_between_two_looks_is_left_out(client, monkeypatch):
    PopularClaimFactory(key="goes", claims=[ClaimFactory()])
    PopularClaimFactory(key="stays", claims=[ClaimFactory()])
    looked_through = evidence._listed

    def listed():
        found = looked_through()
        PopularClaim.objects.get(key="goes").claims.update(is_published=False)
        return found

    monkeypatch.setattr(evidence, "_listed", listed)

    assert shown(client) == ["stays"]


def test_a_statement_that_no_published_claim_answers_is_left_out(client):
    PopularClaimFactory(key="hidden", claims=[ClaimFactory(is_published=False)])
    PopularClaimFactory(key="bare")
    PopularClaimFactory(key="shown", claims=[ClaimFactory(), ClaimFactory(is_published=False)])

    assert shown(client) == ["shown"]


def test_an_unpublished_claim_neither_shows_nor_counts(client):
    quiet = ClaimFactory(
        statement="Nobody reads this.", topic="legal", certainty="very-low", is_published=False
    )
    PopularClaimFactory(key="saying", claims=[ClaimFactory(certainty="high"), quiet])

    main = main_of(client, PAGE)

    assert "Nobody reads this." not in main
    assert "High certainty" in main
    assert "Very low certainty" not in main
    assert "?topic=legal" not in main


def test_statements_stand_by_what_most_of_their_claims_are_about(client):
    law, sleep = ClaimFactory(topic="legal"), ClaimFactory(topic="sleep")
    more_sleep, soreness = ClaimFactory(topic="sleep"), ClaimFactory(topic="soreness")
    PopularClaimFactory(key="of-law", claims=[law])
    PopularClaimFactory(key="mostly-sleep", claims=[soreness, sleep, more_sleep])
    PopularClaimFactory(key="of-both", claims=[soreness, sleep])
    PopularClaimFactory(key="of-sleep", claims=[sleep])

    assert shown(client) == ["of-both", "mostly-sleep", "of-sleep", "of-law"]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("verdict=weak", ["two"]),
        ("topic=sleep", ["one", "two"]),
        ("topic=legal", ["two"]),
        ("topic=legal&verdict=mixed", []),
    ],
)
def test_filters_narrow_the_statements(client, query, keys):
    sleep, law = ClaimFactory(topic="sleep"), ClaimFactory(topic="legal")
    PopularClaimFactory(key="one", verdict="mixed", claims=[sleep])
    PopularClaimFactory(key="two", verdict="weak", claims=[sleep, law])

    assert shown(client, f"/claims-checked/?{query}") == keys


def test_filters_that_leave_nothing_say_so(client):
    PopularClaimFactory(verdict="mixed", claims=[ClaimFactory()])

    assert "No statement is all of this at once." in main_of(client, "/claims-checked/?topic=legal")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("verdict=<b>", "We know no verdict “&lt;b&gt;”; it is left out."),
        ("certainty=low", "We know no filter “certainty”; it is left out."),
    ],
)
def test_what_an_address_asks_for_in_vain_is_left_out_with_a_word(client, query, words):
    PopularClaimFactory(key="saying", claims=[ClaimFactory()])

    path = f"/claims-checked/?{query}"

    assert words in main_of(client, path)
    assert shown(client, path) == ["saying"]


@pytest.mark.parametrize(
    "path", ["/claims-checked/", "/claims-checked/?verdict=mixed&topic=safety"]
)
def test_every_step_leads_to_as_many_statements_as_it_says(client, content, path):
    steps = [option for facet in client.get(path).context["facets"] for option in facet.options]

    for step in steps:
        found = client.get(f"/claims-checked/{step.query}").context["shown"]
        # A chosen one is taken off by its step, so that there is more.
        assert found > step.count if step.is_chosen else found == step.count > 0


def test_the_summary_counts_every_verdict_whatever_is_filtered(client):
    for verdict in ("weak", "weak", "mixed"):
        PopularClaimFactory(verdict=verdict, claims=[ClaimFactory()])

    response = client.get("/claims-checked/?verdict=mixed")

    assert {verdict.value: count for verdict, count in response.context["verdicts"]} == {
        "supported": 0, "mixed": 1, "weak": 2, "contradicted": 0, "unstudied": 0,
    }  # fmt: skip
    assert "1 of 3 statements" in response.content.decode()


def test_every_statement_of_the_article_is_on_the_page_and_the_article_is_not(client, content):
    html = text_of(client, PAGE)

    keys = shown(client)
    assert sorted(keys) == sorted(PopularClaim.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 38
    ids = ids_of(html)
    assert len(ids) == len(set(ids))
    assert targets_of(html) <= set(ids)
    assert "Untitled seed article" not in html


@pytest.mark.parametrize("query", ["", "?verdict=contradicted&topic=sleep"])
def test_the_page_asks_the_database_six_times_at_most(
    client, content, query, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(6):
        client.get(f"/claims-checked/{query}")
