"""The rule that says what comes first, on hits as a database marks them."""

import pytest

from guides.choices import SearchKind
from guides.search.backend import END, MARK, Hit
from guides.search.meanings import FRAMING, in_other_words, meant, plainly
from guides.search.ranking import Asked, ranked
from guides.search.words import COMMON
from tests.factories import ClaimFactory, GuideFactory, SectionFactory, TermFactory
from tests.guides.searching import found, looked_up


def hit(key: str, *, kind: str = SearchKind.SECTION, **texts: str) -> Hit:
    """A hit, with what was found in brackets."""
    marked = {name: text.replace("[", MARK).replace("]", END) for name, text in texts.items()}
    return Hit(kind, key, "/", *(marked.get(n, "") for n in ("title", "text", "names", "part_of")))


def order(asked: list[Asked], *hits: Hit) -> list[str]:
    """The keys of hits, the best first."""
    return [each.key for each in ranked(hits, asked)]


SLEEP, CAFFEINE = Asked(["sleep"]), Asked(["caffeine"])
# There to be told apart from.
OTHERS = [hit(f"other-{number}", text="[sleep] and rest") for number in range(5)]


def test_a_name_counts_more_than_what_an_entry_is_part_of_and_that_more_than_what_it_says():
    said = hit("said", text="They [sleep]")
    part = hit("part", text="They [sleep]", part_of="[Sleep]")
    named = hit("named", text="They [sleep]", title="[Sleep]", names="[sleep]")

    assert order([SLEEP], said, part, named) == ["named", "part", "said"]


def test_a_name_that_says_little_else_counts_more():
    long = hit("long", title="[Sleep] and stairs and bones")
    short = hit("short", title="What is [sleep]?")

    assert order([SLEEP], long, short) == ["short", "long"]


def test_a_word_that_most_go_by_decides_less_than_one_that_few_do():
    common = hit("common", title="[Sleep]", text="[caffeine]")
    rare = hit("rare", title="[Caffeine]", text="[sleep]")
    named = [hit(f"named-{n}", title="[Sleep] again", text="[caffeine]") for n in range(5)]

    assert order([SLEEP, CAFFEINE], common, *named, rare)[0] == "rare"


def test_words_that_stand_together_count_more():
    apart = hit("apart", text="[Sleep] on stairs and on [caffeine]")
    together = hit("together", text="Stairs and [sleep] on [caffeine]")

    assert order([SLEEP, CAFFEINE], apart, together) == ["together", "apart"]


def test_an_entry_that_lacks_a_word_comes_after_one_that_has_all():
    some = hit("some", text="[sleep] [sleep] [sleep] [sleep]")
    every = hit("every", text="One may [sleep] with bed and blanket in spite of [caffeine]")

    assert order([SLEEP, CAFFEINE], some, *OTHERS, every)[0] == "every"


def test_a_word_that_only_helps_decides_between_equals():
    plain = hit("plain", text="They [sleep] well and rest")
    helped = hit("helped", text="They [sleep] [much] and rest")

    assert order([SLEEP, Asked(["much"], 0.35)], plain, helped) == ["helped", "plain"]


def test_what_only_belongs_to_something_that_has_the_word_is_left_out():
    assert order([SLEEP], hit("part", part_of="[Sleep]")) == []


def test_the_word_that_was_typed_counts_more_than_one_that_stands_for_it():
    other = hit("other", text="The [dose]")
    typed = hit("typed", text="The [amount]")

    assert order([Asked(["amount", "dose"])], other, typed) == ["typed", "other"]


def test_how_a_statement_begins_is_no_name_of_it():
    claim = hit("claim", kind=SearchKind.CLAIM, title="[Sleep]")
    named = hit("named", title="[Sleep]")

    assert order([SLEEP], claim, named) == ["named", "claim"]


def test_what_the_planner_asks_about_comes_after_what_explains():
    asked = hit("asked", kind=SearchKind.SAFETY_FACTOR, title="[Sleep]")
    section = hit("section", title="[Sleep]")

    assert order([SLEEP], asked, section) == ["section", "asked"]


def test_of_equals_the_order_of_the_database_stays():
    assert order([SLEEP], *OTHERS) == [each.key for each in OTHERS]


# --- What a question means ---------------------------------------------------------------------


def test_a_word_is_looked_for_by_its_other_names_too():
    assert in_other_words(["coffee"]) == ["coffee", "caffeine"]
    assert in_other_words(["stairs"]) == ["stairs"]


def test_words_that_stand_together_say_what_is_asked():
    assert meant(["how", "much", "kratom"]) == [["dose", "amount", "gram", "much"]]
    assert meant(["much", "of", "how"]) == []


def test_who_wants_to_die_is_not_shown_who_died():
    assert plainly("i want to die") == "i suicide"
    assert plainly("can you die of it") == "can you die of it"
    assert plainly("my legs were dead") == "my legs were dead"


def test_a_framing_word_is_none_of_the_common_ones():
    assert not FRAMING & COMMON


@pytest.mark.django_db
def test_a_framing_word_does_not_have_to_be_there_but_helps():
    TermFactory(key="plain", name="Nap", also=[], meaning="Short sleep at noon.")
    TermFactory(key="long", name="Nap", also=[], meaning="Long sleep at noon.")

    results = looked_up("how long should i nap")

    assert [result.address for result in results.found] == ["/glossary/#long", "/glossary/#plain"]
    assert [word.typed for word in results.sought] == ["nap"]
    assert results.have_all


@pytest.mark.django_db
def test_where_there_is_nothing_else_framing_words_are_asked():
    TermFactory(key="time", name="Time", also=[], meaning="What a clock shows.")

    assert found("what time is it") == ["/glossary/#time"]


@pytest.mark.django_db
def test_a_section_need_not_say_again_what_its_guide_is_about():
    guide = GuideFactory(slug="tea", title="Tea", summary="A drink.", key_points="- Hot.")
    SectionFactory(guide=guide, slug="law", heading="Where it is banned", body="In places.")
    ClaimFactory(statement="Tea is old.")

    assert found("is tea legal") == ["/guides/tea/#law"]


@pytest.mark.django_db
def test_a_question_is_no_typing_error_if_we_have_the_thing_by_another_name():
    TermFactory(key="caffeine", name="Caffeine", also=[], meaning="It wakes.")
    TermFactory(key="coffer", name="Coffer", also=[], meaning="A chest.")

    results = looked_up("coffee")

    assert [result.address for result in results.found] == ["/glossary/#caffeine"]
    assert results.sought[0].way == "as-typed"
