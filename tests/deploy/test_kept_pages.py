"""What nginx keeps, for whom and how long, before replicas that say what recovery_site says."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.deploy.asking import wait_until
from tests.deploy.conftest import EMERGENCY, Front
from tests.deploy.fake_replica import kept

PAGE = "/guides/muscle-soreness/"


def is_kept(front: Front) -> bool:
    """Whether the page is given without asking a replica."""
    before = front.asked
    front.ask(PAGE)
    return front.asked == before


def test_a_page_that_is_fresh_is_asked_for_once(front: Front):
    front.answer_with(**kept(fresh_for=60))

    answers = [front.ask(PAGE).text for _ in range(3)]

    assert answers == ["answer 1"] * 3


def test_looking_and_reading_are_one(front: Front):
    front.answer_with(**kept(fresh_for=60))

    front.ask(PAGE, "HEAD")

    assert front.ask(PAGE).text == "answer 1"
    assert front.asked == 1


def test_a_page_of_the_second_before_is_given_once_more_while_it_is_fetched(front: Front):
    # Longer than one second, so that a slow machine sees the same.
    front.answer_with(
        **kept(fresh_for=-1)
        | {"Cache-Control": "public, s-maxage=1, max-age=0, stale-while-revalidate=3600"}
    )
    front.ask(PAGE)

    assert front.ask(PAGE).text == "answer 1"
    wait_until(lambda: front.asked >= 2)


def test_a_page_that_is_older_is_fetched_before_it_is_given(front: Front):
    front.answer_with(**kept(fresh_for=-3))
    front.ask(PAGE)

    assert front.asked == 1
    front.ask(PAGE)
    assert front.asked == 2


def test_a_page_that_has_not_changed_is_not_sent_again_to_nginx(front: Front):
    front.answer_with(**kept(fresh_for=-3), ETag='"a-tag"')
    front.ask(PAGE)
    front.answer_with(304, **kept(fresh_for=60), ETag='"a-tag"')

    answer = front.ask(PAGE)

    assert (answer.status, answer.text) == (200, "answer 1")
    assert '"a-tag"' in [each.headers["If-None-Match"] for each in front.requests]
    # What the 304 said counts from then on, which is a moment after the answer.
    wait_until(lambda: is_kept(front))


def test_a_reader_who_has_the_page_is_told_so_by_nginx(front: Front):
    front.answer_with(**kept(fresh_for=60), ETag='"a-tag"')
    front.ask(PAGE)

    assert front.ask(PAGE, If_None_Match='"a-tag"').status == 304
    assert front.asked == 1


@pytest.mark.parametrize("status", [500, 503])
def test_in_trouble_a_page_is_given_as_it_was(front: Front, status: int):
    front.answer_with(**kept(fresh_for=-3600))
    front.ask(PAGE)
    front.answer_with(status, **{"Cache-Control": "no-store"})

    answer = front.ask(PAGE)

    assert (answer.status, answer.text) == (200, "answer 1")


def test_with_no_replica_a_page_is_given_as_it_was(front: Front):
    front.answer_with(**kept(fresh_for=-3600))
    front.ask(PAGE)
    front.break_off()

    # Often enough that both are taken for dead.
    answers = {front.ask(PAGE).text for _ in range(10)}

    assert answers == {"answer 1"}


@pytest.mark.parametrize("status", [None, 503])
def test_a_page_older_than_a_day_is_given_to_nobody(front: Front, status: int | None):
    front.answer_with(**kept(fresh_for=-86_400 - 60))
    front.ask(PAGE)
    if status is None:
        front.break_off()
    else:
        front.answer_with(status)

    answer = front.ask(PAGE)

    assert answer.status == 503
    assert EMERGENCY in answer.text


@pytest.mark.parametrize("status", [301, 403, 404, 410])
def test_a_page_that_was_taken_away_is_gone(front: Front, status: int):
    front.answer_with(**kept(fresh_for=-3))
    front.ask(PAGE)
    front.answer_with(status, **{"Cache-Control": "no-store"})

    assert front.ask(PAGE).status == status


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="says nothing"),
        pytest.param({"Cache-Control": "no-store"}, id="no-store"),
        pytest.param({"Cache-Control": "private, no-store"}, id="private"),
        pytest.param({"Cache-Control": "public, max-age=0, must-revalidate"}, id="asked each time"),
        pytest.param(kept(fresh_for=3600, **{"Set-Cookie": "a=b"}), id="sets a cookie"),
    ],
)
def test_what_is_not_meant_to_be_kept_is_not(front: Front, headers: dict[str, str]):
    front.answer_with(**headers)

    assert [front.ask("/").text for _ in range(2)] == ["answer 1", "answer 1"]
    assert front.asked == 2


@pytest.mark.parametrize("path", ["/admin/", "/search/", "/sign-off/a-key/", "/healthz", "/readyz"])
def test_some_addresses_are_never_kept_whatever_they_say(front: Front, path: str):
    front.answer_with(**kept(fresh_for=3600))

    front.ask(path)
    front.ask(path)

    assert front.asked == 2


def test_a_posted_answer_is_not_kept_nor_given_one_that_was(front: Front):
    front.answer_with(**kept(fresh_for=3600))
    front.ask("/planner/")

    front.ask("/planner/", "POST")
    front.ask("/planner/", "POST")

    assert front.asked == 3


def test_no_page_with_a_query_is_kept(front: Front):
    front.answer_with(**kept(fresh_for=3600))

    for _ in range(2):
        front.ask(f"{PAGE}?page=2")

    assert front.asked == 2


@pytest.mark.parametrize("path", ["/%67uides/", "/guides/%6Duscle-soreness/", "/guides/#a"])
def test_of_the_endless_ways_to_write_an_address_none_is_kept(front: Front, path: str):
    front.answer_with(**kept(fresh_for=3600))

    for _ in range(2):
        front.ask(path)

    assert front.asked == 2


def test_what_is_not_kept_does_not_come_to_one_after_the_other(front: Front):
    front.answer_with(404)
    together = Barrier(6)
    for replica in front.replicas:
        replica.company = together

    with ThreadPoolExecutor(6) as readers:
        statuses = list(readers.map(lambda _: front.ask(PAGE).status, range(6)))

    assert statuses == [404] * 6
    assert [replica.alone for replica in front.replicas] == [0, 0]


def test_what_is_kept_is_fetched_by_one_for_all_who_wait(front: Front):
    front.answer_with(**kept(fresh_for=60))

    with ThreadPoolExecutor(6) as readers:
        answers = set(readers.map(lambda _: front.ask(PAGE).text, range(6)))

    assert answers == {"answer 1"}


def test_who_is_signed_in_sees_what_is_and_leaves_nothing_behind(front: Front):
    front.answer_with(**kept(fresh_for=3600))
    front.ask(PAGE, Cookie="a=b; sessionid=somebody")
    assert front.asked == 1

    front.ask(PAGE)
    front.ask(PAGE)
    assert front.asked == 2

    front.ask(PAGE, Cookie="sessionid=somebody")
    assert front.asked == 3


def test_however_a_browser_writes_what_it_unpacks_there_are_four_ways(front: Front):
    front.answer_with(**{"Cache-Control": "no-store"})
    written = {
        "br, gzip": [
            "gzip, deflate, br",
            "br;q=1.0, gzip;q=0.8, *;q=0.1",
            "gzip, br, zstd",
            "BR,gzip",
        ],
        "gzip": ["gzip", "gzip, deflate", "x-odd, gzip", "gzip, br;q=0"],
        "br": ["br", "br, gzip;q=0.0"],
        None: ["identity", "deflate", "*", "gzip;q=0", "brotli"],
    }

    for ways in written.values():
        for way in ways:
            front.ask(PAGE, Accept_Encoding=way)

    told = {each.headers["Accept-Encoding"] for each in front.requests}
    assert told == set(written)


def test_a_page_is_kept_in_three_forms_and_brotli_is_one_for_all_who_take_it(front: Front):
    front.answer_with(**kept(fresh_for=3600))

    forms = [
        {front.ask(PAGE, Accept_Encoding=way).text for way in ways}
        for ways in (
            ["br", "gzip, deflate, br", "br, gzip;q=0"],
            ["gzip", "gzip, deflate"],
            ["", "*"],
        )
    ]

    assert [len(form) for form in forms] == [1, 1, 1]
    assert front.asked == 3


def test_a_page_under_another_name_of_the_site_is_another(front: Front):
    front.answer_with(**kept(fresh_for=3600))

    front.ask(PAGE, Host="one.example.org")
    front.ask(PAGE, Host="two.example.org")
    front.ask(PAGE, Host="ONE.example.org:8000")

    assert front.asked == 2


def test_how_long_nginx_may_keep_a_page_is_no_word_for_visitors(front: Front):
    front.answer_with(**kept())

    answer = front.ask(PAGE)

    assert answer.headers["X-Accel-Expires"] is None
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_each_answer_has_the_name_that_its_own_request_has_in_the_log(front: Front):
    front.answer_with(**kept(fresh_for=60), **{"X-Request-ID": "of-the-replica"})

    names = [front.ask(PAGE).headers.get_all("X-Request-ID") for _ in range(2)]

    assert names[0] != names[1]
    assert all(len(each) == 1 for each in names)
    wait_until(lambda: names[1][0] in front.nginx.access_log.read_text())
