"""Every public page that a search engine may show, with the day on which its own rows changed.

A change to a source alone moves no day.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Max, QuerySet
from django.urls import reverse

from guides.about import PAGES, AboutPage
from guides.addresses import public
from guides.feeds import claims_by_change, guides_by_change
from guides.models import Claim, Guide, PopularClaim, Revision, Term

# So many addresses stand in one file; with more of them the sitemap is a list of files. Search
# engines take 50,000, but a file is drawn anew each time.
A_PART = 1_000


class Entry(NamedTuple):
    """A page that is no row: its path, and its last change; None if it has none to name."""

    path: str
    lastmod: datetime | None = None


class PublicSitemap(Sitemap):
    """Addresses under SITE_URL, whatever host was asked."""

    limit = A_PART

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: object = None) -> str:
        return settings.SITE_URL.partition("://")[2]


class Fixed(PublicSitemap):
    """The pages that are always there; a list is as new as the newest row that it lists."""

    def items(self) -> list[Entry]:
        guides = guides_by_change().values_list("news_at", flat=True).first()
        claims = claims_by_change().values_list("news_at", flat=True).first()
        told = Revision.objects.told().values_list("saved_at", flat=True).first()
        return [
            Entry(reverse("home"), guides),
            Entry(reverse("guides:list"), guides),
            Entry(reverse("planner:plan")),
            Entry(reverse("evidence:list"), claims),
            Entry(reverse("claims_checked"), _newest(PopularClaim.objects.all())),
            Entry(reverse("glossary"), _newest(Term.objects.all())),
            Entry(reverse("changes"), told),
            Entry(reverse("help")),
            Entry(reverse("about:index")),
        ]

    def location(self, item: Entry) -> str:
        return item.path

    def lastmod(self, item: Entry) -> datetime | None:
        return item.lastmod


class About(PublicSitemap):
    """Who makes the site and how."""

    def items(self) -> list[AboutPage]:
        return list(PAGES.values())

    def lastmod(self, item: AboutPage) -> date:
        return item.changed_on


class Guides(PublicSitemap):
    """The published guides."""

    def items(self) -> QuerySet[Guide]:
        return guides_by_change().only("slug")

    def lastmod(self, item: Guide) -> datetime:
        return item.news_at

    def get_latest_lastmod(self) -> datetime | None:
        """The newest of all, which stands first; Django would read every row for it."""
        return self.items().values_list("news_at", flat=True).first()


class Sources(Guides):
    """The page of each guide's sources, which changes its numbers with the guide."""

    def location(self, item: Guide) -> str:
        return reverse("guides:sources", args=[item.slug])


class Claims(PublicSitemap):
    """The published claims."""

    def items(self) -> QuerySet[Claim]:
        return claims_by_change().only("key")

    def lastmod(self, item: Claim) -> datetime:
        return item.news_at

    def get_latest_lastmod(self) -> datetime | None:
        """As of the guides."""
        return self.items().values_list("news_at", flat=True).first()


SITEMAPS = {"pages": Fixed, "about": About, "guides": Guides, "sources": Sources, "claims": Claims}


def is_long() -> bool:
    """Whether there are more addresses than stand in one file."""
    return 2 * Guide.objects.published().count() + Claim.objects.published().count() > A_PART


def files() -> list[SitemapIndexItem]:
    """The files of a long sitemap, with the last change in each kind of page.

    Not by Django's own view, which would name the host that was asked.
    """
    found = []
    for section, sitemap in SITEMAPS.items():
        pages, newest = sitemap(), sitemap().get_latest_lastmod()
        address = public(reverse("sitemap_part", args=[section]))
        for number in pages.paginator.page_range:
            part = address if number == 1 else f"{address}?p={number}"
            found.append(SitemapIndexItem(part, newest))
    return found


def _newest(rows: QuerySet) -> datetime | None:
    return rows.aggregate(newest=Max("changed_at"))["newest"]
