"""The page of all parts of the look."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from recovery_site.styleguide import tokens

SHEETS = settings.BASE_DIR / "static" / "css"


@pytest.mark.urls("tests.recovery_site.styleguide_urls")
def test_it_draws_each_verdict_a_plan_and_a_form_with_mistakes(client: Client, content: None):
    page = client.get("/styleguide/")

    assert page.status_code == 200
    for part in ("verdict--contradicted", "care--emergency", "line--avoid", "question--wrong"):
        assert part in page.text


def test_whoever_works_on_the_site_finds_it():
    """In a process of its own, as addresses are made when the site starts."""
    ask = "import django; django.setup(); print(django.urls.reverse('styleguide'))"
    environment = os.environ | {"DEBUG": "on", "DJANGO_SETTINGS_MODULE": "recovery_site.settings"}

    done = subprocess.run(
        [sys.executable, "-c", ask], env=environment, capture_output=True, text=True,
        cwd=settings.BASE_DIR, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == "/styleguide/"


@pytest.mark.urls("tests.recovery_site.styleguide_urls")
def test_it_draws_with_nothing_in_the_database(client: Client, db: None):
    assert client.get("/styleguide/").status_code == 200


def test_visitors_do_not_find_it(client: Client, content: None):
    assert client.get("/styleguide/").status_code == 404


def test_it_names_every_token_once_under_a_note():
    light = (SHEETS / "tokens.css").read_text().partition("@media")[0]

    names = [token.name for note, group in tokens() for token in group if note]

    assert sorted(names) == sorted(re.findall(r"^  --([\w-]+):", light, re.MULTILINE))


def test_no_token_is_left_that_no_style_sheet_uses():
    text = "\n".join(sheet.read_text() for sheet in SHEETS.glob("*.css"))

    unused = [
        token.name for _, group in tokens() for token in group if f"var(--{token.name})" not in text
    ]

    assert unused == []


def test_components_use_no_raw_colour():
    for sheet in SHEETS.glob("*.css"):
        if sheet.name not in ("tokens.css", "admin.css"):
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", sheet.read_text()), sheet
