"""Narrowing a list by its address: what is read, what is left out, what is offered."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from guides import filters
from guides.choices import Topic, Verdict
from guides.filters import Asked, Facet

FACETS = (Facet("topic", Topic), Facet("verdict", Verdict))

# Three items on sleep, of which one is supported, and two on the law.
TALLY = [
    ({"topic": ["sleep"], "verdict": ["supported"]}, 1),
    ({"topic": ["sleep"], "verdict": ["weak"]}, 2),
    ({"topic": ["legal"], "verdict": ["weak"]}, 2),
]


def offered(query: str) -> dict[str, dict[str, int]]:
    """What is offered at an address: facet, value, count."""
    asked = filters.read(QueryDict(query), FACETS)
    return {
        facet.name: {option.value: option.count for option in facet.options}
        for facet in filters.offer(FACETS, asked, TALLY)
    }


def test_known_values_are_chosen_in_one_order():
    asked = filters.read(QueryDict("verdict=weak&topic=sleep"), FACETS)

    assert asked.chosen == {"topic": "sleep", "verdict": "weak"}
    assert asked.query() == "?topic=sleep&verdict=weak"
    assert asked.notes == []


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("verdict=foo", "We know no verdict “foo”; it is left out."),
        ("verdict=WEAK", "We know no verdict “WEAK”; it is left out."),
        ("colour=red", "We know no filter “colour”; it is left out."),
        ("page=2", "We know no filter “page”; it is left out."),
        (f"topic={'x' * 41}", f"We know no topic “{'x' * 39}…”; it is left out."),
    ],
)
def test_what_is_unknown_is_left_out_with_a_word(query, note):
    asked = filters.read(QueryDict(query), FACETS)

    assert asked.chosen == {}
    assert asked.notes == [note]


def test_of_a_filter_given_twice_the_first_is_read():
    asked = filters.read(QueryDict("topic=sleep&topic=legal"), FACETS)

    assert asked.chosen == {"topic": "sleep"}
    assert asked.notes == ["The topic was given more than once; we read only the first."]


@pytest.mark.parametrize("query", ["", "topic=", "topic=&verdict=&colour="])
def test_a_filter_set_to_nothing_needs_no_word(query):
    asked = filters.read(QueryDict(query), FACETS)

    assert asked == Asked()
    assert asked.query() == ""


def test_a_page_repeats_only_so_many_of_a_stranger_s_words():
    asked = filters.read(QueryDict("&".join(f"x{n}=1" for n in range(50))), FACETS)

    assert len(asked.notes) == filters.MOST_NOTES


@given(st.lists(st.tuples(st.sampled_from(["topic", "verdict", "page"]) | st.text(), st.text())))
def test_no_address_is_an_error(pairs):
    asked = filters.read(QueryDict(urlencode(pairs)), FACETS, has_pages=True)

    assert set(asked.chosen) <= {"topic", "verdict"}
    assert asked.chosen.get("topic", "sleep") in Topic.values
    assert asked.chosen.get("verdict", "weak") in Verdict.values


def test_counts_are_those_of_what_the_other_filters_leave():
    assert offered("") == {
        "topic": {"sleep": 3, "legal": 2},
        "verdict": {"supported": 1, "weak": 4},
    }
    assert offered("topic=sleep") == {
        "topic": {"sleep": 3, "legal": 2},
        "verdict": {"supported": 1, "weak": 2},
    }


def test_a_step_to_an_empty_page_is_not_offered():
    assert offered("verdict=supported")["topic"] == {"sleep": 1}


def test_what_is_chosen_stays_on_offer_even_if_it_leaves_nothing():
    assert offered("topic=legal&verdict=supported") == {
        "topic": {"sleep": 1, "legal": 0},
        "verdict": {"supported": 0, "weak": 2},
    }


def test_a_step_keeps_the_other_filters_and_a_chosen_one_is_taken_off():
    asked = filters.read(QueryDict("topic=sleep&verdict=weak"), FACETS)

    steps = {
        (facet.name, option.value): (option.query, option.is_chosen)
        for facet in filters.offer(FACETS, asked, TALLY)
        for option in facet.options
    }
    assert steps["topic", "sleep"] == ("?verdict=weak", True)
    assert steps["topic", "legal"] == ("?topic=legal&verdict=weak", False)
    assert steps["verdict", "supported"] == ("?topic=sleep&verdict=supported", False)


def test_an_item_with_several_values_counts_for_each_of_them():
    [topics, _] = filters.offer(
        FACETS, Asked(), [({"topic": {"sleep", "legal"}, "verdict": ["weak"]}, 1)]
    )

    assert {option.value: option.count for option in topics.options} == {"sleep": 1, "legal": 1}
