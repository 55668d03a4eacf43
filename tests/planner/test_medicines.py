"""Typed names of medicines are found, and what is not found is never lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.screening import Kind
from planner.core.values import TypedName
from planner.medicines import Found, look_up
from tests.planner.people import shipped_factors

NAMES = [
    (factor.key, name)
    for factor in shipped_factors()
    if factor.kind is Kind.MEDICINE
    for name in factor.examples
]


def found(typed):
    return look_up(typed, shipped_factors())


@pytest.mark.parametrize(("key", "name"), NAMES, ids=[f"{key}: {name}" for key, name in NAMES])
def test_every_name_that_the_list_shows_is_found(key, name):
    assert key in found(name.upper()).keys
    assert found(name).unlisted == ()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Zoloft 50 mg once daily", "ssris-snris"),
        ("zoloft tablets", "ssris-snris"),
        ("SSRI", "ssris-snris"),
        ("St John’s Wort", "other-serotonergic"),
        ("St. Johns wort", "cyp3a-inducers"),
        ("co-codamol 30/500", "opioids"),
        ("benzodiazepine", "benzodiazepines"),
        ("Émsam", "maois"),
        ("ibrutinib", "cyp3a4-narrow-index"),
        ("co codamol", "opioids"),
        ("co\u2011codamol", "opioids"),
        ("5HTP", "other-serotonergic"),
        ("warfarin™ 5mg", "cyp3a4-narrow-index"),
        ("levothyroxine 100 µg or xanax", "benzodiazepines"),
        ("I am taking sodium valproate", "epilepsy-medicines"),
        ("tramadol ER", "opioids"),
        ("Zoloft twice a day", "ssris-snris"),
        ("Panadol Night", "sedating-antihistamines"),
        ("7-OH", "more-kratom-or-7oh"),
        ("7-hydroxymitragynine", "more-kratom-or-7oh"),
        ("opioids", "opioids"),
        ("Xanax2mg", "benzodiazepines"),
        ("sertraline50mg", "ssris-snris"),
        ("sleeping pills", "sleeping-pills"),
        ("muscle relaxant", "muscle-relaxants"),
    ],
)
def test_names_are_found_as_people_write_them(typed, key):
    assert key in found(typed).keys
    assert found(typed).unlisted in {(), ("levothyroxine 100 µg",)}


@pytest.mark.parametrize(
    ("typed", "unlisted"),
    [
        ("Tylenol 3", ("3",)),
        ("tylenol night", ("night",)),
        ("niacin + 2 G", ("2 G",)),
        ("weed \u2744", ("\u2744",)),
        ("tylenol no. 4", ("no 4",)),
        ("weed with X", ("X",)),
        ("niacin & G", ("G",)),
        ("X, weed", ("X",)),
        ("222s", ("222s",)),
        ("Product 19", ("Product 19",)),
        ("none, metformin", ("metformin",)),
        ("sudafed with the pill", ("pill",)),
        ("sudafed with a patch", ("patch",)),
        ("weed with other drugs", ("drugs",)),
        ("niacin using another supplement", ("another supplement",)),
        ("One A Day", ("One A Day",)),
        ("Zirtek One A Day", ("Zirtek One A Day",)),
        ("insulin 10 iu, weed", ("insulin 10 iu",)),
        ("Zopiclon7.5mg", ("Zopiclon7.5mg",)),
    ],
)
def test_what_may_be_another_medicine_is_not_passed_over(typed, unlisted):
    assert found(typed).unlisted == unlisted


@pytest.mark.parametrize(
    "typed",
    [
        "medicine cleared by",
        "Z-Pak",
        "the same",
        "vanilla extract",
        "large amounts",
    ],
)
def test_a_piece_of_a_label_is_no_name(typed):
    assert found(typed) == Found((), (typed,))


def test_a_medicine_may_stand_in_several_groups():
    assert found("tramadol").keys >= {"opioids", "other-serotonergic", "seizure-threshold"}


def test_a_longer_name_is_also_the_shorter_one_inside_it():
    assert found("Tylenol PM").keys == {"sedating-antihistamines", "liver-stressing"}


def test_several_names_are_told_apart():
    assert found("Zoloft, warfarin and creatine; fish oil\nXanax") == Found(
        named=(
            TypedName("zoloft", "ssris-snris", "Zoloft"),
            TypedName("warfarin", "cyp3a4-narrow-index", "warfarin"),
            TypedName("xanax", "benzodiazepines", "Xanax"),
        ),
        unlisted=("creatine", "fish oil"),
    )


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("st johns wort", "st johns wort"),
        ("St. John’s  Wort, fish oil", "St. John’s Wort"),
        ("tylenol pm", "tylenol pm"),
        ("TYLENOL PM twice a day, Tylenol pm", "TYLENOL PM"),
        ("I take Tylenol 500 mg PM", "Tylenol 500 mg PM"),
        ("E\u0301msam", "E\u0301msam"),
        ("Effexo\u0301r\u0301 75mg", "Effexo\u0301r\u0301"),
        ("fish oil ™ & ﬂuoxetine", "ﬂuoxetine"),
    ],
)
def test_a_name_that_was_found_is_quoted_as_it_was_typed(typed, quoted):
    assert {name.typed for name in found(typed).named} == {quoted}


def test_a_name_that_was_not_found_is_quoted_as_it_was_typed_and_once():
    assert found("Fish  Oil 2 g daily, creatine, Creatine").unlisted == (
        "Fish Oil 2 g daily",
        "creatine",
    )


def test_what_stands_beside_a_known_name_is_not_lost():
    assert found("zoloft metformin").unlisted == ("metformin",)


@pytest.mark.parametrize(
    "typed",
    ["the pill", "pills", "my medicine", "a patch", "as needed", "G", "7", "50 mg", "💊", "???"],
)
def test_what_has_no_name_in_it_is_something_all_the_same(typed):
    assert found(typed).unlisted == (typed,)


@pytest.mark.parametrize("typed", ["", "none", "Nothing", "no", "n/a", " , ;", "no medicines"])
def test_nothing_is_nothing(typed):
    assert found(typed) == Found((), ())


@pytest.mark.parametrize("typed", ["sertralin", "azilsartan", "predniso", "vitamin d"])
def test_a_name_that_is_only_close_to_one_we_know_is_not_taken_for_it(typed):
    assert not found(typed).named
    assert found(typed).unlisted == (typed,)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("sertralin", ["sertraline"]),
        ("Sertralin 50 mg every day", ["sertraline"]),
        ("xanex", ["Xanax"]),
        ("escitaloprim", ["escitalopram"]),
        ("stjohnswort", ["St John's wort"]),
        ("warfarin, tramadl", ["tramadol"]),
        ("zoloft xanex", ["Xanax"]),
        ("caffeine", ["caffeine tablets"]),
        ("pre-workout", ["pre-workout powders"]),
        ("xan ax", ["Xanax"]),
        ("sertra line", ["sertraline"]),
        ("tylenolpm", ["Tylenol PM"]),
    ],
)
def test_a_slip_is_asked_about(typed, names):
    assert [close.name for close in found(typed).close] == names
    assert {close.typed for close in found(typed).close} == set(found(typed).unlisted)


@pytest.mark.parametrize(
    "typed",
    [
        "azilsartan",
        "lion's mane powder",
        "metformin",
        "vitamin d",
        "loratadine",
        "weeds",
        "coffee",
        "zolf",
        "none",
    ],
)
def test_another_name_is_not_asked_about(typed):
    assert found(typed).close == ()


@given(st.sampled_from(NAMES), st.integers(0, 60), st.sampled_from("aeiouqz"))
def test_a_slip_is_never_taken_for_a_name_and_at_most_two_are_asked_about(known, place, letter):
    name = known[1]
    typed = name[:place] + letter + name[place + 1 :]

    result = found(typed)

    assert result.keys or result.unlisted
    for unlisted in result.unlisted:
        assert len([close for close in result.close if close.typed == unlisted]) <= 2


@given(st.text(min_size=1, max_size=60))
def test_whatever_somebody_types_is_found_or_handed_back_unless_it_says_nothing(typed):
    result = found(typed)

    said_something = any(unicodedata.category(sign)[0] in "LNS" for sign in typed)
    letters = unicodedata.normalize("NFKD", typed.casefold())
    bare = "".join(filter(str.isalnum, letters)).removesuffix("s")
    says_none = bare in {"no", "none", "nil", "na", "nothing"}
    if said_something and not says_none:
        assert result.keys or result.unlisted


@given(st.sampled_from(NAMES), st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12))
def test_what_stands_beside_a_known_name_is_known_or_handed_back(known, other):
    key, name = known
    result = found(f"{name}, {other}")

    assert key in result.keys
    assert result.unlisted or found(other).keys


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_two_names_together_find_what_each_finds_alone(one, other):
    together = found(f"{one[1]}, {other[1]}")

    assert together.keys == found(one[1]).keys | found(other[1]).keys
