"""What changed of late, for feed readers."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from django.contrib.syndication.views import Feed
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from guides.addresses import public
from guides.characters import UNWRITABLE
from guides.choices import Certainty
from guides.models import Claim, Guide, PopularClaim
from guides.project import LICENCE, NAME, PROJECT
from guides.sentences import first_sentence

ENTRIES = 40

Entry = Guide | Claim | PopularClaim


def guides_by_change() -> QuerySet[Guide]:
    """Published guides, newest first by `news_at`: the last change to the guide or its sections.

    A change that readers do not see counts too; one to a source or a claim that it names does not.
    One that was set for later is news from that moment, and not from when it was written.
    """
    published = Guide.objects.published().annotate(news_at=Greatest("changed_at", "published_at"))
    return published.order_by("-news_at", "pk")


def claims_by_change() -> QuerySet[Claim]:
    """Published claims, newest first by `news_at`: the last change to any field of the claim."""
    published = Claim.objects.published().annotate(news_at=F("changed_at"))
    return published.order_by("-news_at", "pk")


def popular_claims_by_change() -> QuerySet[PopularClaim]:
    """What people say, as far as it was checked, newest first by `news_at`."""
    checked = PopularClaim.objects.checked().annotate(news_at=F("changed_at"))
    return checked.order_by("-news_at", "pk")


class Changes(Feed):
    """The guides, claims and popular claims that changed last, whichever they are."""

    feed_type = Atom1Feed
    title = f"{NAME}: what changed"
    subtitle = (
        "Guides, claims and checked statements that are new or were edited, the latest first."
    )
    author_name = PROJECT
    feed_copyright = LICENCE
    language = "en-GB"

    def link(self) -> str:
        return public(reverse("home"))

    def feed_url(self) -> str:
        return public(reverse("feed"))

    feed_guid = feed_url

    def items(self) -> Iterable[Entry]:
        newest = [
            *guides_by_change()[:ENTRIES],
            *claims_by_change()[:ENTRIES],
            *popular_claims_by_change()[:ENTRIES],
        ]
        return sorted(newest, key=attrgetter("news_at"), reverse=True)[:ENTRIES]

    def item_link(self, item: Entry) -> str:
        return public(item.get_absolute_url())

    def item_title(self, item: Entry) -> str:
        match item:
            case Guide():
                title = item.title
            case Claim():
                title = first_sentence(item.statement)
            case PopularClaim():
                title = f"Checked: “{item.says}”"
        return _writable(title)

    def item_description(self, item: Entry) -> str:
        if isinstance(item, Guide):
            return escape(_writable(item.summary))
        # Atom takes a summary for HTML.
        says = item.statement if isinstance(item, Claim) else item.evidence_says
        return escape(
            f"{_writable(says)} Verdict: {item.get_verdict_display().lower()}. "
            f"Certainty: {Certainty(item.certainty).label.lower()}."
        )

    def item_updateddate(self, item: Entry) -> datetime:
        return item.news_at

    def item_pubdate(self, item: Entry) -> datetime | None:
        return item.published_at if isinstance(item, Guide) else None


def _writable(text: str) -> str:
    """A text without what XML cannot hold; one that was pasted may have it."""
    return UNWRITABLE.sub(" ", text)
