"""Every part of the look on one page, for whoever works on it; there with DEBUG on only.

The tokens are read from the style sheet and the parts are the site's own templates, so that the
page shows what is, and not what once was.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guides.choices import Certainty, Verdict
from guides.models import Claim, Guide, PopularClaim, Source
from planner.evidence import knowledge
from planner.example import example_plan
from planner.forms import PlannerForm

TOKEN = re.compile(r"/\*(?P<note>[^*]*)\*/|--(?P<name>[\w-]+): (?P<value>[^;]+);")
COLOUR = re.compile(r"#[0-9a-f]{3,6}|var\(--")
# What somebody might type wrong.
MISTAKEN = {"effort": "hard", "soreness": "3", "bedtime": "half past ten", "kratom": "no"}


@dataclass(frozen=True, slots=True)
class Token:
    """A name of tokens.css, with the value that it has in light."""

    name: str
    value: str

    @property
    def kind(self) -> str:
        """How it can be shown: colour, text, space, or nothing but its value."""
        if COLOUR.match(self.value):
            return "colour"
        return next((kind for kind in ("text", "space") if self.name.startswith(f"{kind}-")), "")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The tokens, and each part as it is drawn today."""
    known = knowledge(timezone.now().date())
    form = PlannerForm(MISTAKEN, factors=known.factors, asked_at=timezone.now())
    context = {
        "groups": tokens(),
        "verdicts": Verdict.values,
        "certainties": Certainty.values,
        "claim": Claim.objects.published().filter(basis="evidence").first(),
        "popular": PopularClaim.objects.checked().first(),
        "source": Source.objects.filter(seen=True).first(),
        "unseen": Source.objects.filter(seen=False).first(),
        "guides": Guide.objects.published(),
        "plan": example_plan(timezone.now().date()),
        "form": form,
        "fields": [form[name] for name in ("effort", "soreness", "bedtime", "time_zone")],
    }
    return render(request, "styleguide/styleguide.html", context)


def tokens() -> list[tuple[str, list[Token]]]:
    """The tokens of light, under the notes that stand above them, in the order of the file."""
    text = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light = text[text.index(":root") : text.index("@media")]
    groups: list[tuple[str, list[Token]]] = []
    for found in TOKEN.finditer(light):
        if found["note"]:
            groups.append((found["note"].strip(), []))
        else:
            groups[-1][1].append(Token(found["name"], found["value"]))
    return groups
