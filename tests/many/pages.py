"""The pages that are measured, by what they are called in the table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.urls import reverse

from guides.models import Claim, Guide, Source
from tests.guides.editing import Fields
from tests.many.content import claim_key, made_word, slug, source_key
from tests.many.visiting import Answer, Visitor


class Page(NamedTuple):
    """A page, or a step: what is done, and with which status it answers."""

    name: str
    act: Callable[[], Answer]
    status: int = 200


@dataclass
class Pages:
    """All that is looked at, with so many made guides, by a reader and by an editor."""

    guides: int
    reader: Visitor
    editor: Visitor
    _turn: int = field(default=0, init=False)

    def all(self) -> Iterator[Page]:
        """Each page, those of readers first."""
        for name, path, status in [*self._public(), ("a page that is not there", "/none/", 404)]:
            yield Page(name, lambda path=path: self.reader.get(path), status)
        for name, path in self._of_editors():
            yield Page(f"admin: {name}", lambda path=path: self.editor.get(path))
        yield Page("admin: save a claim", self._save_a_claim, 302)
        yield Page("admin: save a draft", self._save_a_draft, 302)

    def _public(self) -> Iterator[tuple[str, str, int]]:
        some = self.guides // 2 + 2
        rare = made_word(some)
        late = max(1, self.guides // 100)
        for name, path in (
            ("home", "/"),
            ("help", "/help/"),
            ("guides", "/guides/"),
            ("guides, a late page", f"/guides/?page={late}"),
            ("a guide", f"/guides/{slug(some)}/"),
            ("its sources", f"/guides/{slug(some)}/sources/"),
            ("on one page", f"/guides/{slug(some)}/print/"),
            ("evidence", "/evidence/"),
            ("evidence, a late page", f"/evidence/?page={late}"),
            ("evidence, topic and verdict", "/evidence/?topic=sleep&verdict=weak"),
            ("a claim", f"/evidence/{claim_key(2 * some)}/"),
            ("claims checked", "/claims-checked/"),
            ("claims checked, narrowed", "/claims-checked/?topic=sleep"),
            ("glossary", "/glossary/"),
            ("glossary, a letter", "/glossary/?letter=b"),
            ("search: a common word", "/search/?q=sleep"),
            ("search: a rare word", f"/search/?q={rare}"),
            ("search: a misspelt word", f"/search/?q={rare[:-2]}{rare[-1]}"),
            ("search: a phrase", "/search/?q=sore+muscles+after+a+hard+session"),
            ("search: nothing", "/search/?q="),
            ("changes", "/changes/"),
            ("changes, a late page", f"/changes/?page={late}"),
            ("feed", "/feed/"),
            ("feed, safety", "/feed/safety/"),
            ("sitemap", "/sitemap.xml"),
            ("sitemap, the claims of it", "/sitemap-claims.xml"),
            ("evidence.json", "/evidence.json"),
            ("about: who writes", "/about/who-writes/"),
            ("about: our own marks", "/about/self-assessment/"),
            ("planner", "/planner/"),
        ):
            yield name, path, 200

    def _of_editors(self) -> Iterator[tuple[str, str]]:
        some = Guide.objects.get(slug=slug(self.guides // 2 + 2))
        draft = self._draft()
        claim = Claim.objects.get(key=claim_key(self.guides))
        source = Source.objects.get(key=source_key(self.guides // 2))
        yield from (
            ("first page", "/admin/"),
            ("due for review", "/admin/review/"),
            ("all reviews", "/admin/review/?when=all"),
            ("guides", "/admin/guides/guide/"),
            ("guides, searched", "/admin/guides/guide/?q=quo"),
            ("claims", "/admin/guides/claim/"),
            ("claims, searched", "/admin/guides/claim/?q=sleep"),
            ("claims, overdue", "/admin/guides/claim/?review=overdue"),
            ("sources", "/admin/guides/source/"),
            ("popular claims", "/admin/guides/popularclaim/"),
            ("glossary", "/admin/guides/term/"),
            ("accounts", "/admin/auth/user/"),
            ("mentions", "/admin/guides/guide/mentions/?kind=source&q=trial"),
            ("a claim's form", reverse("admin:guides_claim_change", args=[claim.pk])),
            ("a claim's history", reverse("admin:guides_claim_history", args=[claim.pk])),
            ("a source's form", reverse("admin:guides_source_change", args=[source.pk])),
            ("a guide's form", reverse("admin:guides_guide_change", args=[some.pk])),
            ("a draft's form", reverse("admin:guides_guide_change", args=[draft.pk])),
            ("a draft's page", reverse("admin:guides_guide_page", args=[draft.pk])),
            ("publish a draft", reverse("admin:guides_guide_publish", args=[draft.pk])),
            ("sign-off of a guide", reverse("admin:guides_guide_sign_off", args=[some.pk])),
            ("take a guide back", reverse("admin:guides_guide_take_back", args=[some.pk])),
        )

    def _save_a_claim(self) -> Answer:
        """Change its statement; opening the form is no part of what is timed."""
        claim = Claim.objects.get(key=claim_key(self.guides))
        path = reverse("admin:guides_claim_change", args=[claim.pk])
        self._turn += 1
        changed = {"statement": f"It eases, in trial {self._turn}."}
        return self._send(path, changed | {"change": "wording", "sentence": "It reads better."})

    def _save_a_draft(self) -> Answer:
        draft = self._draft()
        path = reverse("admin:guides_guide_change", args=[draft.pk])
        self._turn += 1
        return self._send(path, {"title": f"Sore in trial {self._turn}?"})

    def _draft(self) -> Guide:
        """The next text of a guide, which waits for nothing."""
        return Guide.objects.exclude(replaces=None).filter(schedule=None).earliest("pk")

    def _send(self, path: str, changes: dict[str, str]) -> Answer:
        form = self.editor.get(path).text
        return self.editor.post(path, {**Fields(form).values, **changes})
