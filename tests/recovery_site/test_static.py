"""Static files as production serves them."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from recovery_site.settings import STORAGES


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """A folder of hashed and compressed static files, in use."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = STORAGES
    # Ours alone; the admin's many files take long to compress.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.WHITENOISE_AUTOREFRESH = False
    settings.WHITENOISE_USE_FINDERS = False
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path


@pytest.mark.parametrize(
    ("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_a_style_sheet_comes_compressed_under_a_name_kept_for_ever(
    collected: Path, client: Client, coding: str, unpack: Callable[[bytes], bytes]
):
    url = staticfiles_storage.url("css/site.css")

    response = client.get(url, headers={"accept-encoding": coding})

    assert response.status_code == 200
    assert response["Content-Encoding"] == coding
    assert "immutable" in response["Cache-Control"]
    assert unpack(response.getvalue()) == (collected / "css" / Path(url).name).read_bytes()


def test_a_collected_style_sheet_says_the_same_without_its_notes(collected: Path):
    for sheet in (settings.BASE_DIR / "static" / "css").glob("*.css"):
        without_notes = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)

        sent = (collected / "css" / sheet.name).read_text()

        # Word for word: where a space goes, a selector can come to mean something else.
        assert sent.split() == without_notes.split()
        assert len(sent) < len(sheet.read_text())


def test_what_is_collected_twice_is_the_same(collected: Path):
    before = {path: path.read_bytes() for path in collected.rglob("*.css")}

    call_command("collectstatic", verbosity=0, interactive=False)

    assert {path: path.read_bytes() for path in collected.rglob("*.css")} == before


def test_the_page_for_when_nobody_answers_has_the_emergency_notice_and_files_that_are_there(
    collected: Path,
):
    page = (collected / "503.html").read_text()

    assert "112" in page
    # Where nginx puts the code of the request.
    assert '<code><!--# echo var="request_id" --></code>' in page
    files = re.findall(r'"/static/([^"]+)"', page)
    assert files
    assert [name for name in files if not (collected / name).exists()] == []


def test_trying_it_out_writes_nothing(collected: Path):
    sheet = collected / "css" / "site.css"
    sheet.unlink()

    call_command("collectstatic", verbosity=0, interactive=False, dry_run=True)

    assert not sheet.exists()


def test_no_other_site_is_invited_to_read_them(collected: Path, client: Client):
    response = client.get(staticfiles_storage.url("css/site.css"))

    assert response.getvalue()
    assert "Access-Control-Allow-Origin" not in response


def test_no_text_of_a_style_sheet_would_lose_anything():
    for sheet in (settings.BASE_DIR / "static" / "css").glob("*.css"):
        for text in re.findall(r'"[^"\n]*"', sheet.read_text(encoding="utf-8")):
            assert "  " not in text
            assert "/*" not in text
