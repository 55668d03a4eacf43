"""What a plan says for safety's sake: kratom, medicines, emergencies."""

import re
from html import escape

import pytest
import time_machine

from planner.models import SafetyFactor
from tests.planner.pages import plan_page, words_of
from tests.planner.people import at
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER, NIGHT_NURSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday_morning")]


def test_somebody_asking_about_leaf_sees_the_band_and_what_people_describe(client, content):
    words = words_of(plan_page(client, ASKING_ABOUT_LEAF))

    assert "22:30 − 12 h = Tue 10:30" in words
    assert "22:30 − 6 h = Tue 16:30" in words
    assert "they come out between 14:30 and 16:30" in words
    assert "this is not advice to take any" in words
    assert "It does not clear your body by bedtime" in words


def test_somebody_on_sertraline_gets_the_whole_plan_without_kratom_times(client, content):
    words = words_of(plan_page(client, ASKING_ABOUT_LEAF | {"medicines": ["ssris-snris"]}))

    assert "No kratom times: ask a pharmacist or doctor first" in words
    assert "Antidepressants: SSRIs and SNRIs" in words
    assert "Coffee, tea and other caffeine" in words
    assert "kratom_cutoff" not in words
    assert "kratom_described_time" not in words
    assert "What makes kratom dangerous" in words


def test_the_night_nurse_with_dark_urine_is_sent_to_get_care(client, content):
    with time_machine.travel(at("2026-11-24", "07:20"), tick=False):
        words = words_of(plan_page(client, NIGHT_NURSE))

    assert "Get emergency care now" in words
    assert "Urine the colour of tea or cola" in words
    assert "Line by line" not in words


def test_an_emergency_draws_nothing(client, content):
    assert 'class="drawing"' not in plan_page(client, NIGHT_NURSE)


def test_in_an_emergency_nothing_else_comes_next(client, content):
    assert 'class="next"' not in plan_page(client, NIGHT_NURSE)


THOUGHTS_OF_SUICIDE = {"kratom": "using", "product": "leaf", "conditions": ["suicidal-thoughts"]}
PLAN_BELOW = "Your plan can wait; it stands below."


def test_in_an_emergency_the_card_on_suicide_stands_second_and_speaks_of_no_plan(client, content):
    signs = {"warning_signs": ["chest_pain"]}

    words = words_of(plan_page(client, EVENING_LIFTER | THOUGHTS_OF_SUICIDE | signs))

    emergency, crisis = words.split("You do not have to carry this alone")
    assert "Get emergency care now" in emergency
    assert "call now: 911 (US), 999 (UK) or 112 (EU)" in crisis
    assert "call or text 988" in crisis
    assert PLAN_BELOW not in words


def test_the_card_on_suicide_says_that_the_plan_stands_below_it(client, content):
    words = words_of(plan_page(client, EVENING_LIFTER | THOUGHTS_OF_SUICIDE))

    assert PLAN_BELOW in words.split("You do not have to carry this alone")[1]


@pytest.mark.parametrize("typed", ["st johns wort", "tylenol pm", "Tylenol <PM", "ZOLOFT"])
def test_a_plan_quotes_a_medicine_as_it_was_typed(client, content, typed):
    html = plan_page(client, ASKING_ABOUT_LEAF | {"other_medicines": typed})

    quotes = re.findall(r"\(you wrote (.*?)\)</dt>", html)
    assert set(quotes) == {escape(typed)}


def test_a_slip_in_a_medicine_is_asked_about_with_the_warning_it_would_bring(client, content):
    why = SafetyFactor.objects.get(key="ssris-snris").why

    words = words_of(plan_page(client, ASKING_ABOUT_LEAF | {"other_medicines": "sertralin"}))

    assert "Did you mean sertraline? You wrote sertralin." in words
    assert f"If you mean sertraline: Antidepressants: SSRIs and SNRIs {why}" in words
    assert "No kratom times: ask a pharmacist or doctor first" in words
    assert "Not in our list: sertralin." in words


def test_a_slip_is_quoted_without_its_markup(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF | {"other_medicines": "sertralin <b>"})

    assert "You wrote sertralin &lt;b&gt;." in html


def test_coffee_among_medicines_is_led_to_the_question_about_caffeine(client, content):
    words = words_of(plan_page(client, ASKING_ABOUT_LEAF | {"other_medicines": "coffee"}))

    assert "It belongs to the question “Caffeine today” in part 2" in words
    assert "where you answered “Coffee or tea”" in words


@pytest.mark.parametrize("product", ["extract", "seven_hydroxy", "unsure"])
def test_no_product_but_leaf_gets_a_kratom_time(client, content, product):
    words = words_of(plan_page(client, ASKING_ABOUT_LEAF | {"product": product}))

    assert "No kratom times in this plan" in words
    assert "kratom_cutoff" not in words


def test_a_plan_never_names_an_amount_of_kratom(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF)

    advice = html.split('id="kratom"')[1].split("</section>")[0]
    assert not re.search(r"\d\s*(?:g|mg|grams?|milligrams?)\b", words_of(advice))


def test_without_safety_factors_nobody_gets_a_kratom_time(client, content):
    SafetyFactor.objects.all().delete()

    words = words_of(plan_page(client, ASKING_ABOUT_LEAF))

    assert "Our list of risks is not complete today" in words
    assert "kratom_cutoff" not in words
