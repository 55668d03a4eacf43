"""Whoever gets a sheet gets questions: enough of them, one for each thing named, and few enough."""

import re
from dataclasses import replace

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from planner.core.questions import DAILY_USE, MOST, Kind, Question
from planner.core.questions import questions as questions_of
from planner.core.screening import screen
from planner.core.values import Effort, Kratom, Product, WarningSign
from tests.planner.people import an_evening_lifter, asking_about_leaf, everybody, shipped_factors

NAMES = st.lists(st.sampled_from(["fexofenadine", "zinc", "ashwagandha", "creatine"]), unique=True)


def screened(answers):
    return screen(answers, shipped_factors(), is_sent_to_care=False)


def questions(answers, **kwargs):
    return questions_of(answers, screened(answers), **kwargs)


def kinds(answers, **kwargs):
    return [question.kind for question in questions(answers, **kwargs)]


def name_of(key):
    return next(factor.name for factor in shipped_factors() if factor.key == key)


def an_asker(answers, names):
    return replace(answers, unlisted_medicines=tuple(names))


def test_somebody_who_does_not_ask_about_kratom_asks_about_recovery():
    assert kinds(an_evening_lifter()) == [
        Kind.ORDINARY_SORENESS,
        Kind.PAINKILLERS,
        Kind.SLEEP,
        Kind.COLD_WATER,
        Kind.MY_MEDICINES,
    ]


def test_somebody_on_sertraline_asks_about_their_antidepressant_first():
    asked = questions(asking_about_leaf(medicines=frozenset({"ssris-snris"})))

    assert asked[0] == Question(Kind.MEDICINE, ("Antidepressants: SSRIs and SNRIs",))
    assert Kind.INSTEAD in [question.kind for question in asked]


def test_soreness_out_of_proportion_is_asked_about_unless_a_warning_sign_says_more():
    sore = an_evening_lifter(effort=Effort.EASY, soreness=9)
    worse = replace(sore, warning_signs=frozenset({WarningSign.SWOLLEN_LEG}))

    assert kinds(sore)[0] is Kind.OUT_OF_PROPORTION
    assert kinds(worse)[0] is Kind.WARNING_SIGNS
    assert Kind.OUT_OF_PROPORTION not in kinds(worse)


def test_a_condition_is_asked_about_as_one():
    asked = questions(asking_about_leaf(conditions=frozenset({"kidney-disease"})))

    assert asked[0] == Question(Kind.CONDITION, ("Kidney disease",))


def test_all_that_is_a_clear_no_is_one_question():
    asked = questions(
        asking_about_leaf(
            conditions=frozenset({"pregnancy", "liver-disease"}), medicines=frozenset({"opioids"})
        )
    )

    assert asked[0].kind is Kind.LEAVE_ALONE
    assert set(asked[0].about) == {
        name_of(key) for key in ("pregnancy", "liver-disease", "opioids")
    }


def test_a_medicine_that_no_factor_names_is_asked_about_by_its_name():
    asked = questions(asking_about_leaf(unlisted_medicines=("fexofenadine",)))

    assert asked[0] == Question(Kind.UNLISTED_MEDICINE, ("fexofenadine",))


def test_warning_signs_come_first():
    signs = frozenset({WarningSign.GETTING_WORSE, WarningSign.SWOLLEN_LEG})
    answers = asking_about_leaf(warning_signs=signs, medicines=frozenset({"opioids"}))

    first = questions(answers)[0]

    about = (WarningSign.SWOLLEN_LEG, WarningSign.GETTING_WORSE)
    assert first == Question(Kind.WARNING_SIGNS, about)


def test_thoughts_of_suicide_come_before_all_else():
    answers = asking_about_leaf(
        conditions=frozenset({"suicidal-thoughts", "pregnancy"}),
        warning_signs=frozenset({WarningSign.SWOLLEN_LEG}),
    )

    assert kinds(answers)[:3] == [Kind.CRISIS, Kind.WARNING_SIGNS, Kind.LEAVE_ALONE]


def test_soreness_that_has_lasted_too_long_is_asked_about_first():
    assert kinds(an_evening_lifter(), is_still_sore=True)[0] is Kind.STILL_SORE


def test_whoever_uses_kratom_asks_once_how_to_stop():
    using = asking_about_leaf(kratom=Kratom.USING)
    daily = asking_about_leaf(kratom=Kratom.USING, conditions=frozenset({DAILY_USE}))

    assert kinds(using).count(Kind.STOPPING) == 1
    assert kinds(daily).count(Kind.STOPPING) == 1


def test_a_product_that_is_not_plain_leaf_is_asked_about():
    assert Kind.PRODUCT in kinds(asking_about_leaf(product=Product.UNSURE))


def test_what_there_is_no_place_for_is_one_question():
    keys = [factor.key for factor in shipped_factors() if factor.key != "suicidal-thoughts"]

    asked = questions(asking_about_leaf(medicines=frozenset(keys)))

    together = {question.kind: question.how_many for question in asked}
    assert len(asked) == MOST
    # One place for the clear noes, one for a question to everybody, and the rest in one.
    alone = MOST - 3
    assert together[Kind.LEAVE_ALONE] + alone + together[Kind.THE_REST] == len(keys)


@given(everybody(), NAMES, st.booleans())
def test_everybody_gets_three_questions_and_nobody_too_many(answers, names, is_still_sore):
    asked = questions(an_asker(answers, names), is_still_sore=is_still_sore)

    assert 3 <= len(asked) <= MOST
    assert len(set(asked)) == len(asked)


@given(everybody(), NAMES)
def test_each_thing_named_is_in_exactly_one_question(answers, names):
    answers = an_asker(answers, names)

    about = [name for question in questions(answers) for name in question.about]

    for factor in screened(answers).flagged:
        assert about.count(factor.name) == 1
    for name in answers.unlisted_medicines if answers.asks_about_kratom else ():
        assert about.count(name) == 1


@given(everybody(), NAMES)
def test_a_question_of_its_own_for_each_as_long_as_there_is_a_place(answers, names):
    answers = an_asker(answers, names)

    asked = questions(answers)

    if Kind.THE_REST not in [question.kind for question in asked]:
        together = {Kind.WARNING_SIGNS, Kind.LEAVE_ALONE}
        named = [question for question in asked if question.kind not in together]
        assert all(question.how_many <= 1 for question in named)


@given(everybody(), NAMES)
def test_the_questions_give_no_amount_and_always_ask(answers, names):
    for question in questions(an_asker(answers, names)):
        words = render_to_string("planner/_question.html", {"question": question})

        assert "?" in words
        assert not re.search(r"\d\s*(?:g|mg|grams?|milligrams?|capsules?)\b", words)


def test_every_kind_of_question_has_words():
    for kind in Kind:
        words = render_to_string(
            "planner/_question.html", {"question": Question(kind, (name_of("opioids"),))}
        )

        assert "?" in words, kind
