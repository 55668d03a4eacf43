"""What an editor's browser does: open a form, change some fields, send it back."""

import re
from html import unescape
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from guides import publishing
from guides.choices import ChangeKind
from guides.revisions import Told

# What readers are told of a change, where a test is about something else.
TOLD = {"change": "wording", "sentence": "It reads better."}
READS_BETTER = Told(ChangeKind.WORDING, TOLD["sentence"])


class Fields(HTMLParser):
    """What a browser would send back if nobody touched the form."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.name: str | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        field = dict(attrs)
        match tag, field.get("type"):
            case "input", "submit" | "search" | "file":
                pass
            case "input", "checkbox" | "radio":
                if "checked" in field:
                    self.add(field["name"], field.get("value", "on"))
            case "input", _ if "name" in field and "disabled" not in field:
                self.add(field["name"], field.get("value", ""))
            case "textarea" | "select", _ if "name" in field and "disabled" not in field:
                self.name = field["name"]
                if tag == "textarea":
                    self.add(self.name, "")
            case "option", _ if "selected" in field and self.name:
                self.add(self.name, field.get("value", ""))

    def handle_endtag(self, tag):
        if tag in ("textarea", "select"):
            self.name = None

    def handle_data(self, data):
        if self.name and self.lasttag == "textarea":
            # A browser drops the first line end, and sends the others as CR LF.
            lines = data.replace("\r\n", "\n").removeprefix("\n")
            self.values[self.name][0] += lines.replace("\n", "\r\n")

    def add(self, name, value):
        self.values.setdefault(name, []).append(value)


GIVEN_BACK = re.compile(
    r'(?s)<label class="sent__name" for="(.+?)">(.+?)</label>\s*'
    r'<textarea class="sent__text" id="\1"[^>]* readonly [^>]*>\r?\n(.*?)</textarea>'
)


def given_back(html: str) -> dict[str, str]:
    """What a page gives back of a form that was not saved: the texts by their labels, in order."""
    return {unescape(label): unescape(text) for _, label, text in GIVEN_BACK.findall(html)}


def change_page(row) -> str:
    """Where a row is edited."""
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def draft_page(editor: Client, guide) -> str:
    """Where the next text of a guide that readers see is edited; the draft is begun if need be."""
    return editor.post(reverse("admin:guides_guide_draft", args=[guide.pk]))["Location"]


def unseen_page(guide) -> str:
    """Where a guide is edited that readers were just kept from seeing."""
    type(guide).objects.filter(pk=guide.pk).update(published_at=None)
    return change_page(guide)


def republish(editor: Client, guide, **changes) -> None:
    """Write the next text of a guide that readers see, and bring it to them.

    What it lacks keeps nothing back where a test uses `open_gate`.
    """
    edit(editor, draft_page(editor, guide), **changes)
    draft = type(guide).objects.get(replaces=guide)
    publishing.publish(draft, READS_BETTER, None, guide.published_at)


def edit(editor: Client, path: str, *, follow: bool = False, **changes):
    """Open a form, change some fields, say what readers are told if that is asked, and send it."""
    fields = Fields(editor.get(path).content.decode()).values
    told = {name: value for name, value in TOLD.items() if name in fields}
    return editor.post(path, {**fields, **told, **changes}, follow=follow)
