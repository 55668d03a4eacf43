"""Two replicas, one PostgreSQL, one Redis, nginx in front: what visitors and editors notice."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.cluster import Cluster, Replica
from tests.deploy.asking import ask
from tests.deploy.visiting import READING, SEARCHING, Visits, planning, visitors
from tests.guides.editing import Fields
from tests.guides.editor import Editor

NAME, PASSWORD = "editor", "words that nobody would guess"
GUIDE = "/guides/muscle-soreness/"
# Seconds within which an edit is seen everywhere: a process looks for one in the first request of
# each second, and nginx keeps a page for the rest of its second and one more.
SEEN_WITHIN = 2


@pytest.fixture(scope="session")
def editing(cluster: Cluster) -> Cluster:
    """The cluster, with an account that may edit everything."""
    cluster.manage(
        "createsuperuser", "--no-input", "--verbosity=0",
        f"--username={NAME}", f"--email={NAME}@handbook.example.org",
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )  # fmt: skip
    return cluster


@pytest.fixture
def visits(cluster: Cluster) -> Iterator[Visits]:
    """Visitors who read, search and plan, from before the test acts until it ends."""
    with visitors(cluster.url, [*READING, *SEARCHING, *planning()], count=3) as visits:
        went_well_for_some_more(visits)
        yield visits


def went_well_for_some_more(visits: Visits, more: int = 10) -> None:
    """Let the visitors go on until so many more requests went well, or one did not."""
    enough = visits.went_well + more
    for _ in range(1200):
        if visits.went_well >= enough or visits.failures:
            return
        time.sleep(0.05)
    raise AssertionError(f"Visitors got no answers: {visits}")


def test_a_replica_that_is_killed_costs_no_visitor_anything(cluster: Cluster, visits: Visits):
    cluster.replicas[0].kill()
    went_well_for_some_more(visits)
    cluster.replicas[0].start()
    cluster.settle()
    went_well_for_some_more(visits)

    assert visits.failures == []


def test_with_no_replica_at_all_readers_go_on_reading(cluster: Cluster):
    with visitors(cluster.url, READING) as visits:
        went_well_for_some_more(visits)
        for replica in cluster.replicas:
            replica.kill()
        went_well_for_some_more(visits, 100)
        for replica in cluster.replicas:
            replica.start()
    cluster.settle()

    assert visits.failures == []


def test_a_new_release_costs_no_visitor_anything(cluster: Cluster, visits: Visits):
    cluster.restart_one_by_one()
    went_well_for_some_more(visits)

    assert visits.failures == []


def test_an_edit_on_one_replica_is_seen_on_the_other_and_through_nginx(editing: Cluster):
    one, other = editing.replicas
    headline = f"Talk to a pharmacist first, says edit {time.time_ns()}."
    places = (one.url, other.url, editing.url)
    # So that each has the page as it was, if it keeps any.
    assert [headline in page_of(place) for place in places] == [False] * 3

    edit_the_notice(Editor(one.url, NAME, PASSWORD), headline)
    time.sleep(SEEN_WITHIN)

    assert [headline in page_of(place) for place in places] == [True] * 3


def test_who_signs_in_at_one_replica_is_signed_in_at_the_other(editing: Cluster):
    one, other = editing.replicas
    editor = Editor(one.url, NAME, PASSWORD)

    assert is_signed_in(editor, other)


def test_an_editor_stays_signed_in_when_a_replica_is_killed(editing: Cluster):
    one, other = editing.replicas
    editor = Editor(one.url, NAME, PASSWORD)

    one.kill()
    stayed = is_signed_in(editor, other)
    through_nginx = is_signed_in(editor, editing.nginx)
    one.start()
    editing.settle()

    assert (stayed, through_nginx) == (True, True)
    assert is_signed_in(editor, one)


def test_an_editor_stays_signed_in_when_the_cache_is_emptied(editing: Cluster):
    editor = Editor(editing.url, NAME, PASSWORD)

    editing.cache.kill()
    editing.cache.start()

    assert is_signed_in(editor, editing.nginx)


def test_static_files_of_a_page_come_from_nginx_alone(cluster: Cluster):
    [sheet] = re.findall(r'"(/static/css/site\.[0-9a-f]{12}\.css)"', page_of(cluster.url))
    for replica in cluster.replicas:
        replica.kill()

    answer = ask(f"{cluster.url}{sheet}", headers={"Accept-Encoding": "br"})
    page = ask(f"{cluster.url}/search/?q=sore")
    for replica in cluster.replicas:
        replica.start()
    cluster.settle()

    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "br")
    # And so does the page that collectstatic made of the site's own words.
    assert page.status == 503
    assert "In an emergency, call now" in page.text


def test_workers_that_do_not_end_are_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr("deploy.cluster.STOPS_WITHIN", 0.1)
    replica = Replica(1, {}, tmp_path / "log")
    replica.log.write_text("its last words")
    monkeypatch.setattr(replica, "children", lambda: {1})
    monkeypatch.setattr(replica, "send", lambda number: None)

    with pytest.raises(RuntimeError, match="its last words"):
        replica.reload()


def page_of(url: str) -> str:
    """The guide, as a reader finds it there."""
    answer = ask(f"{url}{GUIDE}")
    assert answer.status == 200
    return answer.text


def edit_the_notice(editor: Editor, headline: str) -> None:
    """Let the notice that stands on every page say something else."""
    notices = editor.get("/admin/guides/notice/")
    row = re.search(r'class="field-headline"><a href="([^"]+)">Talk to', notices)[1]
    fields = Fields(editor.get(row)).values
    changed = {"headline": headline, "change": "wording", "sentence": "It reads better."}
    status, page = editor.post(row, fields | changed)
    assert status == 302, page


def is_signed_in(editor: Editor, at: Replica | object) -> bool:
    """Whether the admin lets the editor in there."""
    editor.url = at.url
    return "Log out" in editor.get("/admin/")
