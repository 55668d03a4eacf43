"""What changed of late, for feed readers."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.contrib.syndication.views import Feed
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from guides.addresses import public
from guides.changes import Change, with_addresses
from guides.characters import UNWRITABLE
from guides.choices import Certainty, ChangeKind
from guides.models import Claim, Guide, PopularClaim, Revision
from guides.project import LICENCE, NAME, PROJECT
from guides.sentences import first_sentence

ENTRIES = 40

# No change was told of before: a feed without entries is from this day.
FIRST_DAY = datetime(2026, 11, 26, tzinfo=UTC)

Entry = Guide | Claim | PopularClaim | Change


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


def told_changes(**which: str) -> list[Change]:
    """The changes that readers were told of last, or those of one kind (change=…)."""
    return with_addresses(Revision.objects.told().filter(**which).defer("record")[:ENTRIES])


def untold(rows: QuerySet) -> QuerySet:
    """Of some rows by change those whose last change readers were not told of in words."""
    since = Revision.objects.told().filter(
        kind=rows.model._meta.label_lower, row=OuterRef("pk"), saved_at__gte=OuterRef("news_at")
    )
    return rows.exclude(Exists(since))


class DatedFeed(Atom1Feed):
    """Atom, which without entries too has one date and not that of the moment."""

    def latest_post_date(self) -> datetime:
        """When its newest entry was changed."""
        return super().latest_post_date() if self.items else FIRST_DAY


class Changes(Feed):
    """What changed last: changes with their reason, and rows that changed without a word of it."""

    feed_type = DatedFeed
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

    # Not an alias of feed_url, which other feeds have another of.
    def feed_guid(self) -> str:
        return self.feed_url()

    def items(self) -> Iterable[Entry]:
        newest = [
            *told_changes(),
            *untold(guides_by_change())[:ENTRIES],
            *untold(claims_by_change())[:ENTRIES],
            *untold(popular_claims_by_change())[:ENTRIES],
        ]
        return sorted(newest, key=self.item_updateddate, reverse=True)[:ENTRIES]

    def item_link(self, item: Entry) -> str:
        if isinstance(item, Change):
            return public(item.about_at or item.get_absolute_url())
        return public(item.get_absolute_url())

    def item_guid(self, item: Entry) -> str:
        # One row can be told of many times, so that a change has an address of its own.
        return public(item.get_absolute_url())

    def item_title(self, item: Entry) -> str:
        match item:
            case Change():
                title = f"{item.told.get_change_display()}: {item.told.title}"
            case Guide():
                title = item.title
            case Claim():
                title = first_sentence(item.statement)
            case PopularClaim():
                title = f"Checked: “{item.says}”"
        return _writable(title)

    def item_description(self, item: Entry) -> str:
        # Atom takes a summary for HTML.
        return escape(_writable(_in_words(item)))

    def item_categories(self, item: Entry) -> list[str]:
        return [item.told.change] if isinstance(item, Change) else []

    def item_updateddate(self, item: Entry) -> datetime:
        return item.told.saved_at if isinstance(item, Change) else item.news_at

    def item_pubdate(self, item: Entry) -> datetime | None:
        match item:
            case Change():
                return item.told.saved_at
            case Guide():
                return item.published_at
        return None


class SafetyChanges(Changes):
    """The changes that readers were told of for their safety."""

    title = f"{NAME}: changes for safety"
    subtitle = "What we changed because it could hurt somebody, the latest first."

    def link(self) -> str:
        return public(f"{reverse('changes')}?kind={ChangeKind.SAFETY}")

    def feed_url(self) -> str:
        return public(reverse("safety_feed"))

    def items(self) -> Iterable[Entry]:
        return told_changes(change=ChangeKind.SAFETY)


def _in_words(entry: Entry) -> str:
    """What an entry says below its title."""
    match entry:
        case Change():
            return entry.told.sentence
        case Guide():
            return entry.summary
    says = entry.statement if isinstance(entry, Claim) else entry.evidence_says
    return (
        f"{says} Verdict: {entry.get_verdict_display().lower()}. "
        f"Certainty: {Certainty(entry.certainty).label.lower()}."
    )


def _writable(text: str) -> str:
    """A text without what XML cannot hold; one that was pasted may have it."""
    return UNWRITABLE.sub(" ", text)
