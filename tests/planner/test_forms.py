"""The border between what people type and what the core reads."""

import pytest

from planner.core.values import Kratom, Product, SoreWhen
from planner.forms import PlannerForm
from tests.planner.people import an_evening_lifter, asking_about_leaf, at, shipped_factors
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER, as_posted


def form_for(typed, asked_at=None):
    return PlannerForm(
        as_posted(typed), factors=shipped_factors(), asked_at=asked_at or at("2026-11-24", "18:10")
    )


def test_good_answers_become_values():
    form = form_for(EVENING_LIFTER)

    assert form.is_valid(), form.errors
    assert form.to_answers() == an_evening_lifter()


def test_asking_about_leaf_becomes_values():
    form = form_for(ASKING_ABOUT_LEAF, asked_at=at("2026-11-24", "09:00"))

    assert form.is_valid(), form.errors
    assert form.to_answers() == asking_about_leaf()


@pytest.mark.parametrize(
    "name",
    sorted(set(EVENING_LIFTER) - {"sore_when"}),
)
def test_each_question_asks_again_when_it_was_left_out(name):
    form = form_for({**EVENING_LIFTER, name: ""})

    assert list(form.errors) == [name]
    assert "This field is required." not in form.errors[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("activity", "sleeping"),
        ("effort", "HARD"),
        ("unaccustomed", "maybe"),
        ("soreness", "11"),
        ("sore_when", ["always"]),
        ("goal", "win"),
        ("warning_signs", ["dark"]),
        ("bedtime", "late"),
        ("wake_time", "half 6"),
        ("time_zone", "Mars/Olympus"),
        ("caffeine", "lots"),
        ("kratom", "yes please"),
        ("finished_at", "yesterday"),
    ],
)
def test_a_wrong_answer_has_its_error_beside_it(name, value):
    form = form_for({**EVENING_LIFTER, name: value})

    assert list(form.errors) == [name]


def test_kratom_asks_for_the_product():
    form = form_for(EVENING_LIFTER | {"kratom": "using"})

    assert form.errors["product"] == ["Choose the product, or “Not sure”."]


def test_a_product_that_is_not_on_the_list_is_one_error():
    form = form_for(EVENING_LIFTER | {"kratom": "using", "product": "tea"})

    assert len(form.errors["product"]) == 1


def test_without_kratom_its_questions_are_not_read():
    form = form_for(
        EVENING_LIFTER | {"kratom": "no", "product": "extract"},
    )

    assert form.is_valid(), form.errors
    answers = form.to_answers()
    assert (answers.kratom, answers.product) == (Kratom.NO, None)


def test_a_moment_told_from_today_is_read_on_the_visitor_s_clock():
    form = form_for(EVENING_LIFTER | {"finished_at": "yesterday 6pm", "time_zone": "Asia/Tokyo"})

    assert form.is_valid(), form.errors
    # It is already the 25th in Tokyo.
    assert form.to_answers().finished_at == at("2026-11-24", "09:00")


def test_a_moment_told_from_today_is_carried_on_as_a_date():
    form = form_for(EVENING_LIFTER | {"finished_at": "now"})

    assert form.is_valid(), form.errors
    assert 'value="2026-11-24T18:10"' in form["finished_at"].as_hidden()


def test_typed_medicines_join_those_that_were_ticked():
    form = form_for(
        ASKING_ABOUT_LEAF | {"medicines": ["alcohol"], "other_medicines": "Zoloft 50 mg, creatine"}
    )

    assert form.is_valid(), form.errors
    answers = form.to_answers()
    assert answers.medicines == {"alcohol", "ssris-snris"}
    assert [name[:2] for name in answers.typed_medicines] == [("zoloft", "ssris-snris")]
    assert answers.unlisted_medicines == ("creatine",)


def test_typed_medicines_are_not_read_unless_kratom_was_asked_about():
    form = form_for(EVENING_LIFTER | {"other_medicines": "Zoloft, " + "a" * 400})

    assert form.is_valid(), form.errors
    answers = form.to_answers()
    assert (answers.medicines, answers.unlisted_medicines) == (frozenset(), ())


def test_a_list_of_medicines_that_is_too_long_is_kept_and_asked_about():
    form = form_for(ASKING_ABOUT_LEAF | {"other_medicines": "aspirin, " * 40})

    assert "at most 300 letters" in form.errors["other_medicines"][0]


def test_every_answer_that_came_is_counted():
    typed = ASKING_ABOUT_LEAF | {"medicines": ["alcohol", "opioids"], "other_medicines": ""}

    assert form_for(typed).answered == len(ASKING_ABOUT_LEAF) + 2


def test_conditions_and_medicines_are_the_keys_of_safety_factors():
    form = form_for(
        ASKING_ABOUT_LEAF | {"conditions": ["pregnancy"], "medicines": ["ssris-snris", "alcohol"]}
    )

    assert form.is_valid(), form.errors
    answers = form.to_answers()
    assert answers.conditions == {"pregnancy"}
    assert answers.medicines == {"ssris-snris", "alcohol"}


def test_an_unknown_condition_is_refused():
    form = form_for(ASKING_ABOUT_LEAF | {"conditions": ["ssris-snris"]})

    assert list(form.errors) == ["conditions"]


def test_not_yet_sore_cannot_go_with_a_time_of_day():
    form = form_for(EVENING_LIFTER | {"sore_when": ["none_yet", "night"]})

    assert list(form.errors) == ["sore_when"]


def test_several_times_of_soreness_are_kept():
    form = form_for(EVENING_LIFTER | {"sore_when": ["night", "waking"]})

    assert form.is_valid(), form.errors
    assert form.to_answers().sore_when == {SoreWhen.NIGHT, SoreWhen.WAKING}


def test_a_time_that_the_clocks_skip_is_explained():
    form = form_for(
        EVENING_LIFTER | {"finished_at": "2027-03-28T01:30"}, asked_at=at("2027-03-27", "20:00")
    )

    assert "01:30 does not exist on 28 March 2027 in Europe/London" in form.errors["finished_at"][0]


def test_a_bedtime_that_the_clocks_skip_is_explained():
    form = form_for(
        EVENING_LIFTER | {"finished_at": "2027-03-27T18:00", "bedtime": "1:30"},
        asked_at=at("2027-03-27", "20:00"),
    )

    assert "01:30 does not exist" in form.errors["bedtime"][0]


@pytest.mark.parametrize("day", ["2026-11-01", "2026-12-20", "1900-01-01", "9999-12-31"])
def test_a_session_far_away_is_refused(day):
    form = form_for(EVENING_LIFTER | {"finished_at": f"{day}T18:00"})

    assert "within two weeks of today" in form.errors["finished_at"][0]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("9999-12-31T23:59", "America/New_York"), ("0001-01-01T00:00", "Asia/Tokyo")],
)
def test_a_session_at_the_ends_of_the_calendar_is_refused(typed, zone):
    form = form_for(EVENING_LIFTER | {"finished_at": typed, "time_zone": zone})

    assert "within two weeks of today" in form.errors["finished_at"][0]


def test_a_past_night_that_lost_an_hour_does_not_matter_any_more():
    form = form_for(
        EVENING_LIFTER
        | {
            "finished_at": "2027-03-13T18:00",
            "bedtime": "2:30",
            "wake_time": "10:00",
            "time_zone": "America/New_York",
        },
        asked_at=at("2027-03-16", "18:00"),
    )

    assert form.is_valid(), form.errors


def test_last_night_s_lost_hour_does_not_matter_this_morning():
    form = form_for(
        EVENING_LIFTER
        | {
            "finished_at": "2027-03-13T20:00",
            "bedtime": "2:30",
            "wake_time": "7:00",
            "time_zone": "America/New_York",
        },
        asked_at=at("2027-03-14", "13:00"),
    )

    assert form.is_valid(), form.errors


def test_what_is_folded_away_cannot_be_wrong():
    form = form_for(EVENING_LIFTER | {"conditions": ["since-deleted"], "product": "tea"})

    assert form.is_valid(), form.errors


@pytest.mark.parametrize(("bedtime", "wake_time"), [("10:30", "06:30"), ("22:30", "22:30")])
def test_a_night_as_long_as_a_day_is_asked_about(bedtime, wake_time):
    form = form_for(EVENING_LIFTER | {"bedtime": bedtime, "wake_time": wake_time})

    assert "Write evening times in full" in form.errors["bedtime"][0]


def test_the_other_half_of_the_day_is_offered_beside_the_time_that_may_be_meant():
    early = form_for(EVENING_LIFTER | {"bedtime": "10.30"})
    late = form_for(EVENING_LIFTER | {"wake_time": "19"})

    assert "Did you mean 22:30?" in early.errors["bedtime"][0]
    assert "Did you mean 07:00?" in late.errors["wake_time"][0]


def test_a_session_that_ends_after_bedtime_is_asked_about():
    form = form_for(EVENING_LIFTER | {"finished_at": "2026-11-24T23:00"})

    assert "The session ends at 23:00, inside the night you give" in form.errors["bedtime"][0]


def test_somebody_awake_at_night_may_plan_the_next_one():
    form = form_for(EVENING_LIFTER, asked_at=at("2026-11-25", "03:00"))

    assert form.is_valid(), form.errors
    assert form.to_answers().bedtime == at("2026-11-25", "22:30")


def test_a_day_sleeper_may_write_day_times():
    form = form_for(
        EVENING_LIFTER | {"finished_at": "2026-11-24T07:00", "bedtime": "8:30", "wake_time": "4pm"},
        asked_at=at("2026-11-24", "07:20"),
    )

    assert form.is_valid(), form.errors
    answers = form.to_answers()
    assert (answers.bedtime, answers.wake_time) == (
        at("2026-11-24", "08:30"),
        at("2026-11-24", "16:00"),
    )


def test_every_product_but_leaf_can_be_named():
    for product in Product:
        form = form_for(ASKING_ABOUT_LEAF | {"product": product.value})
        assert form.is_valid(), form.errors
        assert form.to_answers().product is product
