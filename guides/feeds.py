"""What changed of late, for feed readers."""

import re
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
from guides.models import Claim, Guide
from guides.sentences import first_sentence

ENTRIES = 40

# Characters that XML cannot hold; a text that was pasted may.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def guides_by_change() -> QuerySet[Guide]:
    """Published guides, newest first by `news_at`: when what readers see of it last changed.

    One that was set for later is news from that moment, and not from when it was written.
    """
    published = Guide.objects.published().annotate(news_at=Greatest("changed_at", "published_at"))
    return published.order_by("-news_at", "pk")


def claims_by_change() -> QuerySet[Claim]:
    """Published claims, newest first by `news_at`."""
    published = Claim.objects.published().annotate(news_at=F("changed_at"))
    return published.order_by("-news_at", "pk")


class Changes(Feed):
    """The guides and claims that changed last, whichever they are."""

    feed_type = Atom1Feed
    title = "Recovery Handbook: what changed"
    subtitle = "Guides and claims that are new, or that say something else than before."
    author_name = "The Recovery Handbook project"
    feed_copyright = "CC BY 4.0"
    language = "en-GB"

    def link(self) -> str:
        return public(reverse("home"))

    def feed_url(self) -> str:
        return public(reverse("feed"))

    feed_guid = feed_url

    def items(self) -> Iterable[Guide | Claim]:
        newest = [*guides_by_change()[:ENTRIES], *claims_by_change()[:ENTRIES]]
        return sorted(newest, key=attrgetter("news_at"), reverse=True)[:ENTRIES]

    def item_link(self, item: Guide | Claim) -> str:
        return public(item.get_absolute_url())

    def item_title(self, item: Guide | Claim) -> str:
        title = item.title if isinstance(item, Guide) else first_sentence(item.statement)
        return _writable(title)

    def item_description(self, item: Guide | Claim) -> str:
        if isinstance(item, Guide):
            return escape(_writable(item.summary))
        # Atom takes a summary for HTML.
        return escape(
            f"{_writable(item.statement)} Verdict: {item.get_verdict_display().lower()}. "
            f"Certainty: {item.get_certainty_display().lower()}."
        )

    def item_updateddate(self, item: Guide | Claim) -> datetime:
        return item.news_at

    def item_pubdate(self, item: Guide | Claim) -> datetime | None:
        return item.published_at if isinstance(item, Guide) else None


def _writable(text: str) -> str:
    return UNWRITABLE.sub(" ", text)
