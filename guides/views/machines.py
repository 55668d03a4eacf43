"""What machines read: the feeds, the sitemap, what crawlers leave alone, and whom to warn."""

from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from guides.addresses import public
from guides.feeds import Changes, SafetyChanges
from guides.sitemaps import SITEMAPS, files, is_long
from guides.views.public import public_page

PLAIN = "text/plain; charset=utf-8"

# How long the answer of security.txt holds: it is made anew each time, so this only has to be
# longer than anybody keeps a copy.
CONTACT_HOLDS = timedelta(days=182)

changes, safety_changes = Changes(), SafetyChanges()


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """What changed last, as Atom: changes with their reason, guides, claims, popular claims."""
    return _dateless(changes(request))


@public_page
def safety_feed(request: HttpRequest) -> HttpResponse:
    """What changed last for the safety of readers, as Atom."""
    return _dateless(safety_changes(request))


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that a search engine may show; of very many the files that name them."""
    if is_long() and "p" not in request.GET:
        context = {"sitemaps": files()}
        return render(request, "sitemap_index.xml", context, content_type="application/xml")
    return _dateless(sitemap_views.sitemap(request, SITEMAPS))


@public_page
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """The pages of one kind, a thousand in a file."""
    return _dateless(sitemap_views.sitemap(request, SITEMAPS, section=section))


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers leave alone, and where the sitemap is."""
    lines = [
        "User-agent: *",
        # Not the search: its pages say themselves that they are not to be listed, and a crawler
        # has to open them to see that.
        f"Disallow: {reverse('admin:index')}",
        "",
        f"Sitemap: {public(reverse('sitemap'))}",
    ]
    return _lines(lines)


@public_page
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116), once there is somebody to tell."""
    if not settings.CONTACT_EMAIL:
        raise Http404("Nobody has given an address.")
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{quote(settings.CONTACT_EMAIL, safe='@')}",
        f"Contact: {public(reverse('about:page', args=['corrections']))}",
        f"Expires: {today + CONTACT_HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {public(reverse('security'))}",
    ]
    return _lines(lines)


def _lines(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN)


def _dateless(response: HttpResponse) -> HttpResponse:
    """Without the date of the newest entry: when one is taken down the rest gets no newer.

    The ETag, which is of all of it, tells whether a copy still holds.
    """
    del response["Last-Modified"]
    return response
