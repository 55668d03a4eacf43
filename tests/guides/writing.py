"""What a writer's browser does before it saves: it asks for the page, and for what can be cited."""

import re

from django.http import HttpResponse
from django.test import Client

from guides.models import Guide
from guides.revisions import is_public
from tests.guides.editing import Fields, change_page, draft_page

PREVIEW = "/admin/guides/guide/preview/"
MENTIONS = "/admin/guides/guide/mentions/"


def preview(editor: Client, guide: Guide, **changes: object) -> HttpResponse:
    """Open the form of a guide, or of its draft, change some fields, and press Preview."""
    guide.refresh_from_db()
    path = draft_page(editor, guide) if is_public(guide) else change_page(guide)
    form = editor.get(path)
    sent = {**Fields(form.text).values, "preview_of": form.context["original"].pk}
    return editor.post(PREVIEW, {**sent, **changes})


def article(html: str) -> str:
    """The guide as a page draws it, without what stands around it."""
    return re.search(
        r'<article class="guide">.*</article>(?=\s*</div>\s*</main>)', html, re.DOTALL
    )[0]


def report(html: str) -> list[str]:
    """The lines of what a preview says is to be looked at, as words."""
    lines = re.findall(r"<li><a [^>]*data-line[^>]*>.*?</li>", html, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", line) for line in lines]
