"""The page that somebody takes to a pharmacist or doctor."""

import re
from dataclasses import replace

import pytest
import time_machine
from django.urls import reverse

from guides.models import Claim
from planner.consult_sheet import AS_GRAVE_AS_A_CLASH, ROOM_FOR_NAMES, WELL_KNOWN, build_sheet
from planner.core.screening import PRESCRIPTION, Kind, Severity
from planner.models import SafetyFactor
from tests.planner.pages import words_of
from tests.planner.people import (
    an_evening_lifter,
    asking_about_leaf,
    at,
    keys_of,
    plan_for,
    shipped_evidence,
    shipped_factors,
)
from tests.planner.typed import ASKING_ABOUT_LEAF, EVENING_LIFTER, NIGHT_NURSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday_morning")]

SHEET = "/planner/consult-sheet/"
ON_SERTRALINE = ASKING_ABOUT_LEAF | {"medicines": ["ssris-snris"], "other_medicines": "sertraline"}


def sheet_page(client, typed):
    response = client.post(SHEET, typed)
    assert response.status_code == 200, words_of(response.content.decode())
    return response.content.decode()


def sheet_words(client, typed):
    html = sheet_page(client, typed)
    return words_of(html.split('<article class="sheet">')[1].split("</article>")[0])


def sheet_of(answers, written=""):
    return build_sheet(plan_for(answers), shipped_evidence(), written)


def test_it_stands_at_its_fixed_address():
    assert reverse("planner:consult_sheet") == SHEET


def test_it_says_what_somebody_wants_to_do_and_what_they_take(client, content):
    words = sheet_words(client, ON_SERTRALINE)

    assert "Lifting, hard, new or harder than usual, to end Tue 24 Nov, 18:00" in words
    assert "Bed Tue 22:30, up Wed 06:30" in words
    assert "I am thinking about it: plain leaf." in words
    assert "I wrote sertraline" in words
    assert "I take Antidepressants: SSRIs and SNRIs" in words
    assert "Made on: 24 November 2026" in words
    assert "It is not a referral or a prescription." in words


@pytest.mark.parametrize("severity", list(Severity))
def test_a_flagged_factor_stands_with_its_reason_its_sources_and_a_question(
    client, content, severity
):
    factor = SafetyFactor.objects.exclude(key="suicidal-thoughts").filter(severity=severity)[0]
    question = "conditions" if factor.kind == "condition" else "medicines"

    words = sheet_words(client, ASKING_ABOUT_LEAF | {question: [factor.key]})

    why, asked = words.split("What I would like to ask")
    assert factor.label in why
    assert " ".join(factor.why.split()) in why
    for source in factor.sources.all():
        assert source.short in why
    assert asked.count(factor.label.partition(" (")[0]) == 1


def test_the_gravest_comes_first(client, content):
    words = sheet_words(client, ON_SERTRALINE | {"medicines": ["ssris-snris", "opioids"]})

    why = words.split("Why I was sent to you")[1]
    assert why.index("Opioid medicines") < why.index("Antidepressants")


def test_what_clashes_and_the_heart_come_before_alcohol(client, content):
    named = {"medicines": ["alcohol", "qt-prolonging"], "conditions": ["heart-rhythm"]}

    why = sheet_words(client, ASKING_ABOUT_LEAF | named).split("Why I was sent to you")[1]

    alcohol = why.index("Alcohol.")
    assert why.index("Medicines that lengthen the QT interval.") < alcohol
    assert why.index("Heart disease, long QT, rhythm problems or fainting.") < alcohol


def test_each_of_many_has_its_reason_or_the_first_sentence_of_it(client, content):
    much = {
        "kratom": "using",
        "conditions": ["already-using-daily", "high-blood-pressure"],
        "medicines": ["alcohol", "qt-prolonging"],
        "other_medicines": "sertraline, tylenol pm",
    }

    words = sheet_words(client, ASKING_ABOUT_LEAF | much)

    why = words.split("Why I was sent to you")[1].split("What I would like to ask")[0]
    assert "the possible outcome is a fatal heart rhythm" in why
    assert "Alcohol. Alcohol adds to drowsiness" in why
    assert "An illness like serotonin syndrome (too much serotonin) was reported" in why
    assert "Kratom has built up in your body, and dependence is likely." in why
    assert "Raised blood pressure is among the effects" in why
    assert "Kratom can injure the liver by itself." in why
    assert "more were flagged" not in why


def test_what_somebody_typed_is_carried_as_they_wrote_it(client, content):
    words = sheet_words(client, ASKING_ABOUT_LEAF | {"other_medicines": "fexofenadine, zinc"})

    assert "fexofenadine, zinc" in words


def test_a_typed_name_is_flagged_if_we_know_it_and_asked_about_if_we_do_not(client, content):
    words = sheet_words(client, ASKING_ABOUT_LEAF | {"other_medicines": "fexofenadine, zinc"})

    assert "P-glycoprotein medicines with a thin margin" in words
    questions = words[words.index("What I would like to ask") :]
    assert "zinc" in questions


def test_typed_text_cannot_become_markup(client, content):
    hostile = "<script>alert(1)</script>\"'><b>"

    html = sheet_page(client, ASKING_ABOUT_LEAF | {"other_medicines": hostile})

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_warning_sign_stands_before_everything_else(client, content):
    signs = {"warning_signs": ["swollen_leg"], "medicines": ["opioids"]}

    html = sheet_page(client, ASKING_ABOUT_LEAF | signs)

    marks = ["Get medical advice today", "<strong>Today:</strong> One leg swollen", 'id="told"']
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


def test_somebody_in_an_emergency_gets_care_and_no_sheet(client, content):
    with time_machine.travel(at("2026-11-24", "07:20"), tick=False):
        words = words_of(client.post(SHEET, NIGHT_NURSE).content.decode())

    assert "Get emergency care now" in words
    assert "What I would like to ask" not in words


def test_whoever_did_not_ask_about_kratom_gets_lines_to_write_on(client, content):
    words = sheet_words(client, EVENING_LIFTER)

    assert "I take Not asked. To write here." in words
    assert "Is a cold bath safe for me?" in words
    assert "kratom" not in words.lower()


def test_whoever_is_let_through_takes_their_caution_along_and_no_time(client, content):
    words = sheet_words(client, ASKING_ABOUT_LEAF | {"medicines": ["cannabis-thc"]})

    assert "What the planner flagged" in words
    assert "Cannabis" in words
    assert "16:30" not in words
    assert "before bed" not in words


def test_nothing_on_it_is_an_amount(client, content):
    everything = {
        "conditions": [f.key for f in SafetyFactor.objects.filter(kind="condition")],
        "medicines": [f.key for f in SafetyFactor.objects.filter(kind="medicine")],
    }

    for factors in ({}, {"medicines": ["cyp2d6-substrates"]}, everything):
        words = sheet_words(client, ASKING_ABOUT_LEAF | factors)

        assert not re.search(r"\d\s*(?:g|mg|grams?|milligrams?)\b", words)


def test_the_facts_stand_with_verdict_certainty_and_source(client, content):
    words = sheet_words(client, ON_SERTRALINE).split("Facts that may help")[1]

    assert "half-life of about 23 to 45 hours" in words
    assert "Supported Moderate certainty" in words
    assert "Huestis, 2024" in words
    assert "Kratom for soreness after exercise: no human study found" in words
    assert "Unstudied" in words


@pytest.mark.parametrize("product", ["extract", "seven_hydroxy", "unsure"])
def test_what_is_not_leaf_gets_no_facts_of_leaf(client, content, product):
    words = sheet_words(client, ASKING_ABOUT_LEAF | {"product": product})

    facts = words.split("Facts that may help")[1]
    assert "half-life" not in facts
    assert "untested in people" in facts


def test_a_fact_whose_claim_is_not_published_is_left_out(client, content):
    Claim.objects.filter(key="mitragynine-half-life").update(is_published=False)

    assert "half-life" not in sheet_words(client, ON_SERTRALINE)


def test_what_one_page_cannot_hold_is_counted():
    keys = frozenset(factor.key for factor in shipped_factors())

    sheet = sheet_of(asking_about_leaf(medicines=keys, unlisted_medicines=("a name",) * 90))

    assert sheet.not_explained
    assert len(sheet.explained) + len(sheet.in_short) + sheet.not_explained == len(keys)
    named = [sheet.medicines, sheet.conditions]
    # Some prescription medicine, when others are named, is no name of its own.
    assert sum(len(names.shown) + names.left_off for names in named) == len(keys) - 1
    assert sheet.unlisted.left_off


def test_all_names_stand_where_each_reason_has_room():
    medicines = [factor.key for factor in shipped_factors() if factor.kind is Kind.MEDICINE]

    sheet = sheet_of(asking_about_leaf(medicines=frozenset(medicines[:6])))

    assert sum(map(len, sheet.medicines.shown)) > ROOM_FOR_NAMES
    assert not sheet.medicines.left_off
    assert not sheet.not_explained


def test_a_prescription_medicine_is_named_only_where_no_other_is():
    alone = sheet_of(asking_about_leaf(conditions=frozenset({PRESCRIPTION})))
    beside = sheet_of(asking_about_leaf(medicines=frozenset({"blood-pressure-medicines"})))

    assert alone.medicines.shown == ("A regular prescription medicine of any kind",)
    assert beside.medicines.shown == ("Blood-pressure medicines, especially clonidine-type",)
    assert not alone.conditions.shown + beside.conditions.shown


def test_as_many_reasons_stand_as_were_measured_to_fit_on_paper():
    answers = asking_about_leaf(medicines=frozenset(keys_of(Severity.AVOID)))

    sheets = sheet_of(answers), sheet_of(answers, written="a" * 300)

    # With other counts, print the sheet on A4 and on US Letter and look.
    assert [(len(sheet.explained), len(sheet.in_short)) for sheet in sheets] == [(1, 16), (1, 9)]


def test_an_unlisted_medicine_is_an_open_question():
    sheet = sheet_of(asking_about_leaf(unlisted_medicines=("fexofenadine",)))

    assert sheet.unlisted.shown == ("fexofenadine",)
    assert ("fexofenadine",) in [question.about for question in sheet.questions]


def test_soreness_that_has_lasted_too_long_is_asked_about():
    answers = replace(an_evening_lifter(soreness=4), finished_at=at("2026-11-17", "18:00"))

    assert sheet_of(answers).questions[0].kind == "still_sore"


def test_nothing_lives_at_its_address_for_a_search_engine_to_find(client, content):
    assert client.get("/planner/consult-sheet/").status_code == 405


def test_its_title_says_nothing_of_the_answers(client, content):
    title = re.search(r"<title>(.*?)</title>", sheet_page(client, ON_SERTRALINE)).group(1)

    assert title == "Questions for my pharmacist or doctor | Recovery Handbook"


def test_it_leads_back_to_the_plan_with_the_same_answers(client, content):
    html = sheet_page(client, ON_SERTRALINE)

    assert f'action="{reverse("planner:plan")}"' in html
    assert '<input type="hidden" name="medicines" value="ssris-snris"' in html


def test_a_plan_leads_to_it_and_says_the_answers_once(client, content):
    html = client.post(reverse("planner:plan"), ON_SERTRALINE).content.decode()

    assert html.count(f'formaction="{SHEET}"') == 2
    # Buttons elsewhere on the page send the one form that holds the answers.
    assert html.count('id="answers"') == 1
    assert html.count('name="bedtime"') == 1
    assert html.count('form="answers"') == 2
    assert html.count('<input type="hidden" name="bedtime"') == 1


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_it_can_only_be_posted_to(client, content, method):
    assert getattr(client, method)(SHEET).status_code == 405


def test_a_wrong_form_comes_back_to_be_put_right(client, content):
    response = client.post(SHEET, EVENING_LIFTER | {"bedtime": "never"})

    assert response.status_code == 422
    assert "no-store" in response["Cache-Control"]
    assert "never" in response.content.decode()


def test_what_is_put_before_or_after_others_is_in_the_list(content):
    there = set(SafetyFactor.objects.values_list("key", flat=True))

    assert there >= AS_GRAVE_AS_A_CLASH | WELL_KNOWN
