"""How static files are collected: by Django and WhiteNoise, our style sheets without notes."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Ours. The admin's come with Django, and no reader asks for them.
SHEETS = "css/"
# What the proxy says in our place when no replica answers: templates/503.html, drawn beforehand.
NOBODY_ANSWERS = "503.html"
# The proxy puts the name of the request here (ssi, in deploy/nginx/site.conf).
CODE = '<!--# echo var="request_id" -->'
NOTE, SPACE = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+")


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies; what our style sheets say to their authors stays here.

    Notes are a fifth of what a first visit to a guide would load of them. Beside them stands a page
    for when the site cannot answer, which asks for the files of the same collection.
    """

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterable[Any]:
        """Shorten our style sheets where they were collected to, then name and compress all."""
        if dry_run:
            return ()
        shortened = dict(paths)
        for name, (storage, path) in paths.items():
            if name.startswith(SHEETS) and name.endswith(".css"):
                with storage.open(path) as sheet:
                    text = sheet.read().decode()
                Path(self.path(name)).write_text(without_notes(text), encoding="utf-8")
                shortened[name] = (self, name)
        return self._with_page(super().post_process(shortened, **options))

    def _with_page(self, processed: Iterable[Any]) -> Iterable[Any]:
        yield from processed
        # Only now have all files their names.
        drawn = render_to_string("503.html", {"code": CODE})
        page = Path(self.path(NOBODY_ANSWERS))
        page.write_text(drawn.replace(escape(CODE), CODE), encoding="utf-8")


def without_notes(sheet: str) -> str:
    """A style sheet without comments, and with one space where there were several.

    No more: rcssmin, cssmin and their like know nothing of nested rules, and take the space out of
    `.prose :is(ul)` inside a layer, which then means something else. No text of ours holds the
    signs of a comment, or two spaces.
    """
    return SPACE.sub(" ", NOTE.sub("", sheet)).strip()
