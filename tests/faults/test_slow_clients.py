"""Slow visitors, beside whom others ask for pages."""

import time

from deploy.cluster import Cluster
from tests.deploy.visiting import visitors
from tests.faults.conftest import Note, Rounds
from tests.faults.load import everything
from tests.faults.slow_clients import slow_clients

COUNT = 40
# In seconds. A slow one takes many minutes.
SOON = 2


def test_slow_clients_hold_nobody_up(cluster: Cluster, rounds: Rounds, note: Note):
    with slow_clients(cluster.url, COUNT), visitors(cluster.url, everything(), 2) as visits:
        time.sleep(rounds.seconds)

    note(f"{COUNT} slow clients, through nginx", visits)
    assert visits.failures == []
    assert visits.went_well >= len(everything())
    assert visits.slowest < SOON
