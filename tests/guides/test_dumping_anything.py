"""Whatever editors write comes back from the files that a dump wrote."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides import loading
from guides.dumping import differences, dump
from guides.markdown import Keys
from guides.models import Claim, Source
from guides.models.guides import TAKEN
from guides.proofreading import problems
from tests.factories import (
    ClaimFactory,
    GuideFactory,
    NoticeFactory,
    PopularClaimFactory,
    SectionFactory,
    SourceFactory,
    TermFactory,
)
from tests.guides.commands import run
from tests.guides.dumping import empty_the_database, loading_from, records, texts
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db


def test_texts_that_look_like_something_else_and_nine_digits_come_back(handwritten):
    claim = ClaimFactory(
        key="012", statement="2026-01-01", unit="null", timing_note="yes",
        low=Decimal("-123456.789"), high=Decimal("123456.789"), sources=[SourceFactory()],
    )  # fmt: skip
    run("dump_content")
    claim.delete()
    loading.LoadedRecord.objects.all().delete()

    run("load_content")

    loaded = Claim.objects.get(key="012")
    assert (loaded.statement, loaded.unit, loaded.timing_note) == ("2026-01-01", "null", "yes")
    assert (loaded.low, loaded.high) == (Decimal("-123456.789"), Decimal("123456.789"))


def test_a_file_that_is_edited_after_a_dump_is_followed(handwritten):
    source = Source.objects.order_by("pk").first()
    Source.objects.filter(pk=source.pk).update(title="As an editor wrote it")
    run("dump_content")
    file = handwritten / "sources.yaml"
    file.write_text(file.read_text().replace("As an editor wrote it", "As the file says"))

    printed = run("load_content")

    source.refresh_from_db()
    assert source.title == "As the file says"
    assert " 1 changed, 0 kept as edited" in printed


NASTY = (
    "null", "~", "yes", "No", "on", "1e3", "1.5e+3", "012", "0o7", "0x1F", "1_000", "12:30:45",
    ".inf", ".nan", "2026-01-01", "2026-01-01T12:00:00Z", "", " ", "- item", "# no comment",
    "a # comment", "a: b", "? a", "[a", "{a}", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "---",
    "...", "'", '"', "''", '"\\"', "\\", "\\n", "é", "😀", "=", "<<", "trailing  ",
    "a\nb", "a\n\n\nb\n", " a ", "a\tb", "a\r\nb", "\u0085",
    "a\u2028b\u2029", "\ufeff", "\ufffe", "\x07",
)  # fmt: skip


# Databases refuse NUL, and nothing can be written with half a character.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")

ANY_TEXT = st.sampled_from(NASTY) | st.text(LETTERS, max_size=40)

SOME_TEXT = ANY_TEXT.filter(bool)


# So long that it is folded, in words and without.
LONG_TEXT = SOME_TEXT | st.builds("{0} {0}: {1}".format, st.just("words " * 20), ANY_TEXT)

KEYS = st.sampled_from(["null", "yes", "012", "1e3", "2026-01-01", "1_000", "-", "_"]) | st.text(
    st.sampled_from("abzAZ019-_"), min_size=1, max_size=8
)

ANCHORS = KEYS.filter(
    lambda slug: slug not in TAKEN.whole and not slug.startswith(TAKEN.beginnings)
)

NUMBERS = st.none() | st.decimals(
    Decimal("-999999.999"), Decimal("999999.999"), places=3, allow_nan=False
)

DAYS = st.dates(date(1, 1, 1), date(2026, 1, 15))

MOMENTS = st.datetimes(
    datetime(1900, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)
)  # fmt: skip


def sound(text: str) -> bool:
    """Whether a form would take a text, and a file can hold it as a part of a section."""
    nothing = Keys(frozenset(), frozenset(), frozenset(), frozenset())
    return not problems(text, nothing) and text == text.strip() != "" and "\r" not in text


MARKDOWN = (
    st.text(st.sampled_from("ab 12#-*>_`:.'\"\\\n\u2028é"), min_size=1, max_size=40)
    | st.sampled_from(["a\n\n---\n\nb", "---", "### a {#b}", "    code", "a  \nb", "1. a\n2. b"])
).filter(lambda text: sound(text) and not "\n## " not in f"\n{text}")

POINTS = SOME_TEXT.filter(lambda text: "\n" not in text and sound(f"- {text}".rstrip()))

HEADINGS = SOME_TEXT.filter(
    lambda text: text == text.strip() != "" and not any(end in text for end in "\r\n")
)


def some(strategy: st.SearchStrategy, **options: object) -> st.SearchStrategy:
    """A few different ones."""
    return st.lists(strategy, max_size=3, unique=True, **options)


def write_anything(data: st.DataObject) -> None:
    """Fill the database with whatever its models take."""
    draw = data.draw
    for key in draw(some(KEYS, min_size=1)):
        SourceFactory(
            key=key, title=draw(LONG_TEXT), authors=draw(SOME_TEXT), note=draw(ANY_TEXT),
            publisher=draw(ANY_TEXT), year=draw(st.none() | st.integers(0, 9999)),
            read=draw(st.sampled_from(["", "whole"])), funding=draw(ANY_TEXT),
        )  # fmt: skip
    sources = list(Source.objects.all())
    chosen = st.lists(st.sampled_from(sources), unique=True)
    carrying = st.lists(st.sampled_from(sources), unique=True, min_size=1)
    for key in draw(some(KEYS)):
        low, high = sorted([draw(NUMBERS), draw(NUMBERS)], key=lambda n: n or 0)
        if None not in (low, high) and low > high:
            low, high = high, low
        ClaimFactory(
            key=key, statement=draw(LONG_TEXT), low=low, high=high, unit=draw(ANY_TEXT),
            timing_note=draw(ANY_TEXT), is_published=draw(st.booleans()), sources=draw(carrying),
            reviewed_on=draw(DAYS), review_months=draw(st.integers(1, 120)),
        )  # fmt: skip
    claims = list(Claim.objects.all())
    answers = st.lists(st.sampled_from(claims), unique=True) if claims else st.just([])
    for key in draw(some(KEYS)):
        PopularClaimFactory(key=key, says=draw(SOME_TEXT), low=draw(NUMBERS), claims=draw(answers))
        NoticeFactory(key=key, headline=draw(SOME_TEXT), body=draw(ANY_TEXT))
        names = st.lists(SOME_TEXT.filter(str.strip), max_size=3)
        TermFactory(key=key, name=draw(SOME_TEXT), also=draw(names), sources=draw(chosen))
        SafetyFactorFactory(key=key, label=draw(SOME_TEXT), examples=draw(names))
    for slug in draw(some(KEYS)):
        guide = GuideFactory(
            slug=slug, title=draw(SOME_TEXT), summary=draw(SOME_TEXT), author=draw(SOME_TEXT),
            key_points="\n".join(f"- {p}" for p in draw(st.lists(POINTS, min_size=1, max_size=3))),
            published_at=draw(st.none() | MOMENTS),
        )  # fmt: skip
        for anchor in draw(some(ANCHORS)):
            SectionFactory(guide=guide, slug=anchor, heading=draw(HEADINGS), body=draw(MARKDOWN))


@settings(
    max_examples=25,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much,
    ]
)  # fmt: skip
@given(data=st.data())
def test_whatever_the_database_holds_comes_back_from_the_files(data):
    with transaction.atomic(), TemporaryDirectory() as name:
        folder = Path(name)
        write_anything(data)
        before = records()
        dump(folder)
        written = texts(folder)
        empty_the_database()

        with loading_from(folder):
            run("load_content")

        assert records() == before
        assert not any(differences(folder))
        dump(folder)
        assert texts(folder) == written
        transaction.set_rollback(True)
