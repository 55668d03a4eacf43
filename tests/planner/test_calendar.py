"""The calendar file: what stands in it, and what never does."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from guides.choices import NoticeKind
from guides.models import Notice
from planner.calendar import AT_ANY_HOUR, Options, calendar_of, lines_to_come
from planner.core.plan import build_plan
from planner.core.suggestions import Lane
from planner.core.values import Kratom as KratomAnswer
from tests.planner.calendar_files import DISCREET, SITE, event_of, events_for, file_for, plan_for
from tests.planner.people import (
    an_evening_lifter,
    asking_about_leaf,
    at,
    everybody,
    shipped_evidence,
    shipped_factors,
    shipped_statements,
    who_may_see_kratom_times,
)

pytestmark = pytest.mark.usefixtures("tuesday_morning")


def first_note(event):
    """The first line of an event's notes."""
    return str(event["description"]).split("\n")[0]


# --- What stands in it --------------------------------------------------------------------------


def test_what_is_to_be_done_runs_from_opening_to_closing():
    bath = event_of(an_evening_lifter(), "A warm bath")

    assert (bath.start, bath.end) == (at("2026-11-24", "20:30"), at("2026-11-24", "21:30"))
    assert bath["dtstart"].params["TZID"] == "Europe/London"


def test_a_cut_off_is_the_moment_at_which_it_starts():
    caffeine = event_of(asking_about_leaf(), "Leave alone: Coffee")

    assert caffeine.start == at("2026-11-24", "13:40")
    assert "dtend" not in caffeine
    assert "duration" not in caffeine


def test_the_night_alone_makes_somebody_busy():
    busy = [event for event in events_for(asking_about_leaf()) if event["transp"] == "OPAQUE"]

    assert [(event.start, event.end) for event in busy] == [
        (at("2026-11-24", "22:30"), at("2026-11-25", "06:30"))
    ]


def test_what_is_counted_in_days_is_no_block_of_days():
    again = event_of(an_evening_lifter(), "Hard training of the same muscles")

    assert again.start == at("2026-11-27", "18:00")
    assert "dtend" not in again


def test_the_day_to_see_a_doctor_is_a_whole_day():
    check = event_of(an_evening_lifter(), "Still sore? See a doctor")

    assert check.start == date(2026, 11, 29)
    assert "Still sore on Sunday 29 November" in check["description"]


def test_a_cut_off_that_has_started_is_left_out():
    at_three = an_evening_lifter(asked_at=at("2026-11-24", "15:00"))

    titles = [str(event["summary"]) for event in events_for(at_three)]

    assert not any(title.startswith("Leave alone: Coffee") for title in titles)
    assert "Leave alone: A large meal" in titles


def test_a_cut_off_of_this_very_moment_is_left_out():
    on_the_minute = asking_about_leaf(asked_at=at("2026-11-24", "13:40"))

    assert "Leave alone: Coffee" not in str(
        [str(event["summary"]) for event in events_for(on_the_minute)]
    )


def test_a_remark_on_a_choice_is_no_event():
    late = an_evening_lifter(
        finished_at=at("2026-11-24", "21:45"),
        asked_at=at("2026-11-24", "09:00"),
    )

    assert any(line.rule == "hard_exercise_gap" for line in plan_for(late).timetable)
    assert not any("close to bed" in str(event["summary"]) for event in events_for(late))


def test_what_may_be_done_at_any_hour_of_a_sore_day_is_no_event():
    sore = an_evening_lifter(
        finished_at=at("2026-11-23", "18:00"), asked_at=at("2026-11-24", "09:00")
    )

    in_the_plan, in_the_file = (
        {line.rule for line in lines} & AT_ANY_HOUR
        for lines in (plan_for(sore).timetable, lines_to_come(plan_for(sore)))
    )

    assert in_the_plan == {"light_movement", "massage", "heat", "foam_rolling"}
    assert not in_the_file


@given(everybody())
def test_no_event_is_for_any_hour_of_a_sore_day(answers):
    titles = " ".join(str(event["summary"]) for event in events_for(answers))

    assert not re.search("easy movement|massage|hot pack|foam rolling|drink back", titles, re.I)


def test_an_event_says_why_how_sure_where_to_read_on_and_whom_to_ask_first():
    caffeine = event_of(asking_about_leaf(), "Leave alone: Coffee")

    assert str(caffeine["description"]).split("\n")[1:] == [
        "Why 13:40: your bedtime 22:30 − 8 h 48 min = 13:42, to five minutes.",
        "Evidence: supported, moderate certainty.",
        f"Read more: {SITE}/evidence/caffeine-coffee/",
        "Talk to a doctor or pharmacist before you act on this. "
        "Emergency: 911 (US), 999 (UK) or 112 (EU).",
    ]


def test_a_margin_that_we_chose_says_so_and_prints_no_verdict():
    screens = event_of(asking_about_leaf(), "Leave alone: Screens")

    assert str(screens["description"]).split("\n")[1:4] == [
        "Why 21:30: your bedtime 22:30 − 1 h = 21:30.",
        "A margin we chose.",
        f"Read more: {SITE}/evidence/screens/",
    ]


def test_an_hour_held_by_another_time_names_it():
    protein = event_of(an_evening_lifter(), "Protein")

    assert "held at 18:10 (when you asked)" in protein["description"]


@given(everybody())
def test_everything_still_to_do_or_leave_alone_is_in_it(answers):
    plan = plan_for(answers)

    left_out = set(plan.timetable) - set(lines_to_come(plan))

    assert all(
        line.lane is Lane.NOTE
        or line.rule in AT_ANY_HOUR
        or (line.lane is Lane.AVOID and line.printed.opens <= answers.asked_at)
        for line in left_out
    )


# --- Kratom -------------------------------------------------------------------------------------


def test_of_kratom_there_are_only_the_times_to_leave_it_alone():
    with_kratom, without = (
        {
            str(event["description"]).split("\n")[0]
            for event in events_for(answers, is_discreet=True)
        }
        for answers in (
            asking_about_leaf(),
            asking_about_leaf(kratom=KratomAnswer.NO, product=None),
        )
    )

    assert with_kratom - without == {
        "Leave alone: Kratom: the more cautious time",
        "Leave alone: Kratom: our floor, not a safe time",
    }


def test_titles_in_full_and_alarms_are_not_for_kratom():
    answers = asking_about_leaf()
    events = events_for(answers, is_discreet=False, has_alarms=True)

    discreet = [event for event in events if str(event["summary"]) in DISCREET]
    silent = [event for event in events if not event.walk("VALARM")]

    assert discreet == silent
    assert [event.start for event in silent] == [
        at("2026-11-24", "10:30"),
        at("2026-11-24", "16:30"),
    ]
    assert [first_note(event) for event in silent] == [
        "Leave alone: Kratom: the more cautious time",
        "Leave alone: Kratom: our floor, not a safe time",
    ]


@given(everybody(), st.booleans(), st.booleans())
def test_no_title_and_no_alarm_ever_names_kratom(answers, is_discreet, has_alarms):
    for event in events_for(answers, is_discreet=is_discreet, has_alarms=has_alarms):
        shown = [event["summary"], *(alarm["description"] for alarm in event.walk("VALARM"))]
        assert not any("kratom" in str(words).lower() for words in shown)


@given(who_may_see_kratom_times(), st.booleans(), st.booleans())
def test_kratom_is_never_something_to_do_or_to_take(answers, is_discreet, has_alarms):
    events = events_for(answers, is_discreet=is_discreet, has_alarms=has_alarms)
    about_kratom = [
        event
        for line, event in zip(lines_to_come(plan_for(answers)), events, strict=True)
        if line.rule.startswith("kratom")
    ]

    for event in about_kratom:
        assert "dtend" not in event
        assert not event.walk("VALARM")
        assert event["summary"] == "Plan: leave alone"
        assert str(event["description"]).startswith("Leave alone: Kratom: ")
        assert "not safe hours" in event["description"]
        assert not re.search(r"\bt(?:ake|akes|aken|aking|ook)\b", event.to_ical().decode(), re.I)
        assert not re.search(r"\d\s*(?:m?g|(?:milli)?grams?)\b", event["description"])


@given(everybody())
def test_a_rule_that_only_describes_is_never_in_it(answers):
    assert all(line.lane is not Lane.DESCRIBED for line in lines_to_come(plan_for(answers)))


# --- What somebody may choose -------------------------------------------------------------------


@given(everybody())
def test_discreet_titles_tell_only_what_kind_of_line_it_is(answers):
    for event in events_for(answers, is_discreet=True, has_alarms=True):
        shown = [event["summary"], *(alarm["description"] for alarm in event.walk("VALARM"))]
        assert set(map(str, shown)) <= DISCREET


def test_a_discreet_event_tells_in_its_notes_what_its_title_does_not():
    open_, discreet = (
        events_for(asking_about_leaf(), is_discreet=chosen) for chosen in (False, True)
    )

    told = [
        (str(before["summary"]), str(before["description"]), str(after["description"]))
        for before, after in zip(open_, discreet, strict=True)
    ]
    of_kratom = [(notes, noted) for title, notes, noted in told if title in DISCREET]
    others = [(title, notes, noted) for title, notes, noted in told if title not in DISCREET]

    assert len(of_kratom) == 2
    assert all(noted == notes for notes, noted in of_kratom)
    assert all(noted == f"{title}\n{notes}" for title, notes, noted in others)


def test_there_are_no_alarms_unless_they_are_asked_for():
    assert not file_for(asking_about_leaf()).walk("VALARM")


def test_alarms_ring_at_each_time_and_a_little_before_bed():
    rings = {
        str(event["summary"]).split(",")[0]: event.walk("VALARM")[0]["trigger"].dt
        for event in events_for(an_evening_lifter(), has_alarms=True)
    }

    assert rings.pop("Time for sleep") == -timedelta(minutes=15)
    assert rings.pop("Still sore? See a doctor") == at("2026-11-29", "06:30")
    assert set(rings.values()) == {timedelta(0)}


def test_the_alarm_of_a_whole_day_is_written_as_a_moment():
    check = event_of(an_evening_lifter(), "Still sore?", has_alarms=True)

    assert b"TRIGGER;VALUE=DATE-TIME:20261129T063000Z" in check.to_ical()
    assert b"ACTION:DISPLAY" in check.to_ical()


# --- Hostile text -------------------------------------------------------------------------------


def test_a_notice_cannot_add_a_line_to_the_file():
    hostile = Notice(
        kind=NoticeKind.CONSULT,
        headline="Ask a doctor\r\nBEGIN:VALARM\r\nACTION:DISPLAY",
        body="a\rb\x85c\u2028END:VEVENT; <b>d</b> & “e”, \\n",
    )

    file = file_for(an_evening_lifter(), notice=hostile)

    assert not file.walk("VALARM")
    assert all(
        "Ask a doctor BEGIN:VALARM ACTION:DISPLAY a b c END:VEVENT; <b>d</b> & “e”, \\n Emergency"
        in event["description"]
        for event in file.events
    )


def test_a_claim_cannot_add_a_line_either():
    line = "\r\nBEGIN:VALARM\r\nACTION:DISPLAY"
    claim = shipped_statements()["caffeine-coffee"]
    hostile = replace(claim, statement=claim.statement + line, passage=f"/guides/x/#y{line}")
    plan = build_plan(
        asking_about_leaf(), shipped_evidence(caffeine_coffee=hostile), shipped_factors()
    )

    file = calendar_of(plan, Options(site_url=SITE), None)

    assert b"BEGIN:VALARM" in file.replace(b"\r\n ", b"")
    assert not Calendar.from_ical(file).walk("VALARM")


def test_plain_text_holds_no_entities():
    file = calendar_of(plan_for(asking_about_leaf()), Options(site_url=SITE), None)

    assert not re.search(rb"&(?:#\w+|\w+);", file.replace(b"\\;", b";"))


@given(everybody(), st.booleans())
def test_lines_are_folded_and_end_as_they_must(answers, chosen):
    file = calendar_of(
        plan_for(answers), Options(site_url=SITE, is_discreet=chosen, has_alarms=chosen), None
    )

    lines = file.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert lines[-1] == b""
