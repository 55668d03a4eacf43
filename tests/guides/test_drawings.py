"""The drawings of the guides: drawn from claims, and withheld without them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from guides.choices import Certainty
from guides.drawings import DRAWINGS, SorenessBands, bands_of, resting_on
from guides.evidence import citations_for
from guides.markdown import claims_on_cards, mentioned, plain_text
from guides.models import Claim
from guides.passages import passages
from guides.rendering import CARD_MISSING, DrawingCard, Prose, render
from guides.uses import guides_that_mention
from tests.factories import ClaimFactory, GuideFactory, SectionFactory, SourceFactory
from tests.guides.reading import main_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "guides" / "drawings"
COURSE = "::: drawing soreness-course\n:::"
RECEPTORS = "::: drawing receptors\n:::"

hours = st.decimals(0, 400, places=3)


def timing(
    low: int | Decimal | None, high: int | Decimal | None, unit: str = "hours", **fields: object
) -> Claim:
    """A time after a session."""
    low, high = (None if end is None else Decimal(end) for end in (low, high))
    return ClaimFactory.build(
        low=low, high=high, unit=unit, **{"counted_from": "session-end", **fields}
    )


def course(*claims: Claim) -> SorenessBands:
    """A course that can be drawn."""
    found = bands_of(in_order(claims))
    assert found
    return found


def in_order(claims: Iterable[Claim]) -> dict[str, Claim]:
    """The claims for the start of soreness, its worst and its end."""
    return dict(zip(("starts", "worst", "eases"), claims, strict=True))


@pytest.fixture
def claims(db: None) -> None:
    """What both drawings rest on, with a source each."""
    spans = {"doms-onset": (12, 24), "doms-peak": (24, 72), "doms-resolution": (2, 5)}
    for key, (low, high) in spans.items():
        ClaimFactory(
            key=key, sources=[SourceFactory(key=f"of-{key}")], certainty="high", low=low, high=high,
            unit="days" if key == "doms-resolution" else "hours", counted_from="session-end",
        )  # fmt: skip
    for key in DRAWINGS["receptors"].claims:
        ClaimFactory(key=key, sources=[SourceFactory(key=f"of-{key}"[:60])])


@pytest.fixture
def guide(claims: None) -> None:
    """A guide that shows both."""
    SectionFactory(
        guide=GuideFactory(slug="soreness"), slug="what", body=f"{COURSE}\n\n{RECEPTORS}"
    )


def drawn(text: str) -> DrawingCard:
    """The card that a text is."""
    (card,) = render(text, citations_for(text))
    assert isinstance(card, DrawingCard)
    return card


def test_every_drawing_has_its_template_and_every_template_its_drawing():
    assert {p.stem for p in TEMPLATES.glob("*.html") if p.stem[0] != "_"} == DRAWINGS.keys()


# --- Places ----------------------------------------------------------------------------------


def test_the_course_lies_on_days_whatever_the_unit_of_its_claims():
    found = course(timing(12, 24), timing(24, 72), timing(2, 5, "days"))

    assert [day.label for day in found.days] == ["0", "1", "2", "3", "4", "5"]
    assert found.spaces == 5
    assert (found.starts.left, found.starts.length) == ("10%", "10%")
    assert (found.worst.left, found.worst.length) == ("20%", "40%")
    assert (found.eases.left, found.eases.length) == ("40%", "60%")


def test_a_band_says_what_its_claim_says():
    found = course(timing(12, 24), timing(24, 72), timing(2, 5, "days"))

    bands = (found.starts, found.worst, found.eases)
    assert [band.words for band in bands] == ["12 to 24 hours", "24 to 72 hours", "2 to 5 days"]


@given(st.lists(st.tuples(hours, hours).map(sorted), min_size=3, max_size=3))
def test_a_band_lies_in_the_drawing_and_can_be_seen(spans):
    found = bands_of(in_order(timing(low, high) for low, high in spans))

    if not all(high for _, high in spans):
        assert found is None
        return
    for band in (found.starts, found.worst, found.eases):
        starts, length = (Decimal(place.rstrip("%")) for place in (band.left, band.length))
        assert starts >= 0
        assert length > 0
        assert starts + length <= 100


UNDRAWN = {
    "open at its start": {"low": None},
    "open at its end": {"high": None},
    "not in hours or days": {"unit": "weeks"},
    "counted from something else": {"counted_from": "bedtime"},
    "before the session": {"low": -1},
}


@pytest.mark.parametrize("changed", UNDRAWN.values(), ids=UNDRAWN)
def test_what_is_no_time_after_a_session_is_not_drawn(changed):
    claims = [timing(12, 24), timing(24, 72), timing(**{"low": 48, "high": 120, **changed})]

    assert bands_of(in_order(claims)) is None


# --- Cards -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("guide")
def test_the_drawing_of_a_guide_follows_its_claims(client):
    assert "24 to 72 hours" in main_of(client, "/guides/soreness/")

    Claim.objects.filter(key="doms-peak").update(low=36, high=60)

    html = main_of(client, "/guides/soreness/")
    assert "24 to 72 hours" not in html
    assert "36 to 60 hours" in html
    assert '<rect class="sketch__full" x="30%" y="44%" width="20%"' in html


@pytest.mark.usefixtures("claims")
@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_leads_to_each_claim_behind_it(client, name):
    SectionFactory(guide=GuideFactory(slug="soreness"), body=f"::: drawing {name}\n:::")

    html = main_of(client, "/guides/soreness/")

    assert tuple(re.findall(r'href="/evidence/([\w-]+)/"', html)) == DRAWINGS[name].claims


@pytest.mark.usefixtures("guide")
def test_each_claim_stands_behind_the_words_that_say_it(client):
    html = main_of(client, "/guides/soreness/")

    assert dict(re.findall(r'href="/evidence/([\w-]+)/">([^<]+)</a>', html)) == {
        "doms-onset": "Starts",
        "doms-peak": "Is worst",
        "doms-resolution": "Eases",
        "seven-oh-formed-by-cyp3a": "made from it",
        "mitragynine-partial-mu-agonist": "switch it on part of the way",
        "adrenergic-serotonergic-actions": "fit here too",
    }


@pytest.mark.usefixtures("claims")
def test_the_sources_of_a_drawing_are_numbered_like_all_others():
    SourceFactory(key="trial")
    text = f"Words.[@trial] More.[@of-doms-peak]\n\n{COURSE}\n\n::: claim doms-peak\n:::"
    citations = citations_for(text)

    _, card, claim = render(text, citations)

    assert [number for number, _ in card.cites.lines] == [2, 3, 4]
    assert [number for number, _ in claim.cites.lines] == [2]
    assert [reference.source.key for reference in citations.references] == [
        "trial", "of-doms-peak", "of-doms-onset", "of-doms-resolution",
    ]  # fmt: skip


@pytest.mark.usefixtures("claims")
def test_a_source_behind_several_claims_of_a_drawing_is_cited_once():
    shared = SourceFactory(key="shared")
    for claim in Claim.objects.all():
        claim.sources.set([shared])

    assert len(drawn(RECEPTORS).cites.lines) == 1


@pytest.mark.usefixtures("claims")
def test_a_drawing_is_as_sure_as_the_least_sure_of_its_claims():
    Claim.objects.filter(key="doms-resolution").update(certainty="low")

    assert drawn(COURSE).certainty == Certainty.LOW


@pytest.mark.usefixtures("claims")
@pytest.mark.parametrize(
    "changed",
    [{"is_published": False}, {"verdict": "mixed"}, {"verdict": "contradicted"}],
    ids=str,
)
@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_withheld_unless_all_its_claims_bear_it_out(name, changed):
    text = f"::: drawing {name}\n:::"
    assert drawn(text)

    Claim.objects.filter(key=DRAWINGS[name].claims[1]).update(**changed)

    assert render(text, citations_for(text)) == [Prose(CARD_MISSING)]


@pytest.mark.parametrize(("day", "is_overdue"), [(15, False), (16, True)])
@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_on_a_claim_past_its_review_says_so(client, guide, name, day, is_overdue):
    first = DRAWINGS[name].claims[0]
    Claim.objects.exclude(key=first).update(reviewed_on=date(2026, 12, 1))

    with time_machine.travel(datetime(2027, 1, day, 12, tzinfo=UTC), tick=False):
        page = client.get("/guides/soreness/").text

    assert ("This check has been overdue since 15 January 2027." in page) is is_overdue


@pytest.mark.usefixtures("claims")
def test_a_withheld_drawing_cites_nothing():
    Claim.objects.filter(key="doms-peak").update(unit="weeks")
    citations = citations_for(COURSE)

    assert render(COURSE, citations) == [Prose(CARD_MISSING)]
    assert citations.references == []


def test_a_drawing_that_does_not_exist_is_withheld():
    text = "::: drawing of-nothing\n:::"

    assert mentioned(text).claims == frozenset()
    assert render(text, citations_for()) == [Prose(CARD_MISSING)]


# --- What a text says and rests on -----------------------------------------------------------


def test_a_drawing_shows_the_claims_behind_it():
    assert claims_on_cards(COURSE) == mentioned(COURSE).claims == {
        "doms-onset", "doms-peak", "doms-resolution",
    }  # fmt: skip


def test_the_words_of_a_drawing_are_not_those_of_the_text():
    assert plain_text(f"One.\n\n{COURSE}\n\nTwo.") == "One.\nTwo."


def test_drawings_are_found_by_the_claims_that_they_rest_on():
    assert resting_on("doms-peak") == ["soreness-course"]
    assert resting_on("massage") == []


@pytest.mark.usefixtures("guide")
def test_a_guide_uses_the_claims_behind_its_drawings():
    used, unused = Claim.objects.get(key="doms-peak"), ClaimFactory(key="drawing")

    assert [guide.slug for guide in guides_that_mention(used)] == ["soreness"]
    assert guides_that_mention(unused) == []


@pytest.mark.usefixtures("guide")
def test_a_drawing_is_no_passage_as_it_has_no_place_of_its_own():
    assert passages(["doms-peak"]) == {}


@pytest.mark.parametrize(
    ("slug", "name"), [("muscle-soreness", "soreness-course"), ("kratom-alkaloids", "receptors")]
)
def test_the_shipped_guides_show_their_drawings(client, content, slug, name):
    html = main_of(client, f"/guides/{slug}/")

    assert html.count('<figure class="sketch">') == 1
    for key in DRAWINGS[name].claims:
        assert f'href="/evidence/{key}/"' in html
