"""The calendar file: which events a later file moves, and which it adds."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.calendar import lines_to_come
from planner.core.values import Caffeine, Goal, SoreWhen
from tests.planner.calendar_files import event_of, events_for, plan_for
from tests.planner.people import an_evening_lifter, asking_about_leaf, at, everybody

pytestmark = pytest.mark.usefixtures("tuesday_morning")


def uids(answers, **chosen):
    return {str(event["uid"]) for event in events_for(answers, **chosen)}


def identities(answers):
    """What identifies the events of each rule."""
    lines = lines_to_come(plan_for(answers))
    found = defaultdict(set)
    for line, event in zip(lines, events_for(answers), strict=True):
        found[line.rule].add(str(event["uid"]))
    return found


@given(everybody())
def test_every_event_of_a_file_has_an_identity_of_its_own(answers):
    events = events_for(answers)

    assert len({str(event["uid"]) for event in events}) == len(events)


@pytest.mark.parametrize(
    "changes",
    [
        {"asked_at": at("2026-11-24", "09:01")},
        {"soreness": 3},
        {"goal": Goal.NEXT_SESSION},
        {"caffeine": Caffeine.PRE_WORKOUT},
        {"sore_when": frozenset({SoreWhen.WAKING})},
        {"unaccustomed": False},
        {"bedtime": at("2026-11-25", "00:30"), "wake_time": at("2026-11-25", "08:00")},
    ],
    ids=str,
)
def test_other_answers_about_the_same_session_move_its_events_and_add_none(changes):
    before, after = identities(asking_about_leaf()), identities(asking_about_leaf(**changes))

    assert before.keys() & after.keys() >= {"sleep_window", "train_again", "see_a_doctor_after"}
    assert all(after[rule] <= before[rule] for rule in before.keys() & after.keys())


def test_a_night_moved_into_the_afternoon_is_still_that_day_s():
    by_night = an_evening_lifter(
        asked_at=at("2026-11-24", "09:00"), finished_at=at("2026-11-24", "08:00")
    )
    by_day = replace(
        by_night, bedtime=at("2026-11-24", "13:00"), wake_time=at("2026-11-24", "21:00")
    )

    assert identities(by_day)["sleep_window"] == identities(by_night)["sleep_window"]


@given(everybody(), st.timedeltas(timedelta(0), timedelta(hours=12)))
def test_asking_again_before_bed_moves_events_and_adds_none(answers, wait):
    asked_again = min(answers.asked_at + wait, answers.bedtime)
    before, after = identities(answers), identities(replace(answers, asked_at=asked_again))

    assert all(after[rule] <= before[rule] for rule in before.keys() & after.keys())


def test_titles_and_alarms_do_not_change_an_identity():
    answers = asking_about_leaf()

    assert uids(answers) == uids(answers, is_discreet=True, has_alarms=True)


def test_another_session_has_events_of_its_own():
    an_hour_later = an_evening_lifter(
        finished_at=at("2026-11-24", "19:00"), asked_at=at("2026-11-24", "19:10")
    )

    assert not uids(an_evening_lifter()) & uids(an_hour_later)


def test_an_identity_tells_nothing_without_our_key(settings):
    answers = an_evening_lifter()
    ours = uids(answers)

    settings.SECRET_KEY = "another key, which signs the same lines otherwise, for a test only"

    assert all(re.fullmatch("[0-9a-f]{32}", uid) for uid in ours)
    assert not ours & uids(answers)


def test_a_later_file_of_the_same_minute_wins():
    first, second = (
        event_of(an_evening_lifter(asked_at=at("2026-11-24", "18:10:00") + late), "Time for sleep")
        for late in (timedelta(0), timedelta(seconds=20))
    )

    assert first["uid"] == second["uid"]
    assert first["sequence"] < second["sequence"] < 2**31
    assert first["dtstamp"].dt < second["dtstamp"].dt


def test_every_event_is_private_and_stamped_with_the_moment_of_asking():
    answers = asking_about_leaf()

    for event in events_for(answers):
        assert event["class"] == "PRIVATE"
        assert event["dtstamp"].dt == answers.asked_at
