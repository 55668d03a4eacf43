"""Workers that are changed for new ones, and workers that die, while visitors come."""

import os
import signal

import pytest

from deploy.cluster import Cluster, Replica
from tests.faults.conftest import NAME, PASSWORD, Note, Rounds
from tests.faults.healing import STARTS_WITHIN, seconds_until
from tests.faults.load import VISITORS, visited
from tests.faults.saving import Saves, postgresql, saving
from tests.guides.editor import Editor


def kill_a_worker(replica: Replica) -> float:
    """Kill the only one, and give the seconds until another answers in its place."""
    [worker] = replica.children()
    os.kill(worker, signal.SIGKILL)
    return seconds_until(
        lambda: worker not in replica.children() and replica.is_alive(), within=STARTS_WITHIN
    )


def test_new_workers_cost_nobody_anything(edited: Cluster, rounds: Rounds, note: Note):
    editor = Editor(edited.url, NAME, PASSWORD)
    database = postgresql(edited.database.url)

    with visited(edited.url) as visits, saving(editor, database, Saves()) as saves:
        for turn in range(rounds.reloads):
            edited.replicas[turn % 2].reload()

    told = f"and {saves.acknowledged} of {saves.sent} saves of an editor"
    note(f"{rounds.reloads} reloads, through nginx", visits, more=told)
    assert visits.failures == []
    assert saves.acknowledged == saves.sent


@pytest.mark.parametrize("keeps_connection", [False, True])
def test_new_workers_cost_nobody_anything_without_nginx(
    cluster: Cluster, rounds: Rounds, note: Note, keeps_connection: bool
):
    replica = cluster.replicas[0]

    with visited(replica.url, keeps_connection=keeps_connection) as visits:
        for _ in range(rounds.reloads):
            replica.reload()

    connections = "kept connections" if keeps_connection else "a connection each"
    note(f"{rounds.reloads} reloads, {connections}", visits)
    assert visits.failures == []


def test_a_worker_that_is_killed_costs_nobody_anything_that_was_not_half_sent(
    cluster: Cluster, note: Note
):
    with visited(cluster.url) as visits:
        seconds = []
        for replica in cluster.replicas:
            seconds.append(kill_a_worker(replica))
            cluster.settle()

    # What nginx has begun to hand out, it cannot take back and ask for elsewhere.
    half_sent = [failure for failure in visits.failures if "IncompleteRead" in failure]
    note(
        "kill -9 of each worker, through nginx",
        visits,
        healed=max(seconds),
        more=f"{len(half_sent)} half sent",
    )
    assert visits.failures == half_sent
    assert len(half_sent) <= VISITORS * len(cluster.replicas)


def test_without_nginx_a_worker_that_is_killed_loses_what_it_was_answering(
    cluster: Cluster, note: Note
):
    with visited(cluster.replicas[0].url) as visits:
        seconds = kill_a_worker(cluster.replicas[0])

    note("kill -9 of a worker, without nginx", visits, healed=seconds)
    assert len(visits.failures) <= VISITORS
