"""Everybody can use the pages: WCAG 2.2 AA, and AAA for the contrast of text, as axe sees it.

Each page is looked at on a phone in light, and at a desk in dark for whatever can differ there,
with all that folds opened. Width decides the layout and the scheme decides the colours, never one
the other's, so two looks do for four; the colours take axe most of its time.
"""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import DESK, OPEN_ALL, PHONE
from tests.browser.pages import EVERY_PAGE, Place
from tests.browser.watching import Watch

RULES = {
    # Best practices hold landmarks and the order of headings.
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What reaches AAA reaches AA.
    "rules": {"color-contrast": {"enabled": False}, "color-contrast-enhanced": {"enabled": True}},
}

# What can differ at a desk or in the dark; all else is as it was on the phone.
RULES_OF_LOOKS = {
    "runOnly": {
        "type": "rule",
        "values": [
            *("color-contrast-enhanced", "target-size", "link-in-text-block"),
            *("scrollable-region-focusable", "heading-order", "region", "bypass", "tabindex"),
        ],
    }
}


def found_by_axe(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe has against the page as it is now, one line for each element."""
    outcome = page.evaluate(
        "options => axe.run(options)", options | {"resultTypes": ["violations"]}
    )
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in outcome["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("place", EVERY_PAGE, ids=str)
def test_axe_finds_nothing_wrong(page: Page, place: Place, watch: Watch):
    watch.expect(place.status)
    page.set_viewport_size(PHONE)
    place.open(page)
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE_SCRIPT)

    in_light = found_by_axe(page, RULES)
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    in_dark = found_by_axe(page, RULES_OF_LOOKS)

    faults = in_light + in_dark
    assert not faults, "\n".join(faults)
