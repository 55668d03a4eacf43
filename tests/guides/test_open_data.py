"""The evidence as open data, held to the schema that stands beside it."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from jsonschema import Draft202012Validator
from pytest_django import DjangoAssertNumQueries

from guides import open_data
from guides.choices import Basis, Certainty, CountedFrom, Reading, SourceKind, Topic, Verdict
from guides.models import Claim, PopularClaim, Source, Term
from guides.models.evidence import RULE_UNITS
from tests.factories import (
    ClaimFactory,
    PopularClaimFactory,
    SourceFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db

SCHEMA = json.loads(open_data.SCHEMA.read_text())
HALF_PAST = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def errors_of(document: object) -> list[str]:
    """What the schema says against a document."""
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)]


@pytest.fixture
def document(client, settings) -> dict:
    """The data with one of each kind of row."""
    settings.SITE_URL = "https://handbook.example.org"
    with time_machine.travel(HALF_PAST, tick=False):
        trial = SourceFactory(key="trial", year=2024, doi="10.1000/peak", read="abstract")
        claim = ClaimFactory(
            key="peak", statement="It peaks.", topic="soreness", verdict="supported",
            certainty="high", low=Decimal("24"), high=Decimal("72.5"), unit="hours",
            basis="evidence", counted_from="session-end", floor=6, sources=[trial],
            reviewed_on=date(2026, 1, 15),
        )  # fmt: skip
        PopularClaimFactory(
            key="saying", says="It never ends.", where="The end", evidence_says="It ends.",
            verdict="contradicted", claims=[claim],
        )  # fmt: skip
        TermFactory(
            key="doms", name="DOMS", also=["late soreness"], meaning="It hurts.", sources=[trial]
        )
    return client.get("/evidence.json").json()


def test_anybody_s_script_may_read_the_data_and_the_schema(client):
    data, schema = client.get("/evidence.json"), client.get("/evidence.schema.json")

    assert data["Content-Type"] == "application/json"
    assert schema["Content-Type"] == "application/schema+json"
    for response in (data, schema):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "public" in response["Cache-Control"]
        assert not response.cookies
    assert schema.json() == SCHEMA


def test_the_document_says_what_it_is_whose_and_how_it_may_be_used(document):
    assert document["$schema"] == "https://handbook.example.org/evidence.schema.json"
    assert document["home"] == "https://handbook.example.org/evidence/"
    assert document["licence"] == {
        "name": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
        "attribution": "Recovery Handbook",
    }
    assert document["reviewed_by"] is None
    assert "doctor or pharmacist" in document["description"]


def test_a_claim_is_told_in_full(document):
    assert document["claims"] == [
        {
            "key": "peak",
            "url": "https://handbook.example.org/evidence/peak/",
            "topic": "soreness",
            "statement": "It peaks.",
            "quantity": {
                "low": 24,
                "high": 72.5,
                "unit": "hours",
                "basis": "evidence",
                "counted_from": "session-end",
                "floor": 6,
                "ceiling": None,
                "words": "24 to 72.5 hours after the session ends",
            },
            "verdict": "supported",
            "certainty": "high",
            "sources": ["trial"],
            "reviewed_on": "2026-01-15",
            "review_due_on": "2027-01-15",
        }
    ]


def test_what_people_say_and_the_words_are_told_in_full(document):
    assert document["popular_claims"] == [
        {
            "key": "saying",
            "url": "https://handbook.example.org/claims-checked/#saying",
            "says": "It never ends.",
            "where": "The end",
            "quantity": None,
            "evidence_says": "It ends.",
            "verdict": "contradicted",
            "certainty": "high",
            "claims": ["peak"],
        }
    ]
    assert document["terms"] == [
        {
            "key": "doms",
            "url": "https://handbook.example.org/glossary/#doms",
            "name": "DOMS",
            "also": ["late soreness"],
            "meaning": "It hurts.",
            "sources": ["trial"],
        }
    ]


def test_a_source_is_told_once_with_how_much_of_it_was_read(document):
    assert document["sources"] == [
        {
            "key": "trial",
            "title": "A study",
            "authors": "Huestis MA, Brett MA",
            "year": 2024,
            "publisher": "",
            "doi": "10.1000/peak",
            "url": "https://doi.org/10.1000/peak",
            "kind": "review",
            "seen": True,
            "read": "abstract",
            "funding": "",
            "note": "",
        }
    ]


def test_the_data_have_no_idle_space(client, document):
    assert "\n" not in client.get("/evidence.json").text


def test_whole_numbers_stay_whole(document):
    quantity = document["claims"][0]["quantity"]

    assert [type(quantity[name]) for name in ("low", "high", "floor")] == [int, float, int]


@pytest.mark.parametrize("model", [Claim, PopularClaim, Source, Term])
def test_the_last_change_to_any_row_is_told(client, document, model):
    assert document["changed_at"] == "2026-03-01T09:30:00Z"

    with time_machine.travel(datetime(2026, 4, 1, 8, tzinfo=UTC), tick=False):
        model.objects.get().save()

    assert client.get("/evidence.json").json()["changed_at"] == "2026-04-01T08:00:00Z"


def test_what_is_not_published_is_left_out(client):
    secret = ClaimFactory(key="secret", is_published=False, sources=[SourceFactory()])
    open_claim = ClaimFactory(key="open")
    PopularClaimFactory(key="hidden", claims=[secret])
    PopularClaimFactory(key="shown", claims=[secret, open_claim])
    SourceFactory(key="unused")

    document = client.get("/evidence.json").json()

    assert [claim["key"] for claim in document["claims"]] == ["open"]
    assert [(said["key"], said["claims"]) for said in document["popular_claims"]] == [
        ("shown", ["open"])
    ]
    assert document["sources"] == []


def test_an_empty_site_keeps_to_the_schema_too(client):
    document = client.get("/evidence.json").json()

    assert document["changed_at"] is None
    assert document["claims"] == []
    assert errors_of(document) == []


def test_the_shipped_evidence_keeps_to_the_schema(client, content):
    document = client.get("/evidence.json").json()

    assert errors_of(document) == []
    assert len(document["claims"]) == Claim.objects.published().count() >= 150
    assert len(document["popular_claims"]) == 38
    named = {key for row in document["claims"] + document["terms"] for key in row["sources"]}
    assert named == {source["key"] for source in document["sources"]}


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        (SCHEMA["$defs"]["topic"]["enum"], Topic.values),
        (SCHEMA["$defs"]["verdict"]["enum"], Verdict.values),
        (SCHEMA["$defs"]["certainty"]["enum"], Certainty.values),
        (SCHEMA["$defs"]["source"]["properties"]["kind"]["enum"], SourceKind.values),
        (SCHEMA["$defs"]["source"]["properties"]["read"]["enum"], [*Reading.values, None]),
        (SCHEMA["$defs"]["claim_quantity"]["properties"]["basis"]["enum"], [*Basis.values, None]),
        (
            SCHEMA["$defs"]["claim_quantity"]["properties"]["counted_from"]["enum"],
            [*CountedFrom.values, None],
        ),
    ],
)
def test_the_words_of_the_schema_are_those_of_the_site(words, choices):
    assert words == choices


def test_the_schema_names_the_units_that_rules_read():
    unit = SCHEMA["$defs"]["claim_quantity"]["properties"]["unit"]

    assert ", ".join(RULE_UNITS) in unit["description"]


def objects(schema: object) -> list[dict]:
    """Every description of an object in a schema."""
    if isinstance(schema, list):
        return [found for part in schema for found in objects(part)]
    if not isinstance(schema, dict):
        return []
    here = [schema] if schema.get("type") == "object" else []
    return here + [found for part in schema.values() for found in objects(part)]


def test_the_schema_allows_no_field_that_it_does_not_name_and_needs_each_that_it_does():
    described = objects(SCHEMA)

    assert len(described) == 8
    for one in described:
        assert one["additionalProperties"] is False
        assert sorted(one["required"]) == sorted(one["properties"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("claims/0/verdict", "proven"),
        ("claims/0/certainty", "very low"),
        ("claims/0/topic", ""),
        ("claims/0/statement", ""),
        ("claims/0/key", "no key"),
        ("claims/0/sources", ["trial", "trial"]),
        ("claims/0/quantity", {}),
        ("claims/0/quantity/low", "24"),
        ("claims/0/quantity/basis", ""),
        ("claims/0/more", 1),
        ("popular_claims/0/claims", []),
        ("popular_claims/0/certainty", None),
        ("sources/0/doi", "https://doi.org/10.1000/peak"),
        ("sources/0/year", "2024"),
        ("sources/0/seen", None),
        ("terms/0/also", "late soreness"),
        ("licence/name", "All rights reserved"),
        ("changed_at", 0),
        ("changed_at", "2026-03-01"),
        ("changed_at", "2026-03-01T09:30:00"),
        ("changed_at", "2026-03-01T24:30:00Z"),
        ("claims/0/reviewed_on", "15 January 2026"),
        ("claims/0/reviewed_on", "2026-13-15"),
        ("claims/0/review_due_on", "2027-01-15T00:00:00Z"),
        ("claims/0/url", "/evidence/peak/"),
        ("sources/0/url", "doi.org/10.1000/peak"),
        ("sources/0/url", "https://example.org/a b"),
        ("terms/0/url", ""),
        ("home", "nowhere"),
        ("more", 1),
    ],
)
def test_the_schema_refuses_a_broken_document(document, path, value):
    broken = deepcopy(document)
    *parents, name = path.split("/")
    place = broken
    for parent in parents:
        place = place[int(parent) if parent.isdecimal() else parent]
    place[name] = value

    assert errors_of(document) == []
    assert errors_of(broken) != []


def test_a_quantity_has_at_least_one_end(document):
    document["claims"][0]["quantity"] |= {"low": None, "high": None}

    assert errors_of(document) != []


def test_the_data_ask_the_database_six_times_at_most(
    client, content, django_assert_max_num_queries: DjangoAssertNumQueries
):
    with django_assert_max_num_queries(6):
        client.get("/evidence.json")
