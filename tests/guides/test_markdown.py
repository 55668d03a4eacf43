"""How our Markdown is read, and what a text says and mentions."""

import mdurl._decode as decoding
import mdurl._encode as encoding
from markdown_it.ruler import Ruler

from guides.markdown import claims_on_cards, make_reader, mentioned, plain_text


def test_a_text_mentions_what_it_cites_and_shows():
    keys = mentioned(
        "One, of [two](term:half-life).[@a; @b]\n\n::: claim peak\n:::",
        "- Two.[@c]\n\n::: care today Now\nHelp.[@d]\n:::\n\n::: popular saying\n:::",
    )

    assert keys == ({"a", "b", "c", "d"}, {"peak"}, {"saying"}, {"half-life"})


def test_a_claim_is_mentioned_by_a_card_or_a_link():
    text = "[One](claim:one).\n\n::: claim two\n:::\n\n- See [this](claim:three)."

    assert mentioned(text).claims == {"one", "two", "three"}
    assert claims_on_cards(text) == {"two"}


def test_plain_text_is_what_a_reader_reads():
    text = "### Heat\n\nA *hot*\n[pack](claim:peak).[@a]\n\n::: claim peak\n:::"
    text += "\n\n::: care today Stop\nNow.\n:::"

    assert plain_text(text) == "Heat\nA hot pack.\nStop\nNow."


def test_what_an_advice_card_says_counts_as_text():
    assert plain_text("::: do Tonight\n- Rest.\n:::") == "Tonight\nRest."


def test_a_parser_is_whole_before_threads_share_it(monkeypatch):
    def too_late(ruler: Ruler) -> None:
        raise AssertionError("Another thread would read with half the rules")

    tables = {encoding: "encode_cache", decoding: "decode_cache"}
    for module, table in tables.items():
        monkeypatch.setattr(module, table, {})
    reader = make_reader(html=False)
    monkeypatch.setattr(Ruler, "__compile__", too_late)
    before = [set(getattr(module, table)) for module, table in tables.items()]

    reader.parse(
        "[a](b) ![c](d) <https://e> [@f]\n\n- g\n\n| h |\n|---|\n| i |\n\n::: care j\n:::\n\n[k]: l"
    )

    assert [set(getattr(module, table)) for module, table in tables.items()] == before
