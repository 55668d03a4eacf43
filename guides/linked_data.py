"""What search engines are told of a page: schema.org, as values that become JSON-LD.

A claim is told as a page too, and not as a ClaimReview: that would pose as the rating of a
fact-checker, which nobody has made us.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from guides.addresses import public
from guides.choices import SourceKind, Topic
from guides.models import Claim, Guide, SignOff, Source
from guides.project import LICENCE_ADDRESS, NAME, PROJECT
from guides.sentences import first_sentence
from guides.sign_off import Approvals

Data = dict[str, Any]

LANGUAGE = "en-GB"

# Sources that are pages rather than papers, unless they have a DOI.
PAGES = {
    SourceKind.OFFICIAL_ADVICE,
    SourceKind.NEWS_REPORT,
    SourceKind.LAW_SUMMARY,
    SourceKind.MARKETING_ARTICLE,
}


def site() -> Data:
    """The site as a whole, and how it is searched."""
    return _told(
        {
            **_site(),
            "description": "Guides to muscle soreness, kratom and sleep, and a planner.",
            "inLanguage": LANGUAGE,
            "publisher": _publisher(),
            "license": LICENCE_ADDRESS,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": public(f"{reverse('search')}?q={{words}}"),
                },
                "query-input": "required name=words",
            },
        }
    )


def guide_page(guide: Guide, approvals: Approvals | None = None) -> Data:
    """A guide, with the address of its reference list and whoever approved its text.

    The day of its last change is that of its own texts and fields.
    """
    # One that was set for later is new from then on.
    changed = max(guide.changed_at, guide.published_at or guide.changed_at)
    return _told(
        {
            **_page(guide.get_absolute_url(), guide.topic),
            "name": guide.title,
            "citation": public(_sources_of(guide)),
            "description": guide.summary,
            "datePublished": _day(guide.published_at),
            "dateModified": _day(changed),
            **_reviewed(guide, approvals.standing if approvals else ()),
            "author": _author(guide.author),
        }
    )


def _reviewed(guide: Guide, standing: Iterable[SignOff]) -> Data:
    """When a guide was last reviewed, and by whom of those whose approvals stand.

    A day and a name side by side say that they belong together: whoever approved the text before
    our last check of the evidence is not named beside its day.
    """
    checked = guide.reviewed_on or date.min
    days = {one: timezone.localdate(one.given_at) for one in standing}
    since = {one: day for one, day in days.items() if day >= checked}
    people = dict.fromkeys((one.name, one.qualification) for one in since)
    return {
        "lastReviewed": _day(max(since.values(), default=guide.reviewed_on)),
        "reviewedBy": [
            {"@type": "Person", "name": name, "jobTitle": title} for name, title in people
        ],
    }


def sources_page(guide: Guide, sources: Iterable[Source]) -> Data:
    """The reference list of a guide, in its order."""
    return _told(
        {
            **_page(_sources_of(guide), guide.topic),
            "name": f"Sources of “{guide.title}”",
            "isPartOf": {"@id": public(guide.get_absolute_url())},
            "citation": [_source(source) for source in sources],
        }
    )


def claim_page(claim: Claim, sources: Iterable[Source]) -> Data:
    """A claim, with the sources behind it; a change to one of them does not move its own day."""
    return _told(
        {
            **_page(claim.get_absolute_url(), claim.topic),
            "citation": [_source(source) for source in sources],
            "name": first_sentence(claim.statement),
            "description": claim.statement,
            "dateModified": _day(claim.changed_at),
            "lastReviewed": _day(claim.reviewed_on),
            "author": _publisher(),
        }
    )


def _sources_of(guide: Guide) -> str:
    return reverse("guides:sources", args=[guide.slug])


def _page(path: str, topic: str) -> Data:
    address = public(path)
    return {
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "inLanguage": LANGUAGE,
        "about": {"@type": "Thing", "name": Topic(topic).label},
        "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "publisher": _publisher(),
        "license": LICENCE_ADDRESS,
        "isPartOf": _site(),
    }


def _site() -> Data:
    home = public(reverse("home"))
    return {"@type": "WebSite", "@id": home, "name": NAME, "url": home}


def _publisher() -> Data:
    return {"@type": "Organization", "name": PROJECT, "url": public(reverse("home"))}


def _author(name: str) -> Data:
    """A person, unless it is the project as a whole."""
    if name != PROJECT:
        return {"@type": "Person", "name": name}
    who = public(reverse("about:page", args=["who-writes"]))
    return {"@type": "Organization", "name": name, "url": who}


def _source(source: Source) -> Data:
    is_page = source.kind in PAGES and not source.doi
    return _filled(
        {
            "@type": "WebPage" if is_page else "ScholarlyArticle",
            "name": source.title,
            "author": source.authors,
            "datePublished": str(source.year or ""),
            "sameAs": source.address if source.doi else "",
            "url": "" if source.doi else source.url,
        }
    )


def _told(data: Data) -> Data:
    return {"@context": "https://schema.org", **_filled(data)}


def _filled(data: Data) -> Data:
    """Without what is empty: a draft has no day yet, a page no year."""
    return {name: value for name, value in data.items() if value}


def _day(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None
