"""The database stopped, killed, and frozen, while the site runs."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.cluster import Cluster, Replica
from tests.deploy.asking import Answer, ask
from tests.deploy.conftest import EMERGENCY
from tests.deploy.visiting import DRAWN, READING, SEARCHING, Errand, Visits, planning
from tests.faults.conftest import WAYS, Note
from tests.faults.healing import away, healed, seconds_until

# In seconds: within which whoever asks has an answer.
ANSWERS_WITHIN = 5
NOW, NUMBERS = re.compile(r"\bnow\b|drew this page"), re.compile(r"[\d:.]+")


def answer_to(url: str, errand: Errand, visits: Visits | None = None) -> Answer:
    """What comes back for an errand."""
    began = time.monotonic()
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if errand.body else {}
    answer = ask(f"{url}{errand.path}", errand.method, errand.body, kind)
    if visits is not None:
        visits.went_well += 1
        visits.slowest = max(visits.slowest, time.monotonic() - began)
    return answer


def ask_all(url: str, errands: list[Errand], visits: Visits) -> dict[str, tuple[int, bool]]:
    """For each of them, all asked at once, the status, and whether the emergency notice stands."""
    with ThreadPoolExecutor(len(errands)) as threads:
        answers = list(threads.map(lambda errand: answer_to(url, errand, visits), errands))
    return {
        str(errand): (answer.status, EMERGENCY in answer.text)
        for errand, answer in zip(errands, answers, strict=True)
    }


@pytest.fixture
def warm(cluster: Cluster) -> Cluster:
    """The cluster, each part of which keeps all that it may.

    A process that was begun without the database keeps nothing before it has looked again.
    """
    for replica in cluster.replicas:
        for errand in READING:
            seconds_until(lambda: is_kept(replica, errand), within=30)  # noqa: B023 -- at once
    for errand in READING:
        assert answer_to(cluster.url, errand).status == 200
    return cluster


def is_kept(replica: Replica, errand: Errand) -> bool:
    """Whether a replica tells nginx that it knows of what version the page is."""
    return answer_to(replica.url, errand).headers["X-Accel-Expires"] is not None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("through", ["nginx", "a replica"])
def test_with_the_database_away_what_is_kept_is_given_and_the_rest_refused(
    warm: Cluster, note: Note, way: str, through: str
):
    url = warm.url if through == "nginx" else warm.replicas[0].url
    # A guide whose text the process knows needs no database to be drawn.
    guide, *drawn = [*DRAWN, *SEARCHING]
    kept, visits = [*READING, guide, Errand("/healthz")], Visits()

    with away(warm.database, way):
        # First what waits longest, with as many at once as a replica has threads.
        rounds = [
            ask_all(url, errands, visits)
            for errands in ([*drawn, kept[0]], kept, drawn, [*drawn, *kept])
        ]
        ready = answer_to(url, Errand("/readyz"), visits)
    seconds = healed(warm)

    note(f"database: {way}, asked through {through}", visits, healed=seconds)
    answers = {errand: answer for answered in rounds for errand, answer in answered.items()}
    assert {each: answer for each, answer in answers.items() if answer != (503, True)} == {
        str(errand): (200, False) for errand in kept
    }
    assert (ready.status, ready.text) == (503, "not ready: database\n")
    assert visits.slowest < ANSWERS_WITHIN


@pytest.mark.parametrize("way", WAYS)
def test_with_the_database_away_the_planner_gives_the_same_plan(warm: Cluster, way: str):
    [errand] = planning()
    urls = (warm.replicas[0].url, warm.url)

    before = [answer_to(url, errand) for url in urls]
    with away(warm.database, way):
        meanwhile = [answer_to(url, errand) for url in urls]
    healed(warm)

    assert [answer.status for answer in meanwhile] == [200, 200]
    assert [lines_of(answer) for answer in meanwhile] == [lines_of(answer) for answer in before]


def lines_of(plan: Answer) -> list[str]:
    """A plan line by line; the moment of asking, which passes meanwhile, without its numbers."""
    return [NUMBERS.sub("", line) if NOW.search(line) else line for line in plan.text.splitlines()]


@pytest.mark.parametrize("way", WAYS)
def test_a_replica_that_starts_with_the_database_away_refuses_clearly(
    warm: Cluster, note: Note, way: str
):
    replica, visits = warm.replicas[0], Visits()
    refused = [*READING, *DRAWN, *SEARCHING, *planning()]

    with away(warm.database, way):
        replica.restart()
        answers = [answer_to(replica.url, errand, visits) for errand in refused]
        alive = answer_to(replica.url, Errand("/healthz"), visits)
        ready = answer_to(replica.url, Errand("/readyz"), visits)
        kept_by_nginx = answer_to(warm.url, READING[0], visits)
    seconds = healed(warm)

    note(f"database: {way}, and a replica starts", visits, healed=seconds)
    assert {(answer.status, EMERGENCY in answer.text) for answer in answers} == {(503, True)}
    assert (alive.status, ready.status, kept_by_nginx.status) == (200, 503, 200)
    assert visits.slowest < ANSWERS_WITHIN
