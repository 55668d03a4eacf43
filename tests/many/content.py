"""Content made for trials: as many guides as one likes, with all that stands around them.

Each guide brings two claims, a source, changes that readers are told of, and in proportion popular
claims, words, drafts, approvals and accounts. The same number makes the same rows each time. Their
sentences are those of the shipped claims, so that search meets words as they are in life.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django_otp.plugins.otp_totp.models import TOTPDevice

from guides import revisions, version
from guides.checking.trust import SECTIONS
from guides.choices import Certainty, ChangeKind, Topic, Verdict
from guides.kinds import Record
from guides.models import (
    Claim,
    FormerSlug,
    Guide,
    Invitation,
    PopularClaim,
    Revision,
    Schedule,
    Section,
    SignOff,
    Source,
    Term,
)
from guides.revisions import kind_of
from guides.search import index
from guides.sign_off import text_of

# Of how many guides one has or brings something of the kind.
A_POPULAR_CLAIM = 5
A_TERM = 10
AN_ACCOUNT = 10
AN_APPROVAL = 20
A_DRAFT = 50
A_COMMENT = 100
A_SCHEDULED_DRAFT = 200

AT_ONCE = 500
FIRST_POSITION = 100
FIRST_DAY = datetime(2025, 10, 1, tzinfo=UTC)
# Over these the last reviews are spread, so that about one row in eight is overdue.
DAYS_OF_REVIEWS = 420
TODAY = date(2026, 11, 26)

HEADINGS = ("What happens", "What helps", "What to leave alone", "What studies show", "Tonight")
SYLLABLES = ("ba", "cor", "di", "fen", "gu", "lo", "mer", "nax", "pri", "quo", "ril", "sto", "vy")


@dataclass
class Batch:
    """Rows that are written together, by kind."""

    sources: list[Source] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    popular: list[PopularClaim] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    guides: list[Guide] = field(default_factory=list)
    accounts: list[User] = field(default_factory=list)


def grow(guides: int) -> None:
    """Make content until there are so many made guides, and bring search up to date.

    The shipped content has to be there.
    """
    sentences = list(
        Claim.objects.exclude(key__startswith="made-")
        .order_by("pk")
        .values_list("statement", flat=True)
    )
    there = Guide.objects.originals().filter(slug__startswith="made-").count()
    for first in range(there, guides, AT_ONCE):
        with transaction.atomic():
            _write(range(first, min(first + AT_ONCE, guides)), sentences)
    index.bring_up_to_date()
    version.move()


def made_word(number: int) -> str:
    """A word that the guide of that number alone has."""
    letters, rest = [], number
    for _ in range(4):
        rest, place = divmod(rest, len(SYLLABLES))
        letters.append(SYLLABLES[place])
    return "".join(letters)


def slug(number: int) -> str:
    """The slug of a made guide."""
    return f"made-guide-{number:05}"


def claim_key(number: int) -> str:
    """The key of a made claim."""
    return f"made-claim-{number:05}"


def source_key(number: int) -> str:
    """The key of a made source."""
    return f"made-source-{number:05}"


def popular_key(number: int) -> str:
    """The key of a made popular claim."""
    return f"made-popular-{number:05}"


def term_key(number: int) -> str:
    """The key of a made word of the glossary."""
    return f"made-term-{number:05}"


def _write(numbers: range, sentences: list[str]) -> None:
    batch = Batch()
    for number in numbers:
        _add(batch, number, sentences)
    for rows in (batch.sources, batch.claims, batch.popular, batch.terms, batch.guides):
        _create(rows)
    _create(batch.accounts)
    sources = dict(Source.objects.filter(key__startswith="made-").values_list("key", "pk"))
    _link(Claim.sources.through, "claim_id", "source_id", batch.claims, numbers, sources, 2)
    _link(Term.sources.through, "term_id", "source_id", batch.terms, numbers, sources, 1)
    _answer(batch)
    sections = [part for guide in batch.guides for part in _sections(guide, sentences)]
    _create(sections)
    _create(_revisions(batch, sections))
    _create(_drafts(batch))
    _create_sign_offs(batch.guides)
    _create(_beside_accounts(batch))


def _create(rows: Iterable[Model]) -> None:
    rows = list(rows)
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=AT_ONCE)


def _add(batch: Batch, number: int, sentences: list[str]) -> None:
    """What the guide of a number brings."""
    dice = Random(number)
    reviewed_on = TODAY - timedelta(days=dice.randrange(DAYS_OF_REVIEWS))
    topic = dice.choice(Topic.values)
    word = made_word(number)
    batch.sources.append(
        Source(
            key=source_key(number),
            title=f"A trial of {word} in {dice.randrange(20, 400)} people who train",
            authors=f"{word.title()} A, Example B",
            year=2000 + number % 26,
            publisher="Journal of Trials",
            doi=f"10.1000/made.{number}",
            kind="randomised-trial",
            seen=True,
            read="whole",
        )
    )
    for place in (2 * number, 2 * number + 1):
        batch.claims.append(
            Claim(
                key=claim_key(place),
                topic=topic,
                statement=f"{dice.choice(sentences)} {dice.choice(sentences)}",
                verdict=dice.choice(Verdict.values),
                certainty=dice.choice(Certainty.values),
                reviewed_on=reviewed_on,
            )
        )
    if number % A_POPULAR_CLAIM == 0:
        batch.popular.append(
            PopularClaim(
                key=popular_key(number),
                says=f"{word.title()} heals sore muscles overnight.",
                where="An article",
                evidence_says=dice.choice(sentences),
                verdict=dice.choice(Verdict.values),
            )
        )
    if number % A_TERM == 0:
        batch.terms.append(
            Term(
                key=term_key(number),
                name=f"{word.title()} effect",
                also=[word],
                meaning=dice.choice(sentences),
            )
        )
    if number % AN_ACCOUNT == 0:
        batch.accounts.append(User(username=f"made-{number:05}", is_staff=True))
    batch.guides.append(
        Guide(
            slug=slug(number),
            title=f"Sore after {word}?",
            topic=topic,
            summary=dice.choice(sentences),
            key_points="\n".join(
                f"- {dice.choice(sentences)}[@{source_key(number)}]" for _ in range(4)
            ),
            position=FIRST_POSITION + number,
            author="The Recovery Handbook project",
            reviewed_on=reviewed_on,
            published_at=None
            if number % A_DRAFT == A_DRAFT - 1
            else FIRST_DAY + timedelta(minutes=number),
        )
    )


def _sections(guide: Guide, sentences: list[str]) -> Iterator[Section]:
    """Eight sections, with some thousand words in all."""
    number = guide.position - FIRST_POSITION
    dice = Random(-number)
    headings = {f"part-{place}": f"{words}?" for place, words in enumerate(HEADINGS)} | SECTIONS
    for position, (anchor, heading) in enumerate(headings.items()):
        paragraphs = [" ".join(dice.choice(sentences) for _ in range(3)) for _ in range(2)]
        near = [source_key(dice.randint(max(0, number - 20), number)) for _ in range(3)]
        claim = claim_key(2 * dice.randint(max(0, number - 2), number) + position % 2)
        body = [
            f"{paragraphs[0]}[@{near[0]}]",
            f"::: claim {claim}\n:::",
            f"{paragraphs[1]}[@{near[1]}; @{near[2]}] See [what is known](claim:{claim}), and a "
            f"[word](term:{term_key(number // A_TERM * A_TERM)}) of ours.",
        ]
        if position == 0:
            said = popular_key(number // A_POPULAR_CLAIM * A_POPULAR_CLAIM)
            body.append(f"::: popular {said}\n:::")
        if position == 1:
            body.append(
                f"::: care today Ask today\n- {dice.choice(sentences)}[@{near[0]}]\n:::\n\n"
                f"See [another guide](/guides/{slug(max(0, number - 1))}/)."
            )
        yield Section(
            guide=guide,
            position=position,
            slug=anchor,
            heading=heading,
            body="\n\n".join(body),
        )


def _link(
    through: type[Model],
    whose: str,
    what: str,
    rows: list,
    numbers: range,
    known: dict[str, int],
    each: int,
) -> None:
    """Join rows to sources that were made by then."""
    links = []
    for row in rows:
        number = int(row.key[-5:]) // (2 if isinstance(row, Claim) else 1)
        for source in {source_key(max(0, number - step)) for step in range(each)}:
            links.append(through(**{whose: row.pk, what: known[source]}))
    _create(links)


def _answer(batch: Batch) -> None:
    claims = {claim.key: claim.pk for claim in batch.claims}
    through = PopularClaim.claims.through
    _create(
        through(popularclaim_id=said.pk, claim_id=claims[claim_key(2 * int(said.key[-5:]) + place)])
        for said in batch.popular
        for place in (0, 1)
    )


def _revisions(batch: Batch, sections: list[Section]) -> Iterator[Revision]:
    """How each guide and each claim was saved; readers are told of half the claims."""
    parts: dict[int, list[Section]] = {}
    for part in sections:
        parts.setdefault(part.guide_id, []).append(part)
    for guide in batch.guides:
        saved_at = guide.published_at or FIRST_DAY
        kept = Revision(
            kind="guides.guide",
            row=guide.pk,
            record=_record_of(guide, parts[guide.pk]),
            saved_at=saved_at,
            was_done="Published" if guide.published_at else "Saved",
            title=guide.title,
        )
        if guide.published_at:
            kept.change, kept.sentence = ChangeKind.EVIDENCE, "This guide is new."
        yield kept
    for claim in batch.claims:
        number = int(claim.key[-5:])
        kept = Revision(
            kind="guides.claim",
            row=claim.pk,
            record=kind_of(Claim).as_record(
                {
                    name: [source_key(number // 2)] if name == "sources" else getattr(claim, name)
                    for name in kind_of(Claim)._names()
                }
            ),
            saved_at=FIRST_DAY + timedelta(seconds=30 * number),
            was_done="Saved",
            title=claim.statement[:80],
        )
        if number % 2:
            kept.change = ChangeKind.SAFETY if number % 10 == 1 else ChangeKind.WORDING
            kept.sentence = "It says the same in other words."
        yield kept


def _record_of(guide: Guide, sections: list[Section]) -> Record:
    guide._prefetched_objects_cache = {"sections": sections}
    return kind_of(Guide).record_of(guide)


def _drafts(batch: Batch) -> Iterator[Schedule | FormerSlug]:
    """Texts that are being written for some of the guides; of these some are to go live."""
    replaced = [g for g in batch.guides if (g.position - FIRST_POSITION) % A_DRAFT == 1]
    drafts = []
    for guide in replaced:
        names = [f.name for f in Guide._meta.concrete_fields if f.name not in ("id", "replaces")]
        values = {name: getattr(guide, name) for name in names}
        drafts.append(Guide(**values | {"published_at": None, "replaces": guide}))
    _create(drafts)
    _create(
        Section(guide=draft, position=s.position, slug=s.slug, heading=s.heading, body=s.body)
        for draft in drafts
        for s in draft.replaces.sections.all()
    )
    for draft in drafts:
        revisions.keep(draft, by=None, was_done="Begun as a draft of the next text")
        if (draft.position - FIRST_POSITION) % A_SCHEDULED_DRAFT == A_DRAFT + 1:
            yield Schedule(
                guide=draft,
                goes_live_at=datetime(2099, 1, 1, tzinfo=UTC),
                change=ChangeKind.WORDING,
                sentence="It reads better.",
            )


def _create_sign_offs(guides: list[Guide]) -> None:
    """Approvals that stand, and comments that wait for an editor."""
    for guide in guides:
        number = guide.position - FIRST_POSITION
        if number % AN_APPROVAL:
            continue
        text = text_of(guide)
        invitation = Invitation.objects.create(
            guide=guide,
            addressee="Jane Roe",
            secret=f"made-{number}",
            text_digest=text,
            sent_at=FIRST_DAY,
            expires_at=FIRST_DAY + timedelta(days=1000),
        )
        said = {"invitation": invitation, "name": "Jane Roe", "given_at": FIRST_DAY}
        if number % A_COMMENT == 0:
            SignOff.objects.create(kind="comment", comment="Why?", text_digest=text, **said)
        SignOff.objects.create(
            kind="approval",
            qualification="pharmacist",
            text_digest=text,
            confirmed_at=FIRST_DAY,
            read_at=FIRST_DAY,
            **said,
        )
        Guide.objects.filter(pk=guide.pk).update(clinical_reviewer="Jane Roe, pharmacist")


def _beside_accounts(batch: Batch) -> Iterator[LogEntry]:
    """The second factor of every other account; and what each did, as the admin notes it."""
    _create(TOTPDevice(user=account, name="App") for account in batch.accounts[::2])
    if not batch.accounts:
        return
    kind = ContentType.objects.get_for_model(Guide)
    for place, guide in enumerate(batch.guides):
        yield LogEntry(
            user=batch.accounts[place % len(batch.accounts)],
            content_type=kind,
            object_id=str(guide.pk),
            object_repr=guide.title,
            action_flag=CHANGE,
            change_message="Saved",
        )
