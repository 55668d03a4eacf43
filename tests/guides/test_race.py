"""Two editors who press Save at the same instant, against the site as served by two workers."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.browser.serving import Site, served
from tests.guides.editing import Fields
from tests.guides.editor import Editor

# More of them by RACE_ROUNDS=…, to be surer than every run of the tests has to be.
ROUNDS = int(os.environ.get("RACE_ROUNDS", "8"))
PASSWORD = "words that nobody would guess"
NAMES = ("one", "other")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the shipped content, served by two processes."""
    with served(tmp_path_factory.mktemp("race"), workers=2) as site:
        for name in NAMES:
            site.manage(
                "createsuperuser", "--no-input", "--verbosity=0",
                f"--username={name}", f"--email={name}@handbook.example.org",
                DJANGO_SUPERUSER_PASSWORD=PASSWORD,
            )  # fmt: skip
        yield site


def test_of_two_saves_at_the_same_instant_one_is_kept_and_the_other_is_not_lost(site: Site):
    editors = [Editor(site.url, name, PASSWORD) for name in NAMES]
    form = Fields(editors[0].get("/admin/guides/guide/1/change/")).values
    status, draft = editors[0].post("/admin/guides/guide/1/draft/", form)
    assert status == 302

    outcomes = Counter(_race(editors, draft, number) for number in range(ROUNDS))

    assert outcomes == {"one kept, one refused with its text": ROUNDS}
    assert "Traceback" not in site.log.read_text()


def _race(editors: list[Editor], page: str, number: int) -> str:
    """What became of two saves in one round."""
    forms = [Fields(editor.get(page)).values for editor in editors]
    # One word each, so that no difference takes them apart.
    texts = [f"{name}{number}" for name in NAMES]
    start = Barrier(len(editors))

    def save(place: int) -> tuple[int, str]:
        start.wait()
        return editors[place].post(page, {**forms[place], "summary": texts[place]})

    with ThreadPoolExecutor(len(editors)) as pool:
        answers = list(pool.map(save, range(len(editors))))

    statuses = sorted(status for status, _ in answers)
    if statuses != [200, 302]:
        return f"answered {statuses}"
    winner = next(place for place, (status, _) in enumerate(answers) if status == 302)
    loser = 1 - winner
    kept = Fields(editors[0].get(page)).values["summary"]
    if kept != [texts[winner]]:
        return f"kept {kept}"
    shown = answers[loser][1]
    is_whole = texts[loser] in Fields(shown).values["summary"] and texts[winner] in shown
    return "one kept, one refused with its text" if is_whole else "refused without its text"
