"""The way of a guide from its draft to its readers, and back.

A guide that readers see is not edited: its next text is written in a row of its own, its draft,
which takes its place when it is published. What has to be there first is checked by the same
checks as the content as a whole. Every step is one transaction, and keeps a revision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from guides import consequences, revisions, sign_off, version
from guides.checking import Finding, Weight
from guides.checking.figures import hard_reading, unfit_length
from guides.checking.links import broken_links, missing_rows, withheld_drawings
from guides.checking.shelf import ShelvedGuide, shelf_with
from guides.checking.sources import unseen_sources
from guides.checking.support import uncited_sections, unsupported_numbers
from guides.checking.trust import missing_trust, overdue_reviews
from guides.dates import moment_in_words
from guides.differences import Difference, differences
from guides.editing_log import logger
from guides.kinds import Record
from guides.markdown import plain_text
from guides.models import FormerSlug, Guide, Revision, Schedule
from guides.revisions import Told
from guides.search import index

# An error of one of these keeps a guide from its readers …
GATE = (missing_trust, missing_rows, unseen_sources, uncited_sections, withheld_drawings)
# … and what these find, or what weighs less, is there to be looked at.
WORTH_A_LOOK = (
    unsupported_numbers,
    broken_links,
    hard_reading,
    unfit_length,
    overdue_reviews,
)

# Of a part whose marks differ, and no word that is read.
SAME_WORDS = "the words are the same, but not what they cite, lead to or show"


class NotReady(Exception):
    """A guide that cannot go live; `lacking` says what is missing."""

    def __init__(self, lacking: Sequence[Finding]) -> None:
        super().__init__("; ".join(map(str, lacking)))
        self.lacking = lacking


@dataclass(frozen=True, slots=True)
class Readiness:
    """What keeps a guide from its readers, and what is only worth a look."""

    lacking: Sequence[Finding]
    worth_a_look: Sequence[Finding]


# --- What has to be there first --------------------------------------------------------------


def readiness(guide: Guide, on: date) -> Readiness:
    """What the checks find of a guide, its claims and the notices, as if it were published."""
    judged = shelf_with([ShelvedGuide.of(guide)], on)
    (shelved,) = judged.guides
    # Of the other rows only those that it shows are its business.
    claims = {f"claim {key}" for key in shelved.keys.claims | shelved.cards}
    places = {"notices", *claims, *(place.where for place in shelved.places)}
    strict = [f for check in GATE for f in check(judged) if f.where in places]
    loose = [f for check in WORTH_A_LOOK for f in check(judged) if f.where in places]
    lacking = [finding for finding in strict if finding.weight is Weight.ERROR]
    lighter = [finding for finding in strict if finding.weight is not Weight.ERROR]
    return Readiness(lacking, [*lighter, *loose])


# --- What is new -----------------------------------------------------------------------------


def new_in(draft: Guide) -> list[Difference] | None:
    """What a draft would change for readers; None for a text that takes no other's place."""
    if draft.replaces is None:
        return None
    return _between(_text_of(draft.replaces), _text_of(draft))


def new_to_a_reader_of(draft: Guide) -> list[Difference] | None:
    """The same in the words that a reader sees, and of the text alone."""
    if draft.replaces is None:
        return None
    return _between_as_read(_text_of(draft.replaces), _text_of(draft))


def new_since(guide: Guide, text: str, at: datetime) -> list[Difference] | None:
    """What a reader of a guide reads otherwise than in the text of that name, read at a moment.

    None if nothing was kept of then. Of a text that mentions what has changed since, it is what
    was saved last before.
    """
    kept = [revision.record for revision in revisions.of(guide)]
    before = sign_off.found(text, kept)
    if before is None:
        last = revisions.as_of(guide, at)
        before = last.record if last else None
    return None if before is None else _between_as_read(before, _text_of(guide))


def moved_since_begun(draft: Guide) -> list[Difference]:
    """What has changed for readers since a draft was begun, which publishing it would take back."""
    begun = revisions.of(draft).last()
    if draft.replaces is None or begun is None:
        return []
    return _between(revisions.words_of(begun.record), _text_of(draft.replaces))


def _between(before: Record, after: Record) -> list[Difference]:
    return differences(before, after, revisions.kind_of(Guide))


def _between_as_read(before: Record, after: Record) -> list[Difference]:
    """What differs in the words that a reader sees; what differs in their marks alone is named."""
    before, after = _only_text(before), _only_text(after)
    in_words = {one.name: one for one in _between(_as_read(before), _as_read(after))}
    return [
        in_words.get(one.name, Difference(one.name, one.label, notes=(SAME_WORDS,)))
        for one in _between(before, after)
    ]


def _only_text(record: Record) -> Record:
    return {name: record[name] for name in ("title", "summary", "key_points", "sections")}


def _as_read(record: Record) -> Record:
    """A record of a guide's text without the marks of Markdown; paragraphs stay apart."""
    return {
        **record,
        "key_points": [plain_text(point) for point in record["key_points"]],
        "sections": [
            {**section, "body": plain_text(section["body"]).replace("\n", "\n\n")}
            for section in record["sections"]
        ],
    }


def _text_of(guide: Guide) -> Record:
    return revisions.words_of(revisions.as_kept(revisions.record_of(guide)))


# --- The steps -------------------------------------------------------------------------------


@transaction.atomic
def begin_draft(guide: Guide, by: User) -> Guide:
    """The draft that is to take a guide's place: the one there is, or one that says the same."""
    guide = locked(guide)
    draft = Guide.objects.filter(replaces=guide).first()
    if draft is None:
        revisions.keep_what_was(guide)
        draft = _written(Guide(replaces=guide), guide)
        revisions.keep(draft, by=by, was_done="Begun as a draft of the next text")
    return draft


@transaction.atomic
def publish(guide: Guide, told: Told, by: User | None, at: datetime) -> Guide:
    """Bring a guide, or a draft in the place of its guide, to its readers; return what they see.

    Raises NotReady, or ValidationError where the draft's address was taken meanwhile.
    """
    guide = locked(guide)
    if lacking := readiness(guide, at.date()).lacking:
        raise NotReady(lacking)
    Schedule.objects.filter(guide=guide).delete()
    slugs = {guide.replaces.slug} if guide.replaces else set()
    live = _taken_the_place(guide) if guide.replaces else guide
    live.published_at = live.published_at or at
    live.full_clean()
    live.save()
    _lead_on(live, slugs)
    revisions.keep(live, by=by, was_done="Published", told=told)
    consequences.of_saving(live)
    return live


def _lead_on(guide: Guide, slugs: set[str]) -> None:
    """Have each address that readers knew a guide by lead to it, these among them."""
    told = revisions.of(guide).exclude(change="")
    for slug in slugs.union(revision.record["slug"] for revision in told) - {guide.slug}:
        FormerSlug.objects.update_or_create(slug=slug, defaults={"guide": guide})
    # An address that somebody had left is its own now.
    FormerSlug.objects.filter(slug=guide.slug).delete()


def _taken_the_place(draft: Guide) -> Guide:
    """The guide that a draft replaces, with the draft's text; the draft itself is gone."""
    live = draft.replaces
    revisions.keep_what_was(live)
    if live.slug != draft.slug:
        index.forget(live)
    checked = [day for day in (live.reviewed_on, draft.reviewed_on) if day]
    _written(live, draft)
    # Somebody may have checked it again while the draft was written.
    live.reviewed_on = max(checked)
    # What led to the text is the guide's own past.
    revisions.of(draft).update(row=live.pk)
    sign_off.move(draft, live)
    draft.delete()
    return live


@transaction.atomic
def schedule(guide: Guide, told: Told, by: User, at: datetime) -> None:
    """Have a guide or a draft go live by itself. Raises NotReady."""
    guide = locked(guide)
    if lacking := readiness(guide, at.date()).lacking:
        raise NotReady(lacking)
    Schedule.objects.update_or_create(
        guide=guide,
        defaults={
            "goes_live_at": at,
            "change": told.change,
            "sentence": told.sentence,
            "ordered_by": by,
        },
    )
    revisions.keep(guide, by=by, was_done=f"Set to go live on {moment_in_words(at)}")


@transaction.atomic
def unschedule(guide: Guide, by: User) -> None:
    """Have a guide wait again; nothing where it does already."""
    guide = locked(guide)
    if Schedule.objects.filter(guide=guide).delete()[0]:
        revisions.keep(guide, by=by, was_done="No longer set to go live")


@transaction.atomic
def take_back(guide: Guide, told: Told, by: User) -> None:
    """Take a guide from its readers; nothing where they do not see it.

    A draft that was to replace it still is, but no longer at a set time.
    """
    guide = locked(guide)
    if not guide.published_at:
        return
    Schedule.objects.filter(guide__replaces=guide).delete()
    revisions.keep_what_was(guide)
    index.forget(guide)
    guide.published_at = None
    guide.save()
    revisions.keep(guide, by=by, was_done="Taken back", told=told)
    consequences.of_saving(guide)


@transaction.atomic
def put_back(revision: Revision, guide: Guide, by: User) -> Guide:
    """Write an older text into a guide's draft, or into the guide if nobody sees it; return that.

    Raises ValidationError if the older text mentions what is gone.
    """
    guide = locked(guide)
    target = begin_draft(guide, by) if guide.published_at else guide
    if Schedule.objects.filter(guide=target).exists():
        raise ValidationError("The draft is set to go live, and cannot be changed before that.")
    revisions.keep_what_was(target)
    revisions.put_back(revision, target)
    revisions.keep(target, by=by, was_done=revisions.put_back_words(revision))
    return target


def publish_due(now: datetime) -> None:
    """Bring to their readers the drafts whose time has come; say of one that is not ready so.

    Cheap when there is none: one query. What goes wrong with one keeps no other back; it is raised
    once all were tried.
    """
    wrong: list[Exception] = []
    for one in Schedule.objects.filter(goes_live_at__lte=now).select_related("guide"):
        try:
            _go_live(one.guide, now)
        except Exception as error:
            wrong.append(error)
    if wrong:
        raise wrong[0]


@transaction.atomic
def _go_live(guide: Guide, now: datetime) -> None:
    """Publish a guide or a draft that is due, unless somebody else was first."""
    # A reader asked for this look. While somebody saves it is left to the next one.
    if not version.lock_if_free():
        return
    one = Schedule.objects.filter(guide=guide, goes_live_at__lte=now).first()
    if one is None:
        return
    guide = one.guide
    try:
        with transaction.atomic():
            publish(guide, Told(one.change, one.sentence), one.ordered_by, one.goes_live_at)
        logger.info("%s went live as it was set to", guide.slug)
    except (NotReady, ValidationError) as error:
        one.delete()
        revisions.keep(guide, by=one.ordered_by, was_done=DID_NOT_GO_LIVE)
        logger.warning("%s did not go live: %s", guide.slug, error)


DID_NOT_GO_LIVE = "Did not go live at its time, as something was missing by then"


def locked(guide: Guide) -> Guide:
    """A guide as it stands now; nobody else changes it before this transaction ends.

    Raises Guide.DoesNotExist if it is gone meanwhile.
    """
    version.lock()
    return Guide.objects.get(pk=guide.pk)


def _written(target: Guide, model: Guide) -> Guide:
    """One guide, with the text of another."""
    kind = revisions.kind_of(Guide)
    # Whether and since when readers see it is no matter of the text.
    record = {**kind.record_of(model), "published_at": target.published_at}
    kind.write(record, target)
    return target
