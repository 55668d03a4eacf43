"""The planner's page, as a visitor meets it."""

import re
from datetime import timedelta
from decimal import Decimal
from html import escape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from guides.models import Claim
from planner.core.evidence import CLAIMS
from planner.core.rules import RULES
from planner.evidence import REVIEW_GRACE
from planner.models import SafetyFactor
from tests.factories import SourceFactory
from tests.planner.pages import words_of
from tests.planner.people import at
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER, NIGHT_NURSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday_morning")]

PLANNER = "/planner/"


def plan_page(client, typed):
    response = client.post(PLANNER, typed)
    assert response.status_code == 200, words_of(response.content.decode())
    return response.content.decode()


def test_the_form_is_public_and_sets_no_cookie(client, content):
    response = client.get(PLANNER)

    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_form_asks_every_question_by_its_fixed_name(client, content):
    html = client.get(PLANNER).content.decode()

    names = set(re.findall(r'name="([a-z_]+)"', html)) - {"viewport", "description", "color"}
    assert names >= {
        "activity",
        "effort",
        "unaccustomed",
        "finished_at",
        "soreness",
        "sore_when",
        "goal",
        "warning_signs",
        "bedtime",
        "wake_time",
        "caffeine",
        "time_zone",
        "kratom",
        "product",
        "conditions",
        "medicines",
    }
    assert "csrfmiddlewaretoken" not in names


def test_the_time_zone_can_be_chosen_from_a_list(client, content):
    html = client.get(PLANNER).content.decode()

    zones = html[html.index('<select class="entry ') : html.index("</select>")]
    assert 'name="time_zone"' in zones
    assert '<option value="Europe/London">London</option>' in zones


def test_the_form_offers_every_safety_factor(client, content):
    html = client.get(PLANNER).content.decode()

    offered = set(re.findall(r'name="(?:conditions|medicines)" value="([^"]+)"', html))
    assert offered == set(SafetyFactor.objects.values_list("key", flat=True))


def test_a_medicine_can_be_found_by_its_brand_name(client, content):
    assert "Zoloft" in client.get(PLANNER).content.decode()


def test_a_plan_answers_at_the_same_address_and_is_stored_nowhere(client, content):
    response = client.post(PLANNER, EVENING_LIFTER)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


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


def test_an_editor_s_hours_are_in_the_next_plan(client, content):
    Claim.objects.filter(key="large-meal-gap").update(low=4, high=4)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "22:30 − 4 h = Tue 18:30" in words


def test_an_editor_cannot_bring_kratom_closer_to_bed(client, content):
    claim = Claim.objects.filter(key="six-hours-before-bed-rule")
    claim.update(floor=None)
    claim.update(low=Decimal("1"), high=Decimal("1"))

    words = words_of(plan_page(client, ASKING_ABOUT_LEAF))

    assert "22:30 − 6 h = Tue 16:30" in words


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"is_published": False}, "is not published"),
        (
            {"unit": "minutes"},
            ", large-meal-gap, has no hours that can be used",
        ),
    ],
)
def test_a_line_whose_claim_cannot_be_used_is_left_out_and_said_so(client, content, change, why):
    Claim.objects.filter(key="large-meal-gap").update(**change)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "Left out" in words
    assert f"No large meal: the claim behind it {why}" in words
    assert "A large meal" not in words


def test_a_claim_carries_its_line_until_the_grace_after_its_review_has_passed(client, content):
    claim = Claim.objects.get(key="large-meal-gap")
    last_day = claim.review_due_on + REVIEW_GRACE

    pages = []
    for day in (last_day, last_day + timedelta(days=1)):
        with time_machine.travel(at(day.isoformat(), "09:00"), tick=False):
            pages.append(
                words_of(plan_page(client, EVENING_LIFTER | {"finished_at": f"{day}T18:00"}))
            )

    assert "A large meal" in pages[0]
    assert "the claim behind it , large-meal-gap, is overdue for review" in pages[1]


def test_a_plan_without_its_outlook_says_so_where_it_would_stand(client, content):
    Claim.objects.filter(key="doms-peak").update(is_published=False)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "We cannot say this today" in words


OVERDUE = "The next check has been overdue since"


def test_in_the_time_of_grace_the_receipt_says_that_the_check_is_overdue(client, content):
    Claim.objects.update(reviewed_on="2026-11-22")
    Claim.objects.filter(key="large-meal-gap").update(reviewed_on="2025-11-20", review_months=12)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "A large meal" in words
    assert f"Checked on 20 November 2025. {OVERDUE} 20 November 2026." in words
    assert words.count(OVERDUE) == words.count("Checked on 20 November 2025.")


def test_the_receipts_of_a_plan_in_time_speak_of_no_overdue_check(client, content):
    assert OVERDUE not in words_of(plan_page(client, EVENING_LIFTER))


def test_every_line_links_to_a_passage_that_is_there(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF)

    links = set(re.findall(r'href="(/guides/[^"#]+/)#([^"]+)"', html))
    assert links
    for address, anchor in links:
        assert f'id="{anchor}"' in client.get(address).content.decode()


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_plan_marks_the_sources_that_were_not_checked(client, content, is_seen):
    new = SourceFactory(authors="Smith J", year=2001, doi="10.1000/new", seen=is_seen)
    for row in (Claim.objects.get(key="doms-peak"), SafetyFactor.objects.get(key="ssris-snris")):
        row.sources.set([new])

    html = plan_page(client, ASKING_ABOUT_LEAF | {"medicines": ["ssris-snris"]})

    link = '<a href="https://doi.org/10.1000/new" target="_blank" rel="noreferrer">Smith, 2001</a>'
    mark = ' <strong class="references__unseen">(not checked yet)</strong>'
    named = html.count(link)
    # In the receipt of the outlook, and beside the medicine.
    assert named >= 2
    assert html.count(f"{link}{mark}.") == (0 if is_seen else named)


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


def test_a_wrong_form_comes_back_with_a_linked_summary_and_all_that_was_typed(client, content):
    response = client.post(
        PLANNER,
        ASKING_ABOUT_LEAF | {"wake_time": "half 6", "conditions": ["pregnancy"], "goal": ""},
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert 'href="#id_wake_time"' in html
    assert 'href="#id_goal_0"' in html
    assert 'value="half 6"' in html
    assert re.search(r'value="pregnancy"[^>]*checked', html)
    assert re.search(r'value="considering"[^>]*checked', html)
    assert "no-store" in response["Cache-Control"]


def test_an_empty_form_names_every_question_that_must_be_answered(client, content):
    html = client.post(PLANNER, {}).content.decode()

    summary = html[html.index('role="alert"') :]
    for name in ("activity_0", "effort_0", "finished_at", "bedtime", "time_zone", "kratom_0"):
        assert f'href="#id_{name}"' in summary


def test_change_answers_brings_the_form_back_filled_in_without_judging(client, content):
    typed = ASKING_ABOUT_LEAF | {"medicines": ["opioids"], "wake_time": "half 6"}

    response = client.post(PLANNER, typed | {"change": "yes"})

    html = response.content.decode()
    assert response.status_code == 200
    assert 'role="alert"' not in html
    assert 'value="half 6"' in html
    assert re.search(r'value="opioids"[^>]*checked', html)


def test_an_older_name_of_a_zone_is_still_chosen_after_a_mistake(client, content):
    typed = EVENING_LIFTER | {"time_zone": "Asia/Calcutta", "wake_time": "half 6"}

    html = client.post(PLANNER, typed).content.decode()

    assert re.search(r'<option value="Asia/Calcutta" selected', html)


def test_the_day_to_see_a_doctor_stands_even_without_the_outlook(client, content):
    Claim.objects.filter(key="doms-onset").update(is_published=False)

    words = words_of(plan_page(client, EVENING_LIFTER))

    assert "Still sore on Sunday 29 November" in words


def test_a_plan_carries_the_answers_so_that_they_can_be_changed(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF | {"medicines": ["alcohol", "opioids"]})

    hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', html))
    assert hidden["finished_at"] == "2026-11-24T18:00"
    assert hidden["bedtime"] == "22:30"
    assert len(re.findall(r'type="hidden" name="medicines"', html)) == 2


def test_posting_needs_no_token_because_nothing_changes(content):
    response = Client(enforce_csrf_checks=True).post(PLANNER, EVENING_LIFTER)

    assert response.status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_only_get_head_and_post_answer(client, method):
    assert getattr(client, method)(PLANNER).status_code == 405


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE planner_safetyfactor; --",
        "\ufffd\ufffd",
        "{{ settings.SECRET_KEY }}",
        "9" * 5000,
        "۲۲:۳۰",
    ],
)
@pytest.mark.parametrize("name", sorted(ASKING_ABOUT_LEAF))
def test_hostile_text_in_any_answer_is_a_plain_error(client, content, name, hostile):
    response = client.post(PLANNER, ASKING_ABOUT_LEAF | {name: hostile})

    assert response.status_code in {200, 422}
    assert "<script>alert" not in response.content.decode()


def test_evidence_covers_what_the_rules_read(content):
    assert set(Claim.objects.published().values_list("key", flat=True)) >= CLAIMS


def test_the_form_s_address_is_the_planner(client):
    assert reverse("planner:plan") == PLANNER


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


def test_an_emergency_draws_nothing(client, content):
    assert 'class="drawing"' not in plan_page(client, NIGHT_NURSE)


def test_what_comes_next_stands_before_the_answers_and_never_speaks_of_kratom(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF)

    before, _, after = html.partition('<dl class="given">')
    said = words_of(before.partition('class="next"')[2])
    assert re.search(r"Tue \d\d:\d\d [a-z]", said)
    assert "From now no alcohol" in said
    assert "kratom" not in said.lower()
    assert 'class="next"' not in after


def test_in_an_emergency_nothing_else_comes_next(client, content):
    assert 'class="next"' not in plan_page(client, NIGHT_NURSE)


def test_the_words_of_a_button_are_one_piece(client, content):
    html = plan_page(client, ASKING_ABOUT_LEAF | {"product": "unsure"})

    buttons = re.findall(r'(?s)<button class="button[^>]*>(.*?)</button>', html)
    # The parts of a button are laid out side by side, and lose the space between them.
    assert buttons.count("Sheet for pharmacist or doctor (new tab)") == 2
    assert not any("<" in words for words in buttons)
