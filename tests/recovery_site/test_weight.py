"""What a first visit to a guide costs a reader."""

import re

import brotli
import pytest
from django.conf import settings
from django.test import Client

from guides import version
from recovery_site.static_files import without_notes

# All bodies as they are sent; the headers of four answers come to about 2.4 kB more.
MOST_BYTES = 18_000
MOST_REQUESTS = 4
LOADED = re.compile(r'<(?:link rel="(?:icon|stylesheet)" href|script src)="/static/([^"]+)"')


def packed(name: str) -> bytes:
    """A static file as WhiteNoise packs it when it is collected."""
    text = (settings.BASE_DIR / "static" / name).read_text()
    return brotli.compress((without_notes(text) if name.endswith(".css") else text).encode())


@pytest.fixture(autouse=True)
def by_now(as_served: None, packed_at_once: None, content: None) -> None:
    """Somebody else has read the page before, so that it is packed as small as can be."""
    version.move()


@pytest.mark.parametrize("slug", ["muscle-soreness", "kratom-alkaloids", "sleep-and-recovery"])
def test_a_first_visit_to_a_guide_is_light(client: Client, slug: str):
    for _ in range(3):
        page = client.get(f"/guides/{slug}/", headers={"accept-encoding": "br"})

    files = LOADED.findall(brotli.decompress(page.content).decode())
    assert len(files) + 1 <= MOST_REQUESTS
    assert len(page.content) + sum(len(packed(name)) for name in files) <= MOST_BYTES
