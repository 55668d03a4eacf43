"""Redis stopped and frozen: nothing but /readyz asks it, so nothing else may notice."""

import re
import uuid
from urllib.parse import urlencode

import pytest

from deploy.cluster import Cluster
from tests.deploy.asking import Answer, ask
from tests.deploy.visiting import visitors
from tests.faults.conftest import NAME, PASSWORD, WAYS, Note
from tests.faults.healing import away, healed
from tests.faults.load import everything, went_on
from tests.guides.editing import Fields
from tests.guides.editor import Editor

FORM = "application/x-www-form-urlencoded"
# Of settings.py.
GUESSES = 5


@pytest.mark.parametrize("way", WAYS)
def test_with_redis_away_everything_is_served(cluster: Cluster, note: Note, way: str):
    with away(cluster.cache, way), visitors(cluster.url, everything(), 3) as visits:
        went_on(visits)
        ready = ask(f"{cluster.url}/readyz")
    seconds = healed(cluster)

    note(f"Redis: {way}", visits, healed=seconds)
    assert visits.failures == []
    assert (ready.status, ready.text) == (503, "not ready: cache\n")


@pytest.mark.parametrize("way", WAYS)
def test_with_redis_away_who_guesses_at_a_password_is_still_slowed(edited: Cluster, way: str):
    stranger = f"stranger-{uuid.uuid4().hex}"

    with away(edited.cache, way):
        answers = [guess(edited.url, stranger).status for _ in range(GUESSES + 1)]
        # And whoever knows it gets in.
        page = Editor(edited.url, NAME, PASSWORD).get("/admin/")
    healed(edited)

    assert answers == [200] * (GUESSES - 1) + [429] * 2
    assert "Log out" in page


def guess(url: str, name: str) -> Answer:
    """Send a wrong password."""
    door = ask(f"{url}/admin/login/")
    cookie = re.match(r"csrftoken=\w+", door.headers["Set-Cookie"])[0]
    fields = Fields(door.text).values | {"username": name, "password": "a guess"}
    sent = urlencode(fields, doseq=True)
    return ask(f"{url}/admin/login/", "POST", sent, {"Content-Type": FORM, "Cookie": cookie})
