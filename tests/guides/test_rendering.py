"""From Markdown to the parts of a page, whatever the Markdown is."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.choices import Certainty
from guides.citations import Backed, Citations
from guides.rendering import AdviceCard, CareCard, ClaimCard, PopularCard, Prose, render
from tests.factories import ClaimFactory, PopularClaimFactory, SourceFactory, TermFactory

A, B, C = (SourceFactory.build(key=key) for key in "abc")
CLAIM = ClaimFactory.build(key="peak")
SAYING = PopularClaimFactory.build(key="saying")
HALF_LIFE = TermFactory.build(key="half-life")


@pytest.fixture
def citations():
    return Citations(
        sources={"a": A, "b": B, "c": C},
        claims={"peak": Backed(CLAIM, [B, C], Certainty.HIGH)},
        popular={"saying": Backed(SAYING, [C], Certainty.LOW)},
        terms={"half-life": HALF_LIFE},
    )


def html_of(text: str) -> str:
    """All prose of a text that cites nothing."""
    return "".join(part.html for part in render(text, Citations()) if isinstance(part, Prose))


def test_a_citation_is_a_numbered_link_to_the_reference_list(citations):
    (prose,) = render("It fades.[@a]", citations)

    assert prose.html == (
        '<p>It fades.<sup class="cite" id="cite-1"><a href="#ref-1">'
        '<span class="unseen">source </span>1</a></sup></p>\n'
    )


def test_sources_are_numbered_by_first_mention_across_sections_and_cards(citations):
    render("First.[@c]", citations)
    parts = render("::: claim peak\n:::\n\nThen.[@a; @c]\n\n::: popular saying\n:::", citations)

    assert [(r.number, r.source.key) for r in citations.references] == [
        (1, "c"),
        (2, "b"),
        (3, "a"),
    ]
    assert parts[0].cites == ("cite-2", ((1, "#ref-1"), (2, "#ref-2")))
    assert parts[2].cites == ("cite-4", ((1, "#ref-1"),))


def test_every_mention_can_be_reached_back_from_the_reference(citations):
    prose = render("One.[@a]\n\n::: claim peak\n:::\n\nTwo.[@b] Three.[@a]", citations)
    ids = re.findall(r'id="(.+?)"', prose[0].html + prose[2].html)
    ids.append(prose[1].cites.anchor)

    mentions = {m.anchor for reference in citations.references for m in reference.mentions}

    assert mentions == set(ids)
    assert len(ids) == 4


def test_a_mention_remembers_the_heading_that_it_stands_under(citations):
    citations.heading = "First"
    render("One.[@a]", citations)
    citations.heading = "Second"
    render("Two.[@a]", citations)

    assert citations.references[0].mentions == [("First", "cite-1"), ("Second", "cite-2")]


def test_several_sources_of_one_sentence_have_one_place_to_come_back_to(citations):
    (prose,) = render("It fades.[@a; @b]", citations)

    assert prose.html.count("<sup") == 1
    assert [m.anchor for r in citations.references for m in r.mentions] == ["cite-1", "cite-1"]


def test_a_source_named_twice_in_one_place_is_cited_once(citations):
    (prose,) = render("It fades.[@a; @a]", citations)

    assert prose.html.count("<a ") == 1
    assert len(citations.references[0].mentions) == 1


def test_numbers_lead_to_another_page_where_the_reference_list_stands_there(citations):
    citations.list_at = "/guides/soreness/sources/"

    (prose,) = render("It fades.[@a]", citations)

    assert 'href="/guides/soreness/sources/#ref-1"' in prose.html


def test_cards_stand_between_the_prose_before_and_after(citations):
    text = "Before.\n\n::: claim peak\n:::\n\n::: popular saying\n:::\n\nAfter."

    parts = render(text, citations)

    assert [part.kind for part in parts] == ["prose", "claim", "popular", "prose"]
    assert isinstance(parts[1], ClaimCard)
    assert parts[1].claim is CLAIM
    assert isinstance(parts[2], PopularCard)
    assert parts[2].popular is SAYING


def test_only_the_first_card_of_a_claim_has_an_anchor(citations):
    parts = render("::: claim peak\n:::\n\n::: claim peak\n:::", citations)

    assert [part.anchor for part in parts] == ["claim-peak", ""]


def test_words_that_say_what_a_claim_says_lead_to_its_page(citations):
    (prose,) = render("It is worst [on *day two*](claim:peak).", citations)

    assert prose.html == (
        '<p>It is worst <a id="claim-peak" href="/evidence/peak/">on <em>day two</em></a>.</p>\n'
    )


def test_a_link_to_a_claim_cites_none_of_its_sources(citations):
    render("It is worst [on day two](claim:peak).", citations)

    assert citations.references == []


@pytest.mark.parametrize(
    "text",
    [
        "[One](claim:peak) and [two](claim:peak).\n\n::: claim peak\n:::",
        "::: claim peak\n:::\n\n[One](claim:peak).\n\n::: care today Two\n[Two](claim:peak).\n:::",
    ],
    ids=["link first", "card first"],
)
def test_only_the_first_card_or_link_of_a_claim_has_an_anchor(citations, text):
    parts = [*render(text, citations), *render("[Three](claim:peak).", citations)]

    anchors = [part.anchor for part in parts if isinstance(part, ClaimCard) and part.anchor]
    html = "".join(part.html for part in parts if not isinstance(part, ClaimCard))
    anchors += re.findall(r'id="(.+?)"', html)
    assert anchors == ["claim-peak"]
    assert html.count('href="/evidence/peak/"') == 3


def test_words_whose_claim_is_gone_stay_as_words(citations):
    (prose,) = render("It is worst [on *day two*](claim:gone), [here](/planner/).", citations)

    assert prose.html == ('<p>It is worst on <em>day two</em>, <a href="/planner/">here</a>.</p>\n')


def test_a_care_card_has_a_weight_a_title_and_cited_words(citations):
    (card,) = render("::: care today Dark urine\n\nGet *care*.[@a]\n\n:::", citations)

    assert isinstance(card, CareCard)
    assert (card.weight, card.title) == ("today", "Dark urine")
    assert card.html.startswith('<p>Get <em>care</em>.<sup class="cite" id="cite-1">')


def test_a_source_that_is_gone_leaves_a_word_in_its_place(citations):
    (prose,) = render("It fades.[@gone; @a]", citations)

    assert "[source missing]" in prose.html
    assert [reference.source for reference in citations.references] == [A]


@pytest.mark.parametrize("kind", ["claim", "popular"])
def test_a_card_whose_statement_is_gone_says_that_it_is_not_shown(citations, kind):
    (part,) = render(f"::: {kind} gone\n:::", citations)

    assert part == Prose("<p>A statement that stood here is under review and is not shown.</p>")


def test_quotes_and_dashes_are_set_properly():
    assert html_of('"So" -- it\'s said') == "<p>“So” – it’s said</p>\n"


def test_tables_are_kept_without_inline_style():
    html = html_of("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert "<td>2</td>" in html
    assert "style" not in html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](  &#x6A;avascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://example.org/tracker.png)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '[x](https://example.org "title\\" onmouseover=alert(1)")',
    "<iframe src='https://example.org'></iframe>",
    "<div style='position:fixed'>over everything</div>",
    "<a id='cite-1a' href='#ref-1'>1</a>",
    "``` x onload=alert(1)\n<script>\n```",
    "::: script alert(1)\n<script>alert(1)</script>\n:::",
    "::: care today <img src=x onerror=alert(1)>\n<b onclick=x>\n:::",
    "- ::: claim <script>\n  <script>x</script>",
    '[x](claim:peak"onclick=alert(1))',
    "[x](<claim:<script>>)",
]

HARMLESS = {
    "p": set(), "ul": set(), "li": set(), "pre": set(), "code": set(), "em": set(),
    "a": {"href"}, "h3": set(), "blockquote": set(),
}  # fmt: skip


class Tags(HTMLParser):
    """Collects tags with their attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_leaves_only_harmless_tags(text):
    tags = Tags()
    for part in render(text, Citations()):
        tags.feed(part.html)

    for tag, attributes in tags.found:
        assert attributes.keys() <= HARMLESS[tag]
        assert re.match(r"https://|$", attributes.get("href", ""))


@pytest.mark.parametrize("bit", ["[", "[@a;", "![[", "::: x\n"])
def test_a_hundred_kilobytes_of_nonsense_are_drawn_and_clean(bit):
    html = "".join(part.html for part in render(bit * (100_000 // len(bit)), Citations()))

    tags = Tags()
    tags.feed(html)
    assert {tag for tag, _ in tags.found} <= HARMLESS.keys() | {"table", "thead", "tr", "th"}


@given(st.text(alphabet='ab[]()@;:!<>"*_`#-|\\ \n&', max_size=80))
def test_no_text_breaks_the_pipeline(text):
    parts = render(text, Citations(sources={"a": A}))

    assert all(part.html is not None for part in parts)


BUTTON = '<button type="button" class="term" popovertarget="term-half-life">'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A [w](term:half-life), b", "A <JOINED><TERM>w</TERM>,</JOINED> b"),
        ("A ([w](term:half-life)) b", "A <JOINED>(<TERM>w</TERM>)</JOINED> b"),
        ("Two [w](term:half-life)s.", "Two <JOINED><TERM>w</TERM>s.</JOINED>"),
        ("**[W](term:half-life).** B", "<strong><JOINED><TERM>W</TERM>.</JOINED></strong> B"),
        ("*a [w](term:half-life)*, b", "<JOINED><em>a <TERM>w</TERM></em>,</JOINED> b"),
        ("A [w](term:half-life) b", "A <TERM>w</TERM> b"),
        ("A [long word](term:gone), b", "A long word, b"),
    ],
)
def test_a_word_that_is_explained_is_one_piece_with_what_stands_beside_it(citations, text, html):
    (prose,) = render(text, citations)

    short = prose.html.replace(BUTTON, "<TERM>").replace("</button>", "</TERM>")
    short = short.replace('<span class="joined">', "<JOINED>").replace("</span>", "</JOINED>")
    assert short == f"<p>{html}</p>\n"


def test_so_it_is_with_a_citation_right_behind_it(citations):
    (prose,) = render("A [w](term:half-life)[@a] b", citations)

    assert '</button><sup class="cite"' in prose.html
    assert prose.html.endswith("</sup></span> b</p>\n")


def test_a_word_of_the_glossary_opens_its_meaning_without_script(citations):
    (prose,) = render("Its [half-life](term:half-life) is *long*.", citations)

    assert prose.html == (
        '<p>Its <button type="button" class="term" popovertarget="term-half-life">half-life'
        "</button> is <em>long</em>.</p>\n"
    )
    assert citations.explained == [HALF_LIFE]


def test_a_word_that_stands_there_twice_is_explained_once(citations):
    render("[One](term:half-life) and [two](term:half-life).", citations)

    assert citations.explained == [HALF_LIFE]


def test_a_word_whose_meaning_is_gone_stays_as_words(citations):
    (prose,) = render("Its [steady **state**](term:gone), [here](/glossary/).", citations)

    assert prose.html == (
        '<p>Its steady <strong>state</strong>, <a href="/glossary/">here</a>.</p>\n'
    )
    assert citations.explained == []


@pytest.mark.parametrize(("word", "is_do"), [("do", True), ("dont", False)])
def test_an_advice_card_has_a_title_and_a_cited_list(citations, word, is_do):
    (card,) = render(f"::: {word} Tonight\n- Rest.[@a]\n- Eat.\n:::", citations)

    assert isinstance(card, AdviceCard)
    assert (card.is_do, card.title) == (is_do, "Tonight")
    assert card.html.count("<li>") == 2
    assert 'href="#ref-1"' in card.html
