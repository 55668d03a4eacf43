"""What differs between two records, as an editor reads it."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from guides import loading
from guides.differences import (
    CONTEXT,
    Change,
    Difference,
    Piece,
    changed_fields,
    compare_texts,
    differences,
    shortened,
)
from guides.guide_files import GuideKind
from guides.kinds import Kind
from guides.models import Claim, PopularClaim, Source, Term
from planner.content import SAFETY_FACTORS
from tests.factories import ClaimFactory, GuideFactory, SectionFactory, SourceFactory

CLAIMS = Kind(
    Claim, "claims.yaml", related={"sources": Source}, may_lack=frozenset({"is_published"})
)
GUIDES = GuideKind()
# Few words, so that texts have some in common.
TEXTS = st.lists(
    st.sampled_from(["sore", "muscle", "the", ".", ",", " ", "\n", "\n\n", "é-1"])
).map("".join)


def shown(pieces: tuple[Piece, ...] | list[Piece]) -> str:
    """The pieces as one line: [-removed-] and {+added+}."""
    marks = {Change.SAME: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}"}
    return "".join(marks[piece.change].format(piece.text) for piece in pieces)


def section(slug: str, heading: str | None = None, body: str = "Words.") -> dict[str, str]:
    return {"slug": slug, "heading": heading or slug.capitalize(), "body": body}


def in_sections(before: list[dict[str, str]], after: list[dict[str, str]]) -> list[Difference]:
    return differences({"sections": before}, {"sections": after}, GUIDES)


# --- Texts -----------------------------------------------------------------------------------


@given(st.text() | TEXTS, st.text() | TEXTS)
def test_what_stayed_and_what_was_added_is_the_later_text(before, after):
    pieces = compare_texts(before, after)

    assert "".join(p.text for p in pieces if p.change != Change.REMOVED) == after
    assert "".join(p.text for p in pieces if p.change != Change.ADDED) == before


@given(TEXTS, TEXTS)
def test_nothing_is_cut_but_words_that_stayed(before, after):
    pieces = compare_texts(before, after)

    cut = shortened(pieces)

    assert [p.change for p in cut] == [p.change for p in pieces]
    assert all(a == b for a, b in zip(cut, pieces, strict=True) if a.change != Change.SAME)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("It fades by itself.", "It eases by itself.", "It [-fades-]{+eases+} by itself."),
        ("24 to 72 hours", "24 to 96 hours", "24 to [-72-]{+96+} hours"),
        ("One.\n\nTwo.", "One.\n\nNew.\n\nTwo.", "One.\n\n{+New.\n\n+}Two."),
        ("Worst on day two.", "Worst from day one on.", "Worst [-on day two-]{+from day one on+}."),
        ("Nothing in common.", "A new text", "[-Nothing in common.-]{+A new text+}"),
    ],
)
def test_a_text_is_compared_word_by_word(before, after, expected):
    assert shown(compare_texts(before, after)) == expected


def test_a_long_run_that_stayed_is_cut_to_the_words_beside_what_changed():
    words = [f"w{number}" for number in range(100)]
    before, after = " ".join(words), " ".join(["first", *words[1:50], "middle", *words[51:]])

    [difference] = differences({"statement": before}, {"statement": after}, CLAIMS)

    beside = " ".join(words[1 : 1 + CONTEXT]), " ".join(words[50 - CONTEXT : 50])
    end = " ".join(words[51 : 51 + CONTEXT])
    assert shown(difference.pieces) == (
        f"[-w0-]{{+first+}} {beside[0]} … {beside[1]} [-w50-]{{+middle+}} {end} …"
    )


# --- Fields ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "before", "after", "label", "expected"),
    [
        (
            "reviewed_on", date(2026, 1, 15), date(2026, 3, 2),
            "Evidence checked on", "[-15 January 2026-]{+2 March 2026+}",
        ),
        ("reviewed_on", "2026-01-15", date(2026, 3, 2), "Evidence checked on",
            "[-15 January 2026-]{+2 March 2026+}"),
        ("verdict", "weak", "supported", "Verdict", "[-Weak-]{+Supported+}"),
        ("topic", "soreness", "legal", "Topic", "[-Soreness-]{+Law+}"),
        ("basis", "", "caution", "Basis", "[-empty-]{+A margin we chose+}"),
        ("low", None, 1.5, "Low", "[-empty-]{+1.5+}"),
        ("review_months", 12, 6, "Review months", "[-12-]{+6+}"),
        ("statement", "It fades.", "It eases.", "Statement", "It [-fades-]{+eases+}."),
    ],
)  # fmt: skip
def test_a_field_is_named_and_shown_as_people_read_it(field, before, after, label, expected):
    [difference] = differences({field: before}, {field: after}, CLAIMS)

    assert (difference.label, shown(difference.pieces)) == (label, expected)


def test_a_moment_is_shown_with_its_zone():
    [difference] = differences(
        {"published_at": None}, {"published_at": "2026-01-15T12:30:00Z"}, GUIDES
    )

    assert shown(difference.pieces) == "[-empty-]{+15 January 2026, 12:30 UTC+}"


def test_what_a_record_leaves_out_has_its_default():
    [difference] = differences({}, {"is_published": False}, CLAIMS)

    assert difference.label == "Is published"
    assert shown(difference.pieces) == "[-yes-]{+no+}"


def test_a_field_that_there_is_no_more_is_shown_all_the_same():
    [difference] = differences({"old_name": "It was so."}, {}, CLAIMS)

    assert (difference.label, shown(difference.pieces)) == ("Old name", "[-It was so.-]{+empty+}")


def test_of_a_list_the_items_that_went_and_came_are_told():
    [difference] = differences(
        {"sources": ["a-trial", "b-trial"]}, {"sources": ["b-trial", "c-trial"]}, CLAIMS
    )

    assert difference.label == "Sources"
    assert difference.is_list
    assert difference.pieces == (
        Piece(Change.REMOVED, "a-trial"),
        Piece(Change.ADDED, "c-trial"),
    )


@pytest.mark.parametrize(
    ("kind", "field"),
    [(Kind(Term, "glossary.yaml"), "also"), (SAFETY_FACTORS, "examples")],
)
def test_a_list_of_words_is_one_of_items_too(kind, field):
    [difference] = differences({field: []}, {field: ["oxy", "t1/2"]}, kind)

    assert [piece.text for piece in difference.pieces] == ["oxy", "t1/2"]


def test_the_points_of_a_guide_are_one_text_in_lines():
    [difference] = differences(
        {"key_points": ["It fades.", "Move."]}, {"key_points": ["It fades.", "Rest."]}, GUIDES
    )

    assert difference.label == "Key points"
    assert shown(difference.pieces) == "It fades.\n[-Move.-]{+Rest.+}"


@pytest.mark.parametrize(
    ("before", "after", "note"), [("", "Us", "it was empty"), ("Us", "", "it is empty now")]
)
def test_of_a_text_that_is_or_was_empty_that_is_said(before, after, note):
    [difference] = differences({"clinical_reviewer": before}, {"clinical_reviewer": after}, GUIDES)

    assert difference.notes == (note,)


def test_what_changed_is_named_in_one_line():
    before = {"says": "It works.", "verdict": "weak", "where": "A shop"}
    after = {"says": "It helps.", "verdict": "mixed", "where": "A shop"}

    labels = changed_fields(before, after, Kind(PopularClaim, "popular-claims.yaml"))

    assert labels == ["What people say", "Verdict"]


# --- Sections --------------------------------------------------------------------------------


def test_a_section_that_came_and_one_that_went_are_told_with_their_text():
    found = in_sections([section("what"), section("old")], [section("new"), section("what")])

    assert [(one.label, one.notes, shown(one.pieces)) for one in found] == [
        ("Section “New”", ("added",), "{+Words.+}"),
        ("Section “Old”", ("removed",), "[-Words.-]"),
    ]


def test_a_section_is_known_by_its_anchor_and_its_new_heading_is_told():
    [found] = in_sections([section("what", "What")], [section("what", "What helps?")])

    assert found.label == "Section “What helps?”"
    assert found.notes == ("renamed from “What”",)
    assert found.pieces == ()


def test_a_section_with_another_anchor_is_known_by_its_heading():
    [found] = in_sections([section("a", "What")], [section("b", "What", "More words.")])

    assert found.notes == ("anchor changed from “a” to “b”",)
    assert shown(found.pieces) == "[-Words.-]{+More words.+}"


def test_only_the_section_that_left_its_order_has_moved():
    kept = [section(slug) for slug in ("a", "b", "c")]
    moved = section("d")

    [found] = in_sections([*kept, moved], [moved, *kept])

    assert (found.label, found.notes) == ("Section “D”", ("moved from place 4 to place 1",))


def test_sections_behind_one_that_came_have_not_moved():
    kept = [section("a"), section("b")]

    [found] = in_sections(kept, [section("new"), *kept])

    assert found.notes == ("added",)


SECTIONS = st.lists(
    st.builds(section, st.sampled_from("abcdef"), st.sampled_from(["One", "Two"]), TEXTS),
    unique_by=lambda one: one["slug"],
)


@given(SECTIONS, SECTIONS)
def test_guides_differ_exactly_when_something_is_told_of_their_sections(before, after):
    assert (in_sections(before, after) == []) is (before == after)


# --- Rows, and what an editor sees -------------------------------------------------------------


def test_rows_that_are_equal_differ_in_nothing(content):
    for kind in loading.KINDS:
        for row in kind.rows().values():
            record = kind.record_of(row)
            kept = json.loads(json.dumps(record, default=str))

            assert differences(record, record, kind) == []
            assert differences(kept, record, kind) == []


def test_a_guide_before_and_after_an_edit_differs_in_what_was_edited(db):
    guide = GuideFactory(published_at=datetime(2026, 1, 15, 12, tzinfo=UTC))
    part = SectionFactory(guide=guide, slug="what", heading="What?", body="It fades.")
    before = GUIDES.record_of(guide)
    guide.title, part.body = "Another guide", "It eases."
    guide.save()
    part.save()

    found = differences(before, GUIDES.record_of(guide), GUIDES)

    assert [one.label for one in found] == ["Title", "Section “What?”"]


def test_a_claim_with_another_source_differs_in_its_sources(db):
    claim = ClaimFactory(sources=[SourceFactory(key="a"), SourceFactory(key="b")])
    before = CLAIMS.record_of(claim)
    claim.sources.set([SourceFactory(key="c")])

    [found] = differences(before, CLAIMS.record_of(claim), CLAIMS)

    assert shown(found.pieces) == "[-a-][-b-]{+c+}"


def test_a_screen_reader_hears_what_was_removed_and_what_was_added():
    found = differences(
        {"statement": "It <b>fades</b> soon.", "sources": ["a"]},
        {"statement": "It <b>eases</b> soon.", "sources": []},
        CLAIMS,
    )

    html = render_to_string("_partials/_differences.html", {"differences": found})

    assert "It &lt;b&gt;" in html
    assert '<del><span class="visually-hidden unseen">removed: </span>fades</del>' in html
    assert '<ins><span class="visually-hidden unseen">added: </span>eases</ins>' in html
    assert re.search(r"<dt>Sources</dt>\s*<dd><del>", html)
