"""A plan, as a visitor meets it: its order, its lines, its drawings."""

import re

import pytest

from planner.core.rules import RULES
from tests.planner.pages import PLANNER, plan_page, words_of
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday_morning")]


def test_the_evening_lifter_gets_times_to_check_by_hand(client, content):
    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "Your plan for Tuesday night" in words
    assert "22:30 − 8 h 48 min = Tue 13:42" in words
    assert "Rounded to five minutes Tue 13:40" in words
    assert "22:30 − 3 h = Tue 19:30" in words
    assert "18:00 + 24 h = Wed 18:00" in words


def test_care_comes_first_then_screening_lines_and_kratom(client, content):
    six_days_ago = {"finished_at": "2026-11-18T18:00", "soreness": "4"}

    html = plan_page(client, ASKING_ABOUT_LEAF | six_days_ago)

    marks = [
        "Still sore? See a doctor",
        "No kratom times",
        'id="lines"',
        'id="kratom"',
    ]
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


def test_what_comes_next_stands_before_the_answers_and_never_speaks_of_kratom(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF)

    before, _, after = html.partition('<dl class="given">')
    said = words_of(before.partition('class="next"')[2])
    assert re.search(r"Tue \d\d:\d\d [a-z]", said)
    assert "From now no alcohol" in said
    assert "kratom" not in said.lower()
    assert 'class="next"' not in after


def test_a_plan_draws_the_hours_around_the_night_before_its_lines(client, content):
    html = plan_page(client, EVENING_LIFTER)

    assert html.index('id="around"') < html.index('id="lines"')
    assert (
        'aria-label="Tuesday 24 November, 08:00, to Wednesday 25 November, 08:00, '
        'with sleep from 22:30 to 06:30. The lines below say the same in words."'
    ) in html
    assert "13:40 no caffeine" in words_of(html)


def test_the_drawn_course_of_soreness_stands_with_its_table(client, content):
    html = plan_page(client, EVENING_LIFTER)

    assert html.index("The usual course of soreness as three bands") < html.index(
        '<caption class="unseen">The usual course of soreness'
    )


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_every_rule_has_words_that_some_plan_shows(client, content, rule):
    typed = ASKING_ABOUT_LEAF | {
        "finished_at": "2026-11-24T18:00" if rule == "cold_water" else "2026-11-24T21:45",
        "warning_signs": ["dark_urine"] if rule == "urgent_signs" else [],
        "bedtime": "01:30" if rule in {"warm_bath", "protein_before_sleep"} else "22:30",
        "activity": "running",
    }

    response = client.post(PLANNER, typed)

    assert f"planner/suggestions/{rule}.html" in {t.name for t in response.templates}


def test_every_line_links_to_a_passage_that_is_there(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF)

    links = set(re.findall(r'href="(/guides/[^"#]+/)#([^"]+)"', html))
    assert links
    for address, anchor in links:
        assert f'id="{anchor}"' in client.get(address).content.decode()


def test_the_words_of_a_button_are_one_piece(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF | {"product": "unsure"})

    buttons = re.findall(r'(?s)<button class="button[^>]*>(.*?)</button>', html)
    # The parts of a button are laid out side by side, and lose the space between them.
    assert buttons.count("Sheet for pharmacist or doctor (new tab)") == 2
    assert not any("<" in words for words in buttons)
