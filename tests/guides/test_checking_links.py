"""What check_content finds of links and keys that lead nowhere, and of drawings withheld."""

import pytest

from guides.checking import CHECKS
from guides.checking.links import broken_links, missing_rows, withheld_drawings
from guides.drawings import DRAWINGS
from guides.models import Claim, Guide, Source
from tests.factories import (
    ClaimFactory,
)
from tests.guides.checking import found, write

pytestmark = pytest.mark.usefixtures("a_sound_guide")


BROKEN = [
    ("#nowhere", "/guides/soreness/ has no place “nowhere”."),
    ("/guides/soreness/#claim-other", "/guides/soreness/ has no place “claim-other”."),
    ("/guides/other/", "there is no page /guides/other/."),
    ("/guides/other/#what", "there is no page /guides/other/."),
    ("/guides/soreness", "there is no page /guides/soreness."),
    ("/evidence/other/", "there is no page /evidence/other/."),
    ("/glossary/#other", "/glossary/ has no place “other”."),
    ("/claims-checked/#other", "/claims-checked/ has no place “other”."),
    ("/about/nobody/", "there is no page /about/nobody/."),
    ("planner/", "there is no page planner/."),
]
WHOLE = [
    "#claim-peak", "#what", "#references", "/guides/soreness/#what", "/evidence/", "/search/?q=a",
    "/evidence/peak/", "/glossary/#ache", "/claims-checked/#saying", "/about/", "/planner/", "/",
    "https://example.org/#nowhere", "mailto:somebody@example.org",
]  # fmt: skip


@pytest.mark.parametrize(("address", "message"), BROKEN)
def test_a_broken_link_is_found(address, message):
    write(f"We say [more]({address}).")

    assert found(broken_links) == [f"guide soreness, section what-is-not-known: {message}"]


@pytest.mark.parametrize("address", WHOLE)
def test_a_link_to_what_is_there_is_let_pass(address):
    write(f"We say [more]({address}).")

    assert found(broken_links) == []


def test_what_was_deleted_or_taken_back_is_found_where_it_is_mentioned():
    Guide.objects.update(key_points="- It [fades](term:gone).[@nobody]")
    Claim.objects.update(is_published=False)
    write("It is worst [on day two](claim:peak).[@trial]")

    assert found(missing_rows) == [
        "guide soreness, key points: there is no source “nobody”.",
        "guide soreness, key points: there is no term “gone”.",
        "guide soreness, section what: there is no published claim “peak”.",
        "guide soreness, section what: there is no popular claim with a published answer “saying”.",
        "guide soreness, section what-is-not-known: there is no published claim “peak”.",
    ]


RECEPTORS = DRAWINGS["receptors"].claims


def test_a_drawing_that_its_claims_no_longer_bear_out_is_found():
    for key in RECEPTORS:
        ClaimFactory(key=key, sources=[Source.objects.get()])
    write("We draw it.\n\n::: drawing receptors\n:::")
    assert found(withheld_drawings) == []

    Claim.objects.filter(key=RECEPTORS[0]).update(verdict="mixed")

    assert withheld_drawings in CHECKS
    assert found(withheld_drawings) == [
        "guide soreness: the drawing “receptors” is not shown: one of the claims behind it is not "
        f"supported, or has lost a number: {', '.join(RECEPTORS)}."
    ]


def test_a_drawing_without_one_of_its_claims_is_found_once():
    for key in RECEPTORS[1:]:
        ClaimFactory(key=key)
    write("We draw it.\n\n::: drawing receptors\n:::")

    assert found(withheld_drawings) == []
    assert found(missing_rows) == [
        f"guide soreness, section what-is-not-known: there is no published claim “{RECEPTORS[0]}”."
    ]
